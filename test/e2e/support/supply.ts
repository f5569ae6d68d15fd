import { join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { run } from './run.js';

/**
 * Brings up the lab's cosign and oras where the lab is in use. Returns their folder, for PATH; undefined where the machine's
 * own are used.
 */
export async function findSupplyTools(): Promise<string | undefined> {
  if (!inject('lab')) return undefined;
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/supply-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/supply-up: exit code ${exitCode}\n${stderr}`);
  return stdout.trim();
}
