/** What a terminal acts upon instead of showing it: control characters, and those that turn the direction of text. */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text from an image or a module, on one line and of a bounded length, so that it can neither break the terminal
 * nor the report. What cannot be shown stands there as its code point.
 */
export function printable(text: string, max = 160): string {
  const shown = text.slice(0, max).replace(ACTIVE, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
  return text.length > max ? `${shown}…` : shown;
}
