/** How the lines of a text end. */
export type LineEnd = '\n' | '\r\n';

/**
 * `\r\n` where every line ends so, as after a checkout on Windows. A text that mixes both counts as `\n`: its odd
 * lines are then the user's own, and unchanged.
 */
export function lineEndOf(text: string): LineEnd {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return all > 0 && all === windows ? '\r\n' : '\n';
}

/** A text as templates have it: of one that ends every line with `\r\n`, with `\n`. */
export function asRendered(text: string): string {
  return lineEndOf(text) === '\r\n' ? text.replaceAll('\r\n', '\n') : text;
}

/** A rendered text with the line ends of a file. */
export function withLineEnd(rendered: string, end: LineEnd): string {
  return end === '\n' ? rendered : rendered.replaceAll('\n', end);
}
