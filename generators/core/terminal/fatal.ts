import { ExitCode, Failure } from '../failure.js';
import { asFailure } from '../system-failure.js';
import { failureText } from './report.js';

/** Says on stderr what ended the run, and returns the exit code for it. */
export function exitCodeOf(error: unknown): number {
  const failure = asFailure(error) ?? unreadByYeoman(error);
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

/** It is not JSON, or JSON of something else than an object. */
const UNREAD = /^Could not parse JSON in file: .*\.yo-rc\.json|\.yo-rc\.json is not a valid Storage$/;

/** Yeoman reads the .yo-rc.json of the current folder itself, before the generator does. */
function unreadByYeoman(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !UNREAD.test(error.message)) return undefined;
  return new Failure(`${error.message}.`, { exitCode: ExitCode.wrongInput, fix: ['Mend the file, or move it away.'] });
}
