import { dirname } from 'node:path';
import { ExitCode, Failure } from './failure.js';

/**
 * What a person is told of an error: a Failure as it is, what a file system refused as one. Undefined for anything
 * else, which is a defect of ours.
 */
export function asFailure(error: unknown): Failure | undefined {
  return error instanceof Failure ? error : diskFailure(error, ExitCode.wrongInput);
}

/** What a person is told when a file or folder cannot be read or written. Undefined for any other error. */
export function diskFailure(error: unknown, exitCode: ExitCode): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  if (NETWORK.includes(syscall)) return undefined;
  const why = REFUSALS[code] ?? (syscall === 'mkdtemp' && code === 'ENOENT' ? 'there is no such folder' : undefined);
  if (why === undefined) return undefined;
  if (syscall === 'mkdtemp' && path !== undefined) {
    return new Failure(`No folder can be made in ${dirname(path)}: ${why}.`, {
      exitCode,
      fix: ['Set TMPDIR (on Windows TEMP) to a folder for temporary files.'],
    });
  }
  return new Failure(`${path ?? 'A file cannot be written'}: ${why}.`, {
    exitCode,
    fix: ['Choose another directory, or mend this one.'],
  });
}

/** Calls that are refused in a file system's words, and are none of its. */
const NETWORK = ['connect', 'bind', 'listen', 'getaddrinfo'];

/** What a file system says when it does not read or write. */
const REFUSALS: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EEXIST: 'a file stands where a folder is needed',
  ELOOP: 'symbolic links lead round in a circle',
  EINVAL: 'the file system takes no such name',
  EILSEQ: 'the file system takes no such name',
  ENAMETOOLONG: 'the name is too long for the file system',
};
