import { run } from '../../generators/core/host/process.js';

/** Whether a process runs. One that has ended, and that nobody has waited for, keeps its number as a zombie. */
export async function lives(pid: number | string): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-p', String(pid).trim()]);
  return /^[^Z\s]/.test(stdout.trim());
}
