/** What a terminal has at least. Source: every terminal's default since the VT100. */
const HELP_COLUMNS = 80;
/** Columns of the left side of a table; what is longer has a line of its own. */
const LEFT = 22;

/** Words in lines of at most 80 columns, each behind an indent. */
export function filled(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > HELP_COLUMNS) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, indent + line].join('\n');
}

/** How wide the left side of a table is. */
export function leftWidth(rows: readonly (readonly [string, string])[]): number {
  return Math.min(LEFT, Math.max(...rows.map(([left]) => left.length)));
}

/** A table of two columns, options and what they mean, in 80 columns. */
export function table(rows: readonly (readonly [string, string])[], width: number = leftWidth(rows)): string {
  const indent = ' '.repeat(width + 4);
  return rows
    .map(([left, right]) => {
      const text = filled(right, indent);
      if (left.length > width) return `  ${left}\n${text}`;
      return `  ${left.padEnd(width)}  ${text.slice(indent.length)}`;
    })
    .join('\n');
}
