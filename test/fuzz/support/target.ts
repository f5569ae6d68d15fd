import { Failure } from '../../../generators/core/failure.js';
import { UnreadableArchive } from '../../../generators/core/oci/unreadable.js';

/** A reader, and what it is documented to throw. */
export interface Target {
  /** Gives it one input. What it returns is nothing that is looked at. */
  run(input: Buffer): Promise<unknown> | unknown;
  /** Whether it may throw that. */
  expects(error: unknown): boolean;
  /** Most bytes of an input. */
  maxBytes: number;
  /** Texts that an input may need to get further, beside those in our own code. */
  words?: readonly string[];
  /** Why it cannot run here; undefined where it can. */
  missing?(): string | undefined;
  /** Counters of code that is not in the bundle: a program of another language that the last input ran. */
  coverage?: Uint32Array;
  /** Ends what it started. */
  close?(): void;
}

/** An error that is printed for the user. */
export function isFailure(error: unknown): boolean {
  return error instanceof Failure;
}

/** What every reader of images throws. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof UnreadableArchive;
}

/** Fails the input: for what a reader returns and must not. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
