import { dirname } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { failureText } from './report.js';

/** Says on stderr what ended the run, and returns the exit code for it. */
export function exitCodeOf(error: unknown): number {
  const failure = asFailure(error);
  if (!failure) {
    // A defect of ours: the stack is what a report needs.
    process.stderr.write(
      `error: this is a defect of create-wasm-oci, please report it:\n${error instanceof Error ? error.stack : error}\n`,
    );
    return ExitCode.wrongInput;
  }
  process.stderr.write(failureText(failure));
  return failure.exitCode;
}

function asFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return undefined;
  // Yeoman reads the .yo-rc.json of the current folder itself, before the generator does.
  if (/^Could not parse JSON in file: .*\.yo-rc\.json/.test(error.message)) {
    return new Failure(`${error.message}.`, {
      exitCode: ExitCode.wrongInput,
      fix: ['Mend the file, or move it away.'],
    });
  }
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'mkdtemp' && path !== undefined) return noTemporaryFolder(dirname(path), code);
  if (code !== undefined && syscall !== undefined && WRITING[code]) {
    return new Failure(`${path ?? syscall}: ${WRITING[code]}.`, {
      exitCode: ExitCode.wrongInput,
      fix: ['Choose another directory, or mend this one.'],
    });
  }
  return undefined;
}

/** Folders of a passing use are made in that of temporary files, which a variable may name wrongly. */
function noTemporaryFolder(folder: string, code = ''): Failure {
  const what = code === 'ENOENT' ? 'it does not exist' : (WRITING[code] ?? code);
  return new Failure(`${folder}: no temporary folder can be made there: ${what}.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['TMPDIR (on Windows TEMP) names the folder for temporary files: name one that can be written to.'],
  });
}

/** What a file system says when it cannot be written to. */
const WRITING: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EEXIST: 'a file stands where a folder is needed',
  ENAMETOOLONG: 'the name is too long for the file system',
};
