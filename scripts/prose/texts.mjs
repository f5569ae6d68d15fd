// Every text of the project that users and developers read, with the file and line that it is at.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../set-up.mjs';
import { sourceTexts } from './extract/source.mjs';
import { lineComments, withoutEjs } from './extract/template.mjs';

/** @typedef {import('./extract/source.mjs').Text & { file: string }} Text */

/**
 * Files of other authors, captured output, generated trees, measured results, and lists of names. The lab's scripts, too:
 * their bytes are the keys of its images, which a word would have built again.
 */
const SKIPPED =
  /^(?:test\/(?:golden\/trees|fixtures|fuzz\/corpus)\/|test\/lab\/(?!README)|bench\/[A-Z]+\.md|LICENSE|.*(?:\/LICENSE|package-lock\.json|\.json|\.snap|\.sum|\/packages|cpuinfo|banner\.txt|Cargo\.lock\.ejs))/;
const SOURCE = /\.[cm]?[jt]s$/;
const PAGE = /\.md(?:\.ejs)?$|dependenc(?:ies|y)\.ejs$/;
/** Folders whose programs users run: what a string says there, they read. The two tables are names of functions. */
const FOR_USERS = /^(?:generators|toolchains)\/(?!core\/languages\/c\/libc\/(?:lacks|stubs))/;

/** The names of all files that hold prose, as Git lists them: new ones included, ignored ones not. */
export function proseFiles() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listed.split('\0').filter((file) => file !== '' && !SKIPPED.test(file) && existsSync(join(root, file)));
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
