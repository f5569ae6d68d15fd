import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Counts what changes files in the folder KILL_IN, and ends the process instead of the one that KILL_AT counts. */
const KILLER = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_AT);
for (const name of ['rename', 'rm', 'rmdir', 'writeFile', 'mkdir', 'mkdtemp', 'chmod', 'open']) {
  const original = fs.promises[name];
  fs.promises[name] = (path, ...more) => {
    const changes = name !== 'open' || more[0] === 'wx';
    if (changes && String(path).startsWith(process.env.KILL_IN) && --left === 0) process.kill(process.pid, 'SIGKILL');
    return original(path, ...more);
  };
}
syncBuiltinESMExports();
`;

/**
 * The variables that have Node end itself with SIGKILL before the nth change to a folder.
 *
 * @param folder where the code for it is put
 */
export async function killedAt(at: number, within: string, folder: string): Promise<Record<string, string>> {
  const killer = join(folder, 'kill.mjs');
  await writeFile(killer, KILLER);
  return { NODE_OPTIONS: `--import=file://${killer}`, KILL_AT: String(at), KILL_IN: within };
}
