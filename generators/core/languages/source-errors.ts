import { languages } from './languages.js';

/** BuildKit's step and seconds, in front of each line. */
const STEP = String.raw`(?:#\d+ [\d.]+ )?`;

/** Found where the output of a build shows a compiler that reports an error in the project's own source. */
export const errorInSource: RegExp = new RegExp(languages.map(({ source }) => source.error(STEP)).join('|'), 'm');
