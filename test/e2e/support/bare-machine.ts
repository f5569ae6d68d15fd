import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.js';

/** A PATH with nothing on it but Node and npm: a machine without engines and compilers. */
export async function bareMachine(folder: string): Promise<Record<string, string>> {
  const npm = (await run('sh', ['-c', 'command -v npm'])).stdout.trim();
  await symlink(process.execPath, join(folder, 'node'));
  await symlink(npm, join(folder, 'npm'));
  return { PATH: folder };
}
