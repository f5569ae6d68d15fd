import { InvalidValue, shown } from '../../options/invalid.js';
import { oneLine } from '../../options/one-line.js';
import type { Selection } from '../../options/selection-flags.js';
import { shellWords } from '../passed-on.js';
import type { GoPlan } from './plan.js';

/**
 * The build tags of a list, parted by commas or blanks.
 *
 * @throws InvalidValue where one is none. Source: go help buildconstraint
 */
export function buildTags(text: string): string[] {
  oneLine(text);
  const tags = text.split(/[\s,]+/).filter(Boolean);
  const wrong = tags.find((tag) => !/^[\p{L}\p{Nd}_.]+$/u.test(tag));
  if (wrong !== undefined) throw new InvalidValue(`${shown(wrong)} is not a build tag`);
  return tags;
}

/**
 * The words of `--ldflags`.
 *
 * @throws InvalidValue for a word that Go could not be given
 */
export function goLinkWords(text: string): string[] {
  const words = shellWords(text);
  linkFlags(words);
  return words;
}

/**
 * Words as Go parts them: quotes are around a whole word, and nothing is escaped inside of them. Source: go help build.
 *
 * @throws InvalidValue for a word with both kinds of quotes
 */
export function linkFlags(words: readonly string[]): string {
  return words.map(linkFlag).join(' ');
}

function linkFlag(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  // TinyGo parts them as a shell does, where these mean something in double quotes.
  if (!/["\\$`]/.test(word)) return `"${word}"`;
  throw new InvalidValue(`${shown(word)} holds a single quote beside a character that Go cannot be given with it`);
}

/** What a selection gives a build of Go; a key only where something was given. */
export function goOptions({ tags, ldflags }: Selection): Pick<GoPlan, 'tags' | 'ldflags'> {
  return { ...(tags && { tags: buildTags(tags) }), ...(ldflags && { ldflags: goLinkWords(ldflags) }) };
}
