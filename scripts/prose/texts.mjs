// Every text of the project that somebody reads, with the file and line that it is at.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../set-up.mjs';
import { sourceTexts } from './extract/source.mjs';
import { lineComments, withoutEjs } from './extract/template.mjs';

/** @typedef {import('./extract/source.mjs').Text & { file: string }} Text */

/** Files of other authors, captured output, generated trees, and lists of names. */
const SKIPPED =
  /^(?:test\/(?:golden\/trees|fixtures|fuzz\/corpus)\/|LICENSE|.*(?:\/LICENSE|package-lock\.json|\.json|\.snap|\.sum|\/packages|cpuinfo|banner\.txt|Cargo\.lock\.ejs))/;
/** What has been read so far. */
const CHECKED = /^(?:README\.md|docs\/(?!contributing)|generators\/)/;
const SOURCE = /\.[cm]?[jt]s$/;
const PAGE = /\.md(?:\.ejs)?$|dependenc(?:ies|y)\.ejs$/;
/** Folders whose programs users run: what a string says there, they read. */
const FOR_USERS = /^(?:generators|toolchains)\//;

/** The names of all files that hold prose, as Git lists them: new ones included, ignored ones not. */
export function proseFiles() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listed.split('\0').filter((file) => (process.env.PROSE_ALL || CHECKED.test(file)) && !SKIPPED.test(file));
}

/** A page as a whole: textlint knows Markdown. @param {string} file @returns {string | undefined} */
export function page(file) {
  if (!PAGE.test(file)) return undefined;
  const contents = readFileSync(join(root, file), 'utf8');
  return file.endsWith('.ejs') ? withoutEjs(contents) : contents;
}

/** The texts of a file that is no page. @param {string} file @returns {Text[]} */
export function textsOf(file) {
  const contents = readFileSync(join(root, file), 'utf8');
  if (contents.includes('\0')) return [];
  const texts = SOURCE.test(file)
    ? sourceTexts(file, contents)
    : lineComments(file, file.endsWith('.ejs') ? withoutEjs(contents) : contents);
  return texts.filter(({ kind }) => kind !== 'message' || FOR_USERS.test(file)).map((text) => ({ file, ...text }));
}
