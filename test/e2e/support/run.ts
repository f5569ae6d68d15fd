import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { inject, onTestFinished } from 'vitest';
import { knownVariables } from '../../../generators/core/options/known-variables.js';

/** What a finished program left behind. */
export interface Result {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

interface Options {
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
}

/** Variables that answer a question: the caller's own are kept out. */
const settings = new Set(knownVariables());

/** What npm says of itself to the tests that it runs: it did not start what they start. */
const OF_NPM = /^npm_(?:command|config_user_agent|lifecycle_.*|package_.*)$/;

/** The environment of every program a test starts: the real Podman on PATH, and none of the caller's own settings. */
export function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'FORCE_COLOR' && !settings.has(name) && !OF_NPM.test(name)),
  );
  return { ...own, PATH: inject('path'), NO_COLOR: '1', ...extra };
}

/** Runs a program to its end. Its output is compared to the byte, so nothing is trimmed. */
export async function run(program: string, args: string[], { cwd, env, input }: Options = {}): Promise<Result> {
  const { exitCode, stdout, stderr, message, failed } = await execa(program, args, {
    ...(cwd !== undefined && { cwd }),
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    env: environment(env),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  });
  if (failed && exitCode === undefined) throw new Error(message);
  return { exitCode, stdout, stderr };
}

/**
 * Runs Podman, which must succeed. Returns its stdout. A build that meets a layer which another test's `podman rmi` is
 * removing fails without anything being wrong (podman.ts names the bug), and is run again.
 */
export async function podman(args: string[], options: Options = {}): Promise<string> {
  for (let tries = 1; ; tries++) {
    const { exitCode, stdout, stderr } = await run('podman', args, options);
    if (exitCode === 0) return stdout;
    if (tries === 3 || !stderr.includes('getting top layer info: layer not known'))
      throw new Error(`podman ${args.join(' ')}: exit code ${exitCode}\n${stdout}${stderr}`);
  }
}

/** The command line of the installed program: `node …/cli.js`. */
export const cli = (): [program: string, script: string] => [
  process.execPath,
  join(inject('installed'), 'dist/cli.js'),
];

/** Runs the installed create-wasm-oci. */
export async function createWasmOci(args: string[], options: Options = {}): Promise<Result> {
  const [program, script] = cli();
  return run(program, [script, ...args], options);
}

/** An empty folder that is gone when the test is over. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
