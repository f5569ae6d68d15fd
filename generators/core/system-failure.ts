import { ExitCode, Failure } from './failure.js';

/**
 * What a person is told of an error: a Failure as it is, what a file system refused as one. Undefined for anything
 * else, which is a defect of ours.
 */
export function asFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return undefined;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || REFUSALS[code] === undefined) return undefined;
  return new Failure(`${path ?? syscall}: ${REFUSALS[code]}.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Choose another directory, or mend this one.'],
  });
}

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
  ENAMETOOLONG: 'the name is too long for the file system',
};
