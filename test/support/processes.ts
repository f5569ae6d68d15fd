import { readFile } from 'node:fs/promises';
import { run } from '../../generators/core/system/process.js';

/** Whether a process runs. One that has ended, and that nobody has waited for, keeps its number as a zombie. */
export async function lives(pid: number | string): Promise<boolean> {
  const state = process.platform === 'linux' ? await stateInProc(pid) : await stateByPs(pid);
  return /^[^Z\s]/.test(state);
}

/** A bare machine has no ps. */
async function stateInProc(pid: number | string): Promise<string> {
  const stat = await readFile(`/proc/${String(pid).trim()}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2);
}

async function stateByPs(pid: number | string): Promise<string> {
  return (await run('ps', ['-o', 'stat=', '-p', String(pid).trim()])).stdout.trim();
}
