// What a file that is no program of ours says: the text of a page, the comments of a script or of a generated source.
import { paragraphs } from './comment.mjs';

/** @typedef {import('./source.mjs').Text} Text */

/**
 * A template with the same lines, without EJS: a value becomes `…`, and code nothing. A line of code only is empty.
 * @param {string} template @returns {string}
 */
export function withoutEjs(template) {
  return template.replace(/<%([-=#_%]?)([\s\S]*?)-?%>/g, (_, sort, code) => {
    const lines = '\n'.repeat(code.split('\n').length - 1);
    return sort === '-' || sort === '=' ? `…${lines}` : lines;
  });
}

/** How a comment begins in files whose name matches. The last one is for scripts without an extension. */
const MARKERS = [
  [/\.(?:rs|c|h|cpp|go|mod)(?:\.ejs)?$/, /(?:^|\s)\/\/ ?(.*)$/, /^\s*\/?\*+\/? ?(.*?)(?:\*\/)?$/],
  [/\.(?:css)$/, /^\s*\/?\*+ ?(.*)$/],
  [/./, /(?:^|\s)# ?(.*)$/],
];

/**
 * The comments of a file whose language only its name tells.
 * @param {string} file @param {string} contents @returns {Text[]}
 */
export function lineComments(file, contents) {
  const [, ...markers] = MARKERS.find(([names]) => names.test(file)) ?? [];
  const found = [];
  let open;
  const close = () => {
    if (open) found.push(...paragraphs(open.lines, open.line).map((each) => ({ kind: 'comment', ...each })));
    open = undefined;
  };
  for (const [at, line] of contents.split('\n').entries()) {
    const comment = markers.map((marker) => marker.exec(line)?.[1]).find((each) => each !== undefined);
    if (comment === undefined) {
      close();
      continue;
    }
    open ??= { line: at + 1, lines: [] };
    open.lines.push(comment);
  }
  close();
  return found;
}
