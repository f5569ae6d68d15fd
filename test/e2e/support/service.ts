import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { emptyFolder, environment, run } from './run.js';
import { exitCodeOf } from './under-way.js';

/** A Podman service on this machine: to its clients it is as one on another system. */
export interface Service {
  /** What a client is given to reach it. */
  env: { CONTAINER_HOST: string };
  /** Ends it by that signal, and waits. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a Podman service, and ends it when the test is over. */
export async function startService(env: Record<string, string> = {}): Promise<Service> {
  const socket = join(await emptyFolder(), 'podman.sock');
  const child: ChildProcess = spawn('podman', ['system', 'service', '--time=0', `unix://${socket}`], {
    env: environment(env),
    stdio: 'ignore',
  });
  const ended = exitCodeOf(child);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  onTestFinished(() => end('SIGTERM'));
  await expect.poll(() => existsSync(socket), { timeout: 20_000 }).toBe(true);
  return { env: { CONTAINER_HOST: `unix://${socket}` }, end };
}

/** Brings up Debian 12's Podman, which is too old for WebAssembly: the PATH that has it. */
export async function oldPodman(): Promise<{ PATH: string }> {
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/remote-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/remote-up: exit code ${exitCode}\n${stderr}`);
  return { PATH: `${stdout.trim()}:${inject('path')}` };
}
