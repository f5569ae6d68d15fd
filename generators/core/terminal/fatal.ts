import { ExitCode, Failure } from '../failure.js';
import { asFailure } from '../system/disk-failure.js';
import { failureText } from './failure-text.js';
import { writeJson, writeText } from './output.js';
import { printableLines } from './printable.js';
import { shownFix } from './shown-fix.js';

/**
 * Shows on stderr what ended the run, and returns the exit code for it.
 *
 * @param json whether a program reads stdout, and waits for its one document
 */
export function exitCodeOf(error: unknown, json = false): number {
  const failure = asFailure(error) ?? unreadByYeoman(error);
  if (!failure) {
    // A defect of ours: the stack is what a report needs.
    const what = 'this is a defect of create-wasm-oci, please report it';
    const stack = printableLines(String(error instanceof Error ? error.stack : error));
    writeText(process.stderr, `error: ${what}:\n${stack}\n`);
    if (json)
      writeJson(process.stdout, { error: `${what}: ${stack.split('\n')[0]}`, fix: [], exitCode: ExitCode.wrongInput });
    return ExitCode.wrongInput;
  }
  writeText(process.stderr, failureText(failure));
  if (json) writeJson(process.stdout, failureDocument(failure));
  return failure.exitCode;
}

/** The JSON document of a failure: the same keys from every command, then what was done until then. */
function failureDocument({ message, fix, output, exitCode, document }: Failure): object {
  return { error: message, fix: fix.map(shownFix), ...(output.length > 0 && { output }), exitCode, ...document };
}

/** It is not JSON, or JSON of something else than an object. */
const UNREAD = /^Could not parse JSON in file: .*\.yo-rc\.json|\.yo-rc\.json is not a valid Storage$/;

/** Yeoman reads the .yo-rc.json of the current folder itself, before the generator does. */
function unreadByYeoman(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !UNREAD.test(error.message)) return undefined;
  return new Failure(`${error.message}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Fix the file, or move it away.' }],
  });
}
