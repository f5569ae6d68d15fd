// npm run prose [FILES…]
// Checks README.md and docs/ for the words in .textlintrc.json and for sentences of more than 25 words (textlint).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../set-up.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

install();
const files = process.argv.length > 2 ? process.argv.slice(2).map((path) => resolve(path)) : pages();
run(process.execPath, [join(here, 'node_modules/textlint/bin/textlint.js'), '--format', 'unix', ...files]);

/** What users read. contributing.md is for those who work on the sources. */
function pages() {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const names = docs.filter((name) => name.endsWith('.md') && name !== 'contributing.md');
  return [join(root, 'README.md'), ...names.map((name) => join(root, 'docs', name))];
}

/** textlint has a package of its own, so that `npm ci` of the project does not wait for it. */
function install() {
  const installed = join(here, 'node_modules/.package-lock.json');
  const lock = join(here, 'package-lock.json');
  if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Runs a program in this folder, and ends this process when it fails. */
function run(program, args) {
  const shell = process.platform === 'win32' && program === 'npm';
  const { status, error } = spawnSync(program, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'], shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
