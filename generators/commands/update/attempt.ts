import { Cancelled, type Failure } from '../../core/failure.js';
import { asFailure } from '../../core/system/disk-failure.js';

/** A project with which something could not be done. */
export interface Failed {
  shownDirectory: string;
  failure: Failure;
}

/**
 * Does a part of the work on one project. What is wrong with one does not hide or hold up the others: its failure is
 * the result. A cancelled run, and a defect of ours, end the whole run.
 */
export async function attempt<Result>(
  shownDirectory: string,
  work: () => Promise<Result> | Result,
): Promise<Result | Failed> {
  try {
    return await work();
  } catch (error) {
    const failure = asFailure(error);
    if (!failure || failure instanceof Cancelled) throw error;
    return { shownDirectory, failure };
  }
}
