// What a TypeScript or JavaScript file says: its messages, its comments, and the names of its tests.
import { parseSync } from 'rolldown/utils';
import { paragraphs } from './comment.mjs';

/**
 * @typedef {{ line: number, kind: 'message' | 'docstring' | 'comment' | 'test', text: string }} Text
 * A text of a file. In a message, `{…}` is a value that the program inserts.
 */

/** Callees whose first argument is a test's name. */
const TEST_NAMERS = new Set(['it', 'test', 'describe', 'bench']);

/** Properties and arguments that hold no sentence for users, whatever their characters are. */
const NOT_PROSE_KEYS = new Set(['command', 'pattern']);
const NOT_PROSE_CALLS = /^(?:includes|startsWith|endsWith|indexOf|split|match|test|RegExp|raw)$/;

/** The texts of a source file. @param {string} file @param {string} source @returns {Text[]} */
export function sourceTexts(file, source) {
  const { program, comments, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const lineOf = lineFinder(source);
  const found = [];
  visit(program, source, (kind, node, text) => found.push({ line: lineOf(node.start), kind, text }));
  return [...found, ...commentTexts(comments, source, lineOf)].sort((one, other) => one.line - other.line);
}

/** Reports each text below a node: one of a chain of `+`, one of a template, one of a literal. */
function visit(node, source, report) {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, source, report);
    return;
  }
  if (typeof node?.type !== 'string') return;
  if (isSkipped(node)) return;
  if (node.type === 'CallExpression' && isTestNamer(node.callee)) {
    const [name, ...others] = node.arguments;
    if (isText(name)) report('test', name, shown(name, source));
    visit(others, source, report);
    visit(node.callee, source, report);
    return;
  }
  if (isText(node)) {
    const text = shown(node, source);
    if (isProse(text)) report('message', node, text);
    visit(inserted(node), source, report);
    return;
  }
  for (const [key, child] of Object.entries(node)) {
    if (child && typeof child === 'object' && !(key === 'key' && !node.computed)) visit(child, source, report);
  }
}

function isSkipped(node) {
  if (/^(?:Import|ExportAll|TS(?:Type|Interface|Literal|Union))/.test(node.type)) return true;
  if (node.type === 'Property') return NOT_PROSE_KEYS.has(node.key.name ?? node.key.value);
  if (node.type === 'BinaryExpression') return /^[!=]=/.test(node.operator);
  if (node.type === 'TaggedTemplateExpression') return true;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  const callee = node.callee.property?.name ?? node.callee.name ?? '';
  return NOT_PROSE_CALLS.test(callee);
}

/** `it`, `it.each(…)`, `describe.skipIf(…)`. */
function isTestNamer(callee) {
  if (callee.type === 'Identifier') return TEST_NAMERS.has(callee.name);
  if (callee.type === 'MemberExpression') return isTestNamer(callee.object);
  return (
    (callee.type === 'CallExpression' || callee.type === 'TaggedTemplateExpression') &&
    isTestNamer(callee.callee ?? callee.tag)
  );
}

function isText(node) {
  if (node?.type === 'Literal') return typeof node.value === 'string';
  if (node?.type === 'TemplateLiteral') return true;
  return node?.type === 'BinaryExpression' && node.operator === '+' && (isText(node.left) || isText(node.right));
}

/** The text as a reader of the table sees it. */
function shown(node, source) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') {
    return node.quasis
      .map(({ value }, at) => value.cooked + (node.expressions[at] ? hole(node.expressions[at], source) : ''))
      .join('');
  }
  if (isText(node)) return shown(node.left, source) + shown(node.right, source);
  return hole(node, source);
}

function hole(node, source) {
  const code = source.slice(node.start, node.end);
  return /^[\w.]+$/.test(code) ? `{${code}}` : '{…}';
}

/** The values that a text inserts, which may be texts again. */
function inserted(node) {
  if (node.type === 'TemplateLiteral') return node.expressions;
  if (node.type !== 'BinaryExpression') return [];
  return [node.left, node.right].flatMap((side) => (isText(side) ? inserted(side) : [side]));
}

/** Two words, one of them in lower case: no id, no path, no option. Many words without a mark are a list of names. */
function isProse(text) {
  if (text.split(' ').length > 12 && !/[.,:;?!{(]/.test(text)) return false;
  return /[a-z…}][,:;]? [a-z`"{(]|[A-Z][a-z]+ [a-z]/.test(text) && /(?:^|[\s(`])[A-Za-z][a-z]{2,}[\s.,:;)]?/.test(text);
}

function commentTexts(comments, source, lineOf) {
  const found = [];
  let open;
  for (const { type, value, start } of comments) {
    const line = lineOf(start);
    if (type === 'Block') {
      const kind = value.startsWith('*') ? 'docstring' : 'comment';
      const lines = value.split('\n').map((each) => each.replace(/^\s*\*? ?/, '').trimEnd());
      for (const each of paragraphs(lines, line)) found.push({ kind, ...each });
      open = undefined;
      continue;
    }
    const leading = source.slice(source.lastIndexOf('\n', start) + 1, start).trim() === '';
    if (open && leading && line === open.line + open.lines.length) open.lines.push(value.trim());
    else {
      if (open) close(open, found);
      open = { line, lines: [value.trim()] };
    }
    if (!leading) open = void close(open, found);
  }
  if (open) close(open, found);
  return found;
}

function close({ line, lines }, found) {
  for (const each of paragraphs(lines, line)) found.push({ kind: 'comment', ...each });
}

/** @param {string} source @returns {(offset: number) => number} */
function lineFinder(source) {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
