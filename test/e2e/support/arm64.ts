import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { cli, type Result, run } from './run.js';

/** Runs a program of the lab's arm64 root. */
export type Arm64 = (program: string, args: string[], cwd: string) => Promise<Result>;

/** Brings the arm64 root up. Skips a test on a machine that cannot have one. */
export async function arm64Root({ skip }: Pick<TestContext, 'skip'>): Promise<Arm64> {
  if (process.platform !== 'linux' || process.arch !== 'x64') skip('the arm64 root is emulated on Linux on x64');
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/arm64-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/arm64-up: exit code ${exitCode}\n${stderr}`);
  const arm64 = join(stdout.trim(), 'arm64');
  return (program, args, cwd) => run(arm64, [program, ...args], { cwd });
}

/** Runs the installed create-wasm-oci there, by Node for arm64. */
export function createOnArm64(arm64: Arm64, args: string[], cwd: string): Promise<Result> {
  return arm64('node', [cli()[1], ...args], cwd);
}
