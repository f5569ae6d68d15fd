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

/** Runs Podman, which must succeed. Returns its stdout. */
export async function podman(args: string[], options: Options = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await run('podman', args, options);
  if (exitCode !== 0) throw new Error(`podman ${args.join(' ')}: exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

/**
 * Takes its name from each image that has it. The image stays: `podman rmi` also removes the images of earlier steps, and
 * a test beside this one whose build has just found them in the cache would fail (lost-image.ts has what Podman says).
 */
export async function untag(...images: string[]): Promise<void> {
  // The second argument: without one, Podman takes all names of the image, also those of another test.
  await Promise.all(images.map((image) => run('podman', ['untag', image, image])));
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
