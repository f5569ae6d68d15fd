/** Lines shown with a failure: enough for a compiler's complaint, few enough for a screen. */
const LINES_SHOWN = 40;
/** Characters shown of them: a program may print megabytes without a line break. */
const SHOWN_CHARACTERS = 20_000;

/** Code units that are shown by their code point (terminal/printable.ts): `\u{200b}`, up to eight characters. */
const ESCAPED = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const ESCAPED_CHARACTERS = 8;

/** The last lines of a program's output, as many as are shown with a failure. */
export function lastLines(output: string): string[] {
  const text = output.trimEnd();
  return text.slice(startOfShown(text)).split('\n').slice(-LINES_SHOWN);
}

/** Where the part begins of which SHOWN_CHARACTERS are shown. */
function startOfShown(text: string): number {
  let left = SHOWN_CHARACTERS;
  for (let start = text.length; start > 0; start--) {
    left -= ESCAPED.test(text.charAt(start - 1)) ? ESCAPED_CHARACTERS : 1;
    if (left < 0) return start;
  }
  return 0;
}
