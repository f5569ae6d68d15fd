import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { ExitCode, Failure, type Fix } from '../failure.js';

/**
 * An error as a user sees it: a Failure unchanged, and what a file system refused as one. Undefined for anything else,
 * which is a defect of ours.
 */
export function asFailure(error: unknown): Failure | undefined {
  return error instanceof Failure ? error : diskFailure(error, ExitCode.wrongInput);
}

/**
 * What is shown when a file or folder cannot be read or written. Undefined for any other error. What the operating
 * system refuses is no defect of this program, whatever it calls it.
 */
export function diskFailure(error: unknown, exitCode: ExitCode): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall, errno } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || errno === undefined) return undefined;
  if (NETWORK_CALLS.includes(syscall) || PROGRAM_ERRORS.includes(code)) return undefined;
  if (syscall === 'uv_cwd') {
    return new Failure('The current directory does not exist any more.', {
      exitCode,
      fix: [{ text: 'cd to another directory' }],
    });
  }
  const why = REFUSALS[code] ?? `${getSystemErrorMap().get(errno)?.[1] ?? 'the system refuses it'} (${code})`;
  if (syscall === 'mkdtemp' && path !== undefined) {
    const noFolder = code === 'ENOENT' ? 'there is no such folder' : why;
    return new Failure(`No folder can be made in ${dirname(path)}: ${noFolder}.`, {
      exitCode,
      fix: [FOR_TEMPORARY_FILES],
    });
  }
  return new Failure(`${path ?? 'A file cannot be written'}: ${why}.`, {
    exitCode,
    fix: [path === undefined || isTemporary(path) ? FOR_TEMPORARY_FILES : OTHER_DIRECTORY],
  });
}

/**
 * What to do where temporary files cannot be written. Of a file that is open, an error does not say which it is: those
 * that the user does not name are temporary ones.
 */
export const FOR_TEMPORARY_FILES: Fix = {
  text: 'Set TMPDIR (on Windows TEMP) to a folder for temporary files, with space in it.',
};
const OTHER_DIRECTORY: Fix = { text: 'Choose another directory, or fix this one.' };

function isTemporary(path: string): boolean {
  return path.startsWith(join(tmpdir(), 'create-wasm-oci-'));
}

/** Calls that are refused in a file system's words, and are none of its. */
const NETWORK_CALLS = ['connect', 'bind', 'listen', 'getaddrinfo'];

/** What a system says of a call that this program gets wrong. */
const PROGRAM_ERRORS = ['EBADF', 'EFAULT', 'EINVAL'];

/** What a file system says when it does not read or write. */
export const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a file is where a folder is needed',
  EISDIR: 'a folder is where a file is needed',
  EEXIST: 'a file is where a folder is needed',
  ELOOP: 'the symbolic links form a loop',
  EINVAL: 'the file system does not accept that name',
  EILSEQ: 'the file system does not accept that name',
  ENAMETOOLONG: 'the name is too long for the file system',
  EIO: 'the disk fails',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ENOMEM: 'there is no memory left',
};
