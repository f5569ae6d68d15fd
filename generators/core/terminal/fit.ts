/** What a terminal has at least, and what a log is read with. */
export const COLUMNS = 80;

/** How lines after the first are set in, so that they are seen to belong to it. */
const HANGING = '    ';

/**
 * Text in lines of so many columns, broken at spaces. A word that is longer (an image's name, a path) keeps its line: it is
 * there to be copied.
 */
export function wrapped(text: string, columns: number = COLUMNS): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && lengthOf(line) + 1 + lengthOf(word) > columns) {
      lines.push(line);
      line = HANGING + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Text in one line of so many columns: what is longer loses its middle, for both ends of a name tell it apart. */
export function shortened(text: string, columns: number): string {
  const all = [...text];
  if (all.length <= columns) return text;
  const kept = Math.max(columns - 1, 2);
  const head = Math.ceil(kept / 2);
  return `${all.slice(0, head).join('')}…${all.slice(head - kept).join('')}`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
