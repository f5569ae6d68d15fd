/** Lines shown with a failure: enough for a compiler's complaint, few enough for a screen. */
const SHOWN = 40;
/** Characters shown of them: a program may print megabytes without a line break. */
const SHOWN_CHARACTERS = 20_000;

/** The last lines of a program's output, as many as are shown with a failure. */
export function lastLines(output: string): string[] {
  return output.trimEnd().slice(-SHOWN_CHARACTERS).split('\n').slice(-SHOWN);
}
