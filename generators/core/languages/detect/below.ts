import { ExitCode, Failure } from '../../failure.js';

/**
 * The build files of a directory leave its program to a folder below, which is built with the whole directory as context.
 * It is a failure only where the user says that this folder is the project (`--in .`).
 */
export class ProjectBelow extends Failure {
  /** What `--in` takes. */
  readonly folder: string;
  /** For users: why that folder, and the flags that take another. */
  readonly found: string;

  /** @param others flags with what they take, for users */
  constructor(why: string, folder: string, others: readonly string[] = []) {
    const fix = [`--in ${folder}`, ...others].map((text) => ({ text: `Build a folder below: ${text}` }));
    super(`${why}.`, { exitCode: ExitCode.wrongInput, fix });
    this.name = 'ProjectBelow';
    this.folder = folder;
    this.found = `${why}: takes --in ${folder}${others.length > 0 ? `; others: ${others.join(', ')}` : ''}`;
  }
}
