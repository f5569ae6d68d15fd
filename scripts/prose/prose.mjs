// npm run prose [FILES…]
// Checks what is written in the project with textlint: pages, messages, comments, templates and the names of tests. The
// words are in words.mjs, the rules in rules.mjs. With files, only these.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../set-up.mjs';
import { page, proseFiles, textsOf } from './texts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

install();
const { lintPage, lintTexts } = await import('./lint.mjs');
const given = process.argv.slice(2).map((path) => relative(root, resolve(path)).replaceAll('\\', '/'));
const findings = await findingsIn(given.length > 0 ? given : proseFiles());
for (const { file, line, message } of findings) console.log(`${file}:${line}: ${message}`);
if (findings.length > 0) {
  console.error(`\n${findings.length} findings. The words are in scripts/prose/words.mjs.`);
  process.exitCode = 1;
}

async function findingsIn(files) {
  const found = [];
  const texts = [];
  for (const file of files) {
    const contents = page(file);
    if (contents === undefined) texts.push(...textsOf(file));
    else found.push(...(await lintPage(file, contents)));
  }
  return [...found, ...(await lintTexts(texts))];
}

/** textlint has a package of its own, so that `npm ci` of the project does not wait for it. */
function install() {
  const installed = join(here, 'node_modules/.package-lock.json');
  const lock = join(here, 'package-lock.json');
  if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return;
  const shell = process.platform === 'win32';
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync('npm', args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'], shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
