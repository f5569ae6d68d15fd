import { delimiter, join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { run } from './run.js';

/**
 * The variables with which a program finds compilers for WASI on this machine: where the lab is in use, those of its builder
 * images; elsewhere the machine's own.
 */
export async function withCompilers(): Promise<Record<string, string>> {
  if (!inject('lab')) return {};
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/compilers-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/compilers-up: exit code ${exitCode}\n${stderr}`);
  return { PATH: [stdout.trim(), inject('path')].join(delimiter) };
}
