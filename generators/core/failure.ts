import { asTyped } from './options/started-by.js';
import { withDocuments } from './system/package-root.js';

/** The documented exit codes of the command line. */
export const ExitCode = {
  /** All that was asked is done. */
  done: 0,
  /** Wrong input or configuration; nothing was written. */
  wrongInput: 1,
  /** A check found that something is not as it is to be; nothing was changed. */
  drift: 2,
  /** The files are written, but the image could not be built, verified or run. */
  notBuilt: 3,
  /** Cancelled by the person (128 + SIGINT). */
  cancelled: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What a person is told when something cannot be done: what is wrong, and how to mend it. */
export interface FailureDetails {
  exitCode: ExitCode;
  /** Commands or sentences that mend it, one a line. */
  fix?: readonly string[];
  /** Output of the program that failed, as it came. */
  output?: readonly string[];
  /** The id of the known fault that it is (host/symptoms.ts). */
  known?: string | undefined;
  /** What the JSON document of this failure holds beside it: what was written, built or found until then. */
  document?: Readonly<Record<string, unknown>>;
}

/**
 * An error that is meant for a person: printed without a stack trace, ends the process with its exit code.
 * Anything else that is thrown is a defect of this program.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly fix: readonly string[];
  readonly output: readonly string[];
  readonly known: string | undefined;
  /** What the JSON document of this failure holds beside it: what was written, built or found until then. */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(message: string, details: FailureDetails) {
    super(message);
    this.name = 'Failure';
    this.exitCode = details.exitCode;
    this.fix = (details.fix ?? []).map((line) => withDocuments(asTyped(line)));
    this.output = details.output ?? [];
    this.known = details.known;
    this.document = details.document ?? {};
  }

  /** The same failure, with other details. */
  with(other: Partial<FailureDetails>): Failure {
    const { message, exitCode, fix, output, known, document } = this;
    return new Failure(message, { exitCode, fix, output, known, document, ...other });
  }

  /** The same failure with more that helps. */
  withFix(lines: readonly string[]): Failure {
    return this.with({ fix: [...this.fix, ...lines] });
  }
}

/** The person stopped the run. `kept` says what stands on disk, as a whole sentence. */
export class Cancelled extends Failure {
  constructor(kept: string) {
    super(`Cancelled. ${kept}`, { exitCode: ExitCode.cancelled });
    this.name = 'Cancelled';
  }
}
