// What a fresh clone needs before anything of it runs. Plain Node: nothing is installed yet when this starts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Says what is under way, on stderr: stdout belongs to the program that is set up. */
function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

/** Runs a command in the repository; its output goes to stderr. Ends this process when it fails. */
function must(command, args, options = {}) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', options.read ? 'pipe' : 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) {
    say(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
  return stdout ?? '';
}

function isOlder(path, other) {
  return existsSync(other) && statSync(path).mtimeMs <= statSync(other).mtimeMs;
}

/** Installs what package-lock.json lists, where that has not been done since it last changed. */
export function installDependencies() {
  const lock = join(root, 'package-lock.json');
  if (isOlder(lock, join(root, 'node_modules/.package-lock.json'))) return;
  say('installing what package-lock.json lists (npm ci)');
  must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Compiles the sources to dist/. */
export function build() {
  say('compiling (npm run build)');
  must('npm', ['run', '--silent', 'build']);
}

/**
 * Finds a Podman that runs wasi/wasm, or brings up the lab's on Linux.
 * @returns {{ path: string, isLab: boolean, stop: () => void }} the PATH to run with, and what stops the lab again if this started it
 */
export function findPodman() {
  const path = process.env.PATH ?? '';
  if (process.platform !== 'linux') return { path, isLab: false, stop() {} };
  const wasUp = labIsUp();
  const bin = must(join(root, 'test/lab/ensure'), [], { read: true }).trim();
  if (bin === '') return { path, isLab: false, stop() {} };
  say(`the lab's Podman is ${join(bin, 'podman')}`);
  const stop = () => {
    if (!wasUp) must(join(root, 'test/lab/down'), []);
  };
  return { path: `${bin}:${path}`, isLab: true, stop };
}

/**
 * The programs that the tests start and this machine lacks: git, ssh, sshd. On a Debian the lab unpacks them, within half a
 * minute the first time. Ends this process where git is missing and cannot be had: without it a tenth of the tests fail.
 * @returns {string} the PATH to run the tests with
 */
export function findTools() {
  const path = process.env.PATH ?? '';
  const has = (name) => path.split(delimiter).some((folder) => existsSync(join(folder || '.', name)));
  if (process.platform === 'win32' || ['git', 'ssh', 'ssh-keygen', 'sshd'].every(has)) return path;
  const { status, stdout, stderr } = spawnSync(join(root, 'test/lab/tools-up'), { encoding: 'utf8' });
  if (status === 0) return stdout.trim() === '' ? path : `${path}${delimiter}${stdout.trim()}`;
  if (!has('git')) {
    say(`${stderr.trim()}\nset-up: the tests need git, which is not on PATH: install it`);
    process.exit(1);
  }
  return path;
}

function labIsUp() {
  const cache = process.env.XDG_CACHE_HOME || join(process.env.HOME ?? '/', '.cache');
  const pid = join(process.env.WASM_OCI_LAB || join(cache, 'create-wasm-oci-lab'), 'registry/pid');
  try {
    process.kill(Number(readFileSync(pid, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
