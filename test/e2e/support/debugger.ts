import { join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { type Result, run } from './run.js';

/** Runs a module with debug information under Wasmtime in LLDB, with these commands of LLDB. */
export type Debug = (module: string, commands: readonly string[]) => Promise<Result>;

/** Brings up the lab's LLDB and Wasmtime; or why there are none. */
export async function findDebugger(): Promise<Debug | { missing: string }> {
  if (!inject('lab')) return { missing: 'the lab is not in use: LLDB and Wasmtime are those of the lab' };
  const part = async (name: string) => {
    const { exitCode, stdout, stderr } = await run(join(root, `test/lab/${name}-up`), []);
    if (exitCode !== 0) throw new Error(`test/lab/${name}-up: exit code ${exitCode}\n${stderr}`);
    return stdout.trim().split('\n');
  };
  const [bin = ''] = await part('debugger');
  const [, wasmtime = ''] = await part('component');
  const program = ['/usr/bin/python3', join(root, 'test/lab/debugger/run.py')];
  return (module, commands) =>
    run(
      join(bin, 'lldb'),
      ['--no-lldbinit', '--batch', ...commands.flatMap((command) => ['-o', command]), '--', ...program, module],
      { env: { LAB_COMPONENT_PIP: wasmtime } },
    );
}
