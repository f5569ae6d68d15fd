// Lines of a comment as paragraphs.

/** Lines that a tool reads, and code that is switched off. */
const NOT_PROSE = /^(?:biome-ignore|@ts-|#?!|syntax=|hadolint|eslint-|@\w+ \{|shellcheck)/;

/**
 * The paragraphs of consecutive lines: an empty line, an indented one, a list's item and a tag begin another.
 * @param {readonly string[]} lines @param {number} first the line number of the first
 * @returns {{ line: number, text: string }[]}
 */
export function paragraphs(lines, first) {
  const found = [];
  let open;
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || NOT_PROSE.test(line) || /^\s{2,}/.test(raw)) open = undefined;
    else if (open && !/^(?:[-*@] ?|\d+\. )/.test(line)) open.text += ` ${line}`;
    else {
      open = { line: first + at, text: line.replace(/^(?:[-*]|\d+\.) /, '') };
      found.push(open);
    }
  }
  return found;
}
