import { ExitCode, Failure, type Fix } from '../../failure.js';

/** A program that can be chosen: the flags that choose it, and what it is. */
export interface ProgramChoice {
  flags: string;
  what?: string;
}

/** The directory holds several programs, and nothing says which of them the image is to hold. */
export class SeveralPrograms extends Failure {
  readonly #choices: readonly ProgramChoice[];
  readonly #more: readonly Fix[];

  constructor(message: string, choices: readonly ProgramChoice[], more: readonly Fix[] = []) {
    super(message, { exitCode: ExitCode.wrongInput, fix: [...fixes(choices), ...more] });
    this.name = 'SeveralPrograms';
    this.#choices = choices;
    this.#more = more;
  }

  /** The same for a command that has no such flags: each choice is the whole line of the command that has them. */
  asLinesOf(command: string): SeveralPrograms {
    const choices = this.#choices.map(({ flags, ...choice }) => ({ ...choice, flags: `${command} ${flags}` }));
    return new SeveralPrograms(this.message, choices, this.#more);
  }
}

function fixes(choices: readonly ProgramChoice[]): Fix[] {
  return choices.map(({ flags, what }) => ({ command: flags, ...(what !== undefined && { text: what }) }));
}
