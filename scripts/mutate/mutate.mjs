// npm run mutate -- FOLDERS… [TEST FOLDERS…] [--strings]
// Changes one place of the folders' sources after the other (Stryker) and runs the unit tests that reach it: a change that no
// test notices is a fault that none would notice. Takes minutes, and is no part of the gate.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../set-up.mjs';
import { report } from './report.mjs';

const USAGE = `npm run mutate -- FOLDERS… [TEST FOLDERS…] [--strings]

  npm run mutate -- generators/core/update                     with all unit tests that import a file of it
  npm run mutate -- generators/core/update test/update         with these unit tests only: faster
  npm run mutate -- generators/core/update/merge.ts            one file
  --strings                                                    empties texts, too; most of them are messages
`;
/** Tests of their own projects: they start the packed program, or run for minutes. */
const NOT_UNIT = ['test/e2e', 'test/campaign', 'test/fuzz'];
/**
 * Tests that start processes of our code: none of it is changed there, and they are slow. And those that a thread, where
 * Stryker runs tests, cannot run: it has no process.chdir, and cannot set the umask.
 */
const NEEDS_PROCESS = /support\/bundle\.js|process\.(?:chdir|umask)\([^\s)]/;

process.chdir(root);
const { values, positionals } = parseArgs({ options: { strings: { type: 'boolean' } }, allowPositionals: true });
const paths = positionals.map((path) => path.replace(/\/+$/, ''));
const testFolders = paths.filter((path) => /^test(?:\/|$)/.test(path));
const sources = paths.filter((path) => !testFolders.includes(path));
const unknown = positionals.filter((path) => !existsSync(path));
if (sources.length === 0 || unknown.length > 0) {
  process.stderr.write(`${unknown.map((path) => `mutate: there is no ${path}\n`).join('')}${USAGE}`);
  process.exit(1);
}
install();
const { tests, skipped } = unitTests(testFolders.length > 0 ? testFolders : ['test']);
for (const path of skipped) process.stderr.write(`mutate: skipping ${path}: it needs a process of its own\n`);
if (tests.length === 0) {
  process.stderr.write('mutate: no unit test is left to run\n');
  process.exit(1);
}
// As they are now: a user who edits meanwhile moves the lines.
const texts = new Map(filesIn(sources).map((path) => [path, readFileSync(path, 'utf8')]));
const { mutants } = await import('./stryker.mjs');
const results = await mutants({
  mutate: [...texts.keys()],
  tests,
  related: testFolders.length === 0,
  strings: values.strings === true,
});
const source = (fileName) => {
  const path = relative(root, fileName).replaceAll(sep, '/');
  return { path, text: texts.get(path) ?? '' };
};
process.stdout.write(report(results, source));
if (!values.strings) process.stdout.write('Texts are unchanged in this run: --strings empties them, too.\n');

/** Stryker has a package of its own: 64 MB that `npm ci` of the project does not wait for. */
function install() {
  const folder = join(root, 'scripts/mutate');
  const lock = join(folder, 'package-lock.json');
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write('mutate: installing Stryker (npm ci)\n');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

/** The files of unit tests in folders, without those that need a process of their own. */
function unitTests(folders) {
  const unit = filesIn(folders).filter(
    (path) => path.endsWith('.test.ts') && !NOT_UNIT.some((other) => path.startsWith(`${other}/`)),
  );
  const skipped = unit.filter((path) => NEEDS_PROCESS.test(readFileSync(path, 'utf8')));
  return { tests: unit.filter((path) => !skipped.includes(path)), skipped };
}

/** The TypeScript files in folders; a file is itself. */
function filesIn(folders) {
  const found = folders.flatMap((path) =>
    statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((name) => `${path}/${name}`) : [path],
  );
  return found.map((path) => path.replaceAll(sep, '/')).filter((path) => path.endsWith('.ts'));
}
