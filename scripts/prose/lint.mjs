// textlint over texts of any kind. Loaded only after textlint is installed.
import { createRequire } from 'node:module';
import { commentRules, nameRules, proseRules } from './rules.mjs';

/**
 * @typedef {import('./texts.mjs').Text} Text
 * @typedef {{ file: string, line: number, message: string }} Finding
 */

const require = createRequire(import.meta.url);
const { TextlintKernel, TextlintKernelDescriptor } = require('@textlint/kernel');
const markdown = require('@textlint/textlint-plugin-markdown').default;
const kernel = new TextlintKernel();

async function lint(text, rules) {
  const plugins = [{ pluginId: 'markdown', plugin: markdown }];
  const descriptor = new TextlintKernelDescriptor({ rules, plugins, filterRules: [] });
  const { messages } = await kernel.lintText(text, { ext: '.md', ...descriptor.toKernelOptions() });
  return messages;
}

/** The findings in a page of Markdown. @param {string} file @param {string} contents @returns {Promise<Finding[]>} */
export async function lintPage(file, contents) {
  return (await lint(contents, proseRules)).map(({ line, message }) => ({ file, line, message }));
}

/** The findings in texts of any kind. @param {readonly Text[]} texts @returns {Promise<Finding[]>} */
export async function lintTexts(texts) {
  const rulesOf = { message: proseRules, test: nameRules, docstring: commentRules, comment: commentRules };
  const found = [];
  for (const rules of new Set(Object.values(rulesOf))) {
    found.push(
      ...(await lintTogether(
        texts.filter(({ kind }) => rulesOf[kind] === rules),
        rules,
      )),
    );
  }
  return found;
}

/** Together they are one document of a paragraph each, so that textlint starts once. */
async function lintTogether(texts, rules) {
  const lines = texts
    .flatMap(({ file, line, text }) => text.split('\n').map((each) => ({ file, line, paragraph: paragraph(each) })))
    .filter((each) => each.paragraph !== '');
  const messages = await lint(lines.map((each) => each.paragraph).join('\n\n'), rules);
  return messages.map((message) => {
    const { file, line } = lines[(message.line - 1) / 2];
    return { file, line, message: message.message };
  });
}

/** One line that Markdown takes for text: no list, heading, quotation or HTML. */
function paragraph(text) {
  const line = text.replaceAll(/\s+/g, ' ').trim().replaceAll('<', '‹').replaceAll('>', '›');
  return line.replace(/^(?:[-+*#|=]|\d+[.)]|~~~|```)+ ?/, '');
}
