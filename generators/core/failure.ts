/** The documented exit codes of the command line. */
export const ExitCode = {
  /** All that was asked is done. */
  done: 0,
  /** Wrong input or configuration; nothing was written. */
  wrongInput: 1,
  /** A check found a difference; nothing was changed. */
  drift: 2,
  /** The files are written, but the image could not be built, verified or run. */
  notBuilt: 3,
  /** Cancelled by the user (128 + SIGINT). */
  cancelled: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/**
 * What to do about an error: a command, a sentence, or a command with the sentence that says what it does. A command of
 * this program is written `create-wasm-oci …`; shown-fix.ts makes of it what the user types where it is printed.
 */
export type Fix = { command: string; text?: string } | { command?: never; text: string };

/** What is wrong, and how to fix it. */
export interface FailureDetails {
  exitCode: ExitCode;
  fix?: readonly Fix[];
  /** Output of the program that failed, as it came. */
  output?: readonly string[];
  /** The id of the known error that it is (engines/symptoms.ts). */
  known?: string | undefined;
  /** What the JSON document of this failure holds beside it: what was written, built or found until then. */
  document?: Readonly<Record<string, unknown>>;
  /** All that was kept of the output of a build whose cause is not known yet. Never shown. */
  transcript?: string | undefined;
}

/**
 * An error that is meant for the user: printed without a stack trace, ends the process with its exit code.
 * Anything else that is thrown is a defect of this program.
 */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly fix: readonly Fix[];
  readonly output: readonly string[];
  readonly known: string | undefined;
  /** What the JSON document of this failure holds beside it: what was written, built or found until then. */
  readonly document: Readonly<Record<string, unknown>>;
  /** All that was kept of the output of a build whose cause is not known yet. Never shown. */
  readonly transcript: string | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message);
    this.name = 'Failure';
    this.exitCode = details.exitCode;
    this.fix = details.fix ?? [];
    this.output = details.output ?? [];
    this.known = details.known;
    this.document = details.document ?? {};
    this.transcript = details.transcript;
  }

  /** The same failure, with other details; a plain one, without what a class of its own adds (Cancelled, SeveralPrograms). */
  with(other: Partial<FailureDetails>): Failure {
    const { message, exitCode, fix, output, known, document } = this;
    return new Failure(message, { exitCode, fix, output, known, document, ...other });
  }

  /** The same failure with more that helps. */
  withFix(more: readonly Fix[]): Failure {
    return this.with({ fix: [...this.fix, ...more] });
  }
}

/** The fixes without those that are named twice, where one cause is behind several errors. */
export function distinctFixes(fixes: readonly Fix[]): Fix[] {
  return [...new Map(fixes.map((fix) => [`${fix.command ?? ''}\0${fix.text ?? ''}`, fix])).values()];
}

/** The user stopped the run. `kept` says what is on disk, as a whole sentence. */
export class Cancelled extends Failure {
  constructor(kept: string) {
    super(`Cancelled. ${kept}`, { exitCode: ExitCode.cancelled });
    this.name = 'Cancelled';
  }
}
