// npm run docs [-- build]
// Serves the documentation as a site with search (VitePress), or builds it into site/dist.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linksOfPackage, repositoryAddress } from '../scripts/package-links.mjs';
import { root } from '../scripts/set-up.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const stage = join(here, 'pages');
/** Links to all else lead to the repository, as in the package. */
const PAGES = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'bench/RESULTS.md', 'docs'];

install();
stagePages();
const command = process.argv[2] === 'build' ? ['build', '--outDir', join(here, 'dist')] : ['dev'];
run(process.execPath, [join(here, 'node_modules/vitepress/bin/vitepress.js'), command[0], stage, ...command.slice(1)]);

/** Copies the pages. The start page of the site is docs/index.md. */
function stagePages() {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, '.vitepress'), { recursive: true });
  for (const name of PAGES) cpSync(join(root, name), join(stage, name), { recursive: true });
  // A page is what a site links to.
  rmSync(join(stage, 'docs/preset-example'), { recursive: true });
  const index = readFileSync(join(root, 'docs/index.md'), 'utf8');
  const fromRoot = (link, path) =>
    path.startsWith('../') ? link.replace('../', './') : link.replace(path, `./docs/${path}`);
  writeFileSync(join(stage, 'index.md'), index.replace(/\]\((?![a-z]+:|#)([^)\s]+)\)/g, fromRoot));
  cpSync(join(here, 'config.mjs'), join(stage, '.vitepress/config.mjs'));
  linksOfPackage(stage, repositoryAddress());
}

/** VitePress has a package of its own, so that `npm ci` of the project does not wait for it. */
function install() {
  const installed = join(here, 'node_modules/.package-lock.json');
  const lock = join(here, 'package-lock.json');
  if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return;
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Runs a program in this folder, and ends this process when it fails. */
function run(program, args) {
  const shell = process.platform === 'win32' && program === 'npm';
  const { status, error } = spawnSync(program, args, { cwd: here, stdio: 'inherit', shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
