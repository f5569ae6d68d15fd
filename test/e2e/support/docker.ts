import { join } from 'node:path';
import { inject } from 'vitest';
import { parseDockerInfo, wasmRuntime } from '../../../generators/core/engines/docker/docker-info.js';
import { root } from '../../../scripts/set-up.mjs';
import { type Result, run } from './run.js';

/** A Docker that builds and runs wasi/wasm: the PATH that has it; or why there is none. */
export type Docker = { path: string } | { missing: string };

/** Brings up the lab's Docker where the lab is in use; elsewhere it is the machine's own. */
export async function findDocker(): Promise<Docker> {
  if (inject('lab')) {
    const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/docker-up'), []);
    if (exitCode !== 0) throw new Error(`test/lab/docker-up: exit code ${exitCode}\n${stderr}`);
    return { path: `${stdout.trim()}:${inject('path')}` };
  }
  const asked = await run('sh', ['-c', 'docker info --format json']);
  const info = parseDockerInfo(asked.stdout);
  if (!info) return { missing: 'no Docker answers on this machine, and the lab is not in use' };
  if (!info.containerdStore) return { missing: "this machine's Docker has no containerd image store" };
  if (!wasmRuntime(info.runtimes)) return { missing: "this machine's Docker has no runtime crun-wasm" };
  return { path: inject('path') };
}

/** Runs docker, which must succeed. */
export async function dockerRun(path: string, args: string[]): Promise<Result> {
  const result = await run('docker', args, { env: { PATH: path } });
  if (result.exitCode !== 0) {
    throw new Error(`docker ${args.join(' ')}: exit code ${result.exitCode}\n${result.stdout}${result.stderr}`);
  }
  return result;
}
