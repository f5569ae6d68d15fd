import type { Text } from './source.mjs';

/** A template with the same lines, without EJS. */
export function withoutEjs(template: string): string;

/** The comments of a file whose language only its name tells. */
export function lineComments(file: string, contents: string): Text[];
