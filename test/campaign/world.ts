import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/** The program as `npm run build` made it. */
const CLI = join(import.meta.dirname, '../../dist/cli.js');
/** Part of the whole campaign that runs: 1 is all of it. */
const SCALE = Number(process.env.CAMPAIGN_SCALE ?? 1);
/** The same seed gives the same inputs. */
export const SEED = Number(process.env.CAMPAIGN_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Seconds that one command may take before it counts as hanging; an ordinary one takes 0.2 s. */
const HANGS = 60;
/** Programs that the commands look for, planted in the project: none of them may be started. */
const PLANTED = [
  'podman',
  'docker',
  'git',
  'npm',
  'node',
  'cargo',
  'rustc',
  'clang',
  'make',
  'tinygo',
  'go',
  'skopeo',
  'ssh',
];

/** How many of the whole campaign's inputs this run takes; at least one. */
export function share(count: number): number {
  return Math.max(1, Math.round(count * SCALE));
}

/** Inputs of an arbitrary, the same for the same seed. */
export function inputs<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: share(count) });
}

/** What a command left behind. */
export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A machine in a folder: a home with secrets, a project, and a look-up path that a careless shell profile would have. */
export interface World {
  /** Where projects go. */
  work: string;
  env: Record<string, string>;
  /** Starts the program in `work` or in a folder of it. */
  start(args: readonly string[], cwd?: string): ChildProcess;
  /** Runs the program to its end, and fails for what no input may lead to. */
  run(args: readonly string[], cwd?: string): Promise<Ended>;
  /** Fails when a secret was changed, moved or copied, a planted program was run, or a file outside the work was written. */
  isUnharmed(): Promise<void>;
}

const worlds: string[] = [];
afterAll(() => Promise.all(worlds.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Makes such a machine. */
export async function makeWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-campaign-'));
  worlds.push(folder);
  const at = (...parts: string[]) => join(folder, ...parts);
  const put = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  await put(at('home/.ssh/id_rsa'), 'SECRET-KEY\n');
  await put(at('home/.npmrc'), '//registry.invalid/:_authToken=SECRET-TOKEN\n');
  await put(at('outside/letter.txt'), 'SECRET-LETTER\n');
  await mkdir(at('work'));
  await mkdir(at('tmp'));
  await mkdir(at('state'));
  const canary = at('canary');
  const system = ['/usr/local/bin', '/usr/bin', '/bin'];
  const env = {
    HOME: at('home'),
    TMPDIR: at('tmp'),
    XDG_CACHE_HOME: at('state/cache'),
    XDG_CONFIG_HOME: at('state/config'),
    XDG_STATE_HOME: at('state/state'),
    XDG_DATA_HOME: at('state/data'),
    // An empty entry and a dot mean the current directory to a shell.
    PATH: ['', '.', dirname(process.execPath), ...system].join(delimiter),
    npm_config_offline: 'true',
    npm_config_cache: at('state/npm'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    NO_COLOR: '1',
    CANARY: canary,
  };
  const before = await treeHash([at('home'), at('outside')]);
  const work = at('work');
  const start = (args: readonly string[], cwd = work) =>
    spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    work,
    env,
    start,
    run: async (args, cwd) => checked(args, await ended(start(args, cwd))),
    async isUnharmed() {
      expect(await readdir(folder).then((names) => names.includes('canary'))).toBe(false);
      expect(await treeHash([at('home'), at('outside')])).toBe(before);
      expect(await filesWith(at('work'), 'SECRET-')).toEqual([]);
    },
  };
}

/** Puts a program under each of the names that commands look for into a folder; each tells when it is run. */
export async function plantPrograms(folder: string): Promise<void> {
  for (const name of PLANTED) {
    await writeFile(join(folder, name), `#!/bin/sh\necho "${name} $*" >> "$CANARY"\nexit 0\n`);
    await chmod(join(folder, name), 0o755);
  }
}

/** Waits for a command's end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (piece) => {
    said.stdout += piece;
  });
  child.stderr?.setEncoding('utf8').on('data', (piece) => {
    said.stderr += piece;
  });
  const clock = setTimeout(() => child.kill('SIGKILL'), HANGS * 1000);
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(clock);
  return { exitCode, ...said };
}

/** What no input may lead to: a hang, an undocumented exit code, a stack trace, something that acts on the terminal. */
function checked(args: readonly string[], result: Ended): Ended {
  const shown = JSON.stringify({ args, ...result, stdout: result.stdout.slice(0, 2000) });
  expect([0, 1, 2, 3], shown).toContain(result.exitCode);
  expect(result.stderr, shown).not.toMatch(/this is a defect|^ {4}at /m);
  const text = (result.stdout + result.stderr).replace(/[\t\n]/g, '');
  expect(text, shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  if (args.includes('--json') && result.stdout !== '') expect(() => JSON.parse(result.stdout), shown).not.toThrow();
  if (result.exitCode === 1) expect(result.stderr + result.stdout, shown).not.toBe('');
  return result;
}

/** One hash over names, kinds, links and contents. */
export async function treeHash(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(folders.map(everything))).flat()) {
    const stats = await lstat(path);
    hash.update(`${path}\0${stats.mode}\0`);
    if (stats.isSymbolicLink()) hash.update(await readlink(path));
    else if (stats.isFile()) hash.update(await readFile(path));
  }
  return hash.digest('hex');
}

async function everything(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of await everything(folder)) {
    if ((await lstat(path)).isFile() && (await readFile(path)).includes(text)) found.push(path);
  }
  return found;
}

/** Prints a figure of the campaign, for whoever runs it. */
export function figure(part: string, counts: Record<string, number>): void {
  const list = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  console.log(`campaign: ${part}: ${list.join(', ')} (seed ${SEED})`);
}
