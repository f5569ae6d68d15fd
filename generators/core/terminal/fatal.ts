import { ExitCode, Failure } from '../failure.js';
import { asFailure } from '../system-failure.js';
import { failureText } from './failure-text.js';
import { writeText } from './output.js';
import { printableLines } from './printable.js';

/** Says on stderr what ended the run, and returns the exit code for it. */
export function exitCodeOf(error: unknown): number {
  const failure = asFailure(error) ?? unreadByYeoman(error);
  if (!failure) {
    // A defect of ours: the stack is what a report needs.
    const stack = printableLines(String(error instanceof Error ? error.stack : error));
    writeText(process.stderr, `error: this is a defect of create-wasm-oci, please report it:\n${stack}\n`);
    return ExitCode.wrongInput;
  }
  writeText(process.stderr, failureText(failure));
  return failure.exitCode;
}

/** It is not JSON, or JSON of something else than an object. */
const UNREAD = /^Could not parse JSON in file: .*\.yo-rc\.json|\.yo-rc\.json is not a valid Storage$/;

/** Yeoman reads the .yo-rc.json of the current folder itself, before the generator does. */
function unreadByYeoman(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !UNREAD.test(error.message)) return undefined;
  return new Failure(`${error.message}.`, { exitCode: ExitCode.wrongInput, fix: ['Mend the file, or move it away.'] });
}
