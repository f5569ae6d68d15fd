import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleInto } from './bundle.js';

/** What `inspect` did in a process of its own. */
export interface Inspected {
  exitCode: number;
  /** The message of its failure. */
  message: string;
  /** Bytes that it printed. */
  printed: number;
  /** The most memory that the process took, in MB. */
  peak: number;
  /** Seconds of the processor. Only shown: a machine under load takes longer. */
  seconds: number;
}

const SCRIPT = `
import { command } from './inspect.mjs';
import { readFileSync } from 'node:fs';
import { resourceUsage } from 'node:process';
let message = '';
const exitCode = await command(process.argv.slice(2)).catch((error) => {
  message = error.name + ': ' + error.message;
  return 1;
});
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = resourceUsage();
  // Linux counts the memory of the process that started this one to maxRSS, and not to VmHWM.
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = Math.round((Number(/VmHWM:\\s+(\\d+)/.exec(status)?.[1] ?? maxRSS) * 1024) / 1e6);
  const facts = { exitCode, message, peak, seconds: (userCPUTime + systemCPUTime) / 1e6 };
  process.stderr.write('\\n' + JSON.stringify(facts));
});
`;

/** Makes a folder with `inspect` in it, to be run by itself. */
export async function inspectAlone(): Promise<{
  folder: string;
  inspect(args: string[]): Promise<Inspected>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'inspect-alone-'));
  await bundleInto(folder, 'generators/commands/inspect/command.ts', 'inspect.mjs');
  await writeFile(join(folder, 'run.mjs'), SCRIPT);
  return {
    folder,
    async inspect(args) {
      const options = { cwd: folder, maxBuffer: 1024 ** 3 };
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['run.mjs', ...args], options);
      const facts = JSON.parse(stderr.slice(stderr.lastIndexOf('\n'))) as Omit<Inspected, 'printed'>;
      return { ...facts, printed: stdout.length };
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
