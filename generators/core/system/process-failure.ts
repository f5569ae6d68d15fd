import { open } from 'node:fs/promises';
import { ExitCode, Failure } from '../failure.js';
import type { Launch } from './launch.js';

/** Why a program did not start. */
export interface StartError {
  /** True when not found on PATH. */
  missing: boolean;
  /** Of a program that exists and cannot be started: which file it is, and why. */
  unstartable?: string;
}

/** The error of a program that was never started. */
export function neverStarted(launch: Exclude<Launch, { file: string }>): StartError {
  return 'missing' in launch
    ? { missing: true }
    : { missing: false, unstartable: notStartedSentence(launch.path, launch.refused) };
}

/** The error of a program that was looked up and then started. */
export async function notStarted(
  path: string,
  { code, exitCode, stderr }: { code?: string | undefined; exitCode?: number | undefined; stderr: string },
): Promise<StartError> {
  if (exitCode === undefined && code !== undefined && code in SYSTEM) {
    return { missing: false, unstartable: notStartedSentence(path, SYSTEM[code] ?? code) };
  }
  return (await readByShell(path, exitCode, stderr))
    ? { missing: false, unstartable: notStartedSentence(path, FOREIGN) }
    : { missing: false };
}

/** A program that exists and cannot be started, as a failure. Undefined for any other. */
export function startFailure(
  program: string,
  { unstartable }: { unstartable?: string },
  exitCode: ExitCode = ExitCode.notBuilt,
): Failure | undefined {
  if (unstartable === undefined) return undefined;
  return new Failure(`${unstartable}.`, {
    exitCode,
    fix: [{ text: `Repair or remove this file, or put the folder of another ${program} before it on PATH.` }],
  });
}

/** A program that did not run, for whatever reason, as a failure. Undefined for one that did. */
export function neverRan(program: string, fault: Partial<StartError>): Failure | undefined {
  if (!fault.missing) return startFailure(program, fault);
  return new Failure(`${program}: not found on PATH.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Install it, or put its folder on PATH.' }],
  });
}

/** The end of a process, as far as a signal had a part in it. */
interface ProcessEnd {
  exitCode?: number | undefined;
  signal?: string | undefined;
}

/**
 * A program that a signal ended, as a failure. Undefined for one that ended by itself.
 *
 * @param what the program
 * @param during what it did: `the build`
 * @param output its last lines
 */
export function killedFailure(
  what: string,
  { exitCode, signal }: ProcessEnd,
  output: readonly string[],
  during?: string,
): Failure | undefined {
  // 137 is how a shell or sudo in between reports SIGKILL.
  const killer = signal ?? (exitCode === 137 ? 'SIGKILL' : undefined);
  if (killer === undefined) return undefined;
  return new Failure(`${what} was killed (${killer})${during === undefined ? '' : ` during ${during}`}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Look for what killed it (out of memory?), then run the same command again.' }],
    output,
  });
}

function notStartedSentence(path: string, why: string): string {
  return `${path} cannot be started: ${why}`;
}

const FOREIGN = `it is not a program for this machine (${process.platform} ${process.arch})`;

/** What the system says when it does not start a file. Other codes are of a program that ran. */
const SYSTEM: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  // The file was found: what is missing is what its first line names, or its loader.
  ENOENT: 'its interpreter, or the folder it runs in, does not exist',
  ENOTDIR: 'its interpreter, or the folder it runs in, does not exist',
  ENOEXEC: FOREIGN,
  EFTYPE: FOREIGN,
  UNKNOWN: FOREIGN,
  ETXTBSY: 'another process is writing to it',
  ELOOP: 'the symbolic links form a loop',
  ELIBBAD: 'a library it needs is damaged',
  E2BIG: 'its arguments are longer than the system allows',
  EAGAIN: 'the system runs no more processes',
  ENOMEM: 'the system has no memory left',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** How a shell ends that reads what is no script: syntax error, cannot execute, not found. */
const SHELLS_ENDS = [2, 126, 127];

/** Whether glibc gave the file to /bin/sh, as its execvp does with one that the kernel refuses (ENOEXEC). */
async function readByShell(path: string, exitCode: number | undefined, stderr: string): Promise<boolean> {
  if (exitCode === undefined || !SHELLS_ENDS.includes(exitCode) || !stderr.startsWith(`${path}: `)) return false;
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    // A script without a first line that names its interpreter is text, and may end so by itself.
    return buffer.subarray(0, bytesRead).includes(0);
  } finally {
    await file.close();
  }
}
