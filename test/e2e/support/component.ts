import { join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { type Result, run } from './run.js';

/** What runs a component: the name of each runtime, and a run with arguments. */
export interface ComponentRunners {
  /** Runs a component of the world wasi:cli/command. */
  run(runtime: 'wasmtime' | 'jco', component: string, ...args: string[]): Promise<Result>;
  /** What Wasmtime says of files: `ok` for each that is a valid component. */
  check(files: string[]): Promise<string[]>;
}

/** Brings up the lab's Wasmtime and jco. Undefined where the lab is not in use. */
export async function findComponentRunners(): Promise<ComponentRunners | undefined> {
  if (!inject('lab')) return undefined;
  const up = await run(join(root, 'test/lab/component-up'), []);
  if (up.exitCode !== 0) throw new Error(`test/lab/component-up: exit code ${up.exitCode}\n${up.stderr}`);
  const [folder = '', pip = '', npm = ''] = up.stdout.trim().split('\n');
  const python = join(folder, 'python3');
  const env = { LAB_COMPONENT_PIP: pip, LAB_COMPONENT_NPM: npm };
  const script = join(root, 'test/lab/component/run');
  return {
    run: (runtime, ...words) =>
      runtime === 'jco'
        ? run(process.execPath, [`${script}.mjs`, ...words], { env })
        : run(python, [`${script}.py`, ...words], { env }),
    check: async (files) =>
      (await run(python, [`${script}.py`, '--check', ...files], { env })).stdout.trim().split('\n'),
  };
}
