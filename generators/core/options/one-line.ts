import { InvalidValue, shown } from './invalid.js';

export const LINE_TEXT_MAX = 1024;

/**
 * Checks that a value is one line of text. Control characters would break lines of the files and messages it goes into.
 *
 * @throws InvalidValue naming the rule
 */
export function oneLine(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new InvalidValue('a text in quotes is needed');
  if (value === '') throw new InvalidValue('the text is empty');
  if (value.length > LINE_TEXT_MAX)
    throw new InvalidValue(`the text has ${value.length} characters, of ${LINE_TEXT_MAX} allowed`);
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{feff}]/u.test(value)) {
    throw new InvalidValue(`${shown(value)} holds a line break, a control character or a direction mark`);
  }
}
