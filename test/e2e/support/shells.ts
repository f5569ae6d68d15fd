import { join } from 'node:path';
import { inject } from 'vitest';
import { root } from '../../../scripts/set-up.mjs';
import { run } from './run.js';

/** Brings up the lab's bash, zsh and fish where the lab is in use; elsewhere the machine's own. */
export async function findShells(): Promise<(shell: string) => Promise<string | undefined>> {
  if (!inject('lab')) {
    return async (shell) => {
      const { stdout } = await run('sh', ['-c', `command -v ${shell}`]);
      return stdout.trim() || undefined;
    };
  }
  const { exitCode, stdout, stderr } = await run(join(root, 'test/lab/shells-up'), []);
  if (exitCode !== 0) throw new Error(`test/lab/shells-up: exit code ${exitCode}\n${stderr}`);
  return async (shell) => join(stdout.trim(), shell);
}
