import { ExitCode, Failure } from '../failure.js';
import { changedAnswers, otherProject, updateLine } from './new-answers.js';
import { type Answers, questions } from './questions.js';
import type { Texts } from './resolve.js';
import { variableOf } from './variables.js';

/** What `--no-write` may answer in another way: where the image goes, and what builds it. The existing files hold all else. */
const notInFiles = questions.filter((question) => question.notInFiles);

/** The variables that have a say in `--no-write`. The others are set for projects to come, and change none. */
export function variablesForItAsItIs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(notInFiles.map(variableOf).map((variable) => [variable, environment[variable]]));
}

/**
 * A flag that would change a project which `--no-write` builds as it is.
 *
 * @throws Failure (wrong input) that names it, and the line that brings the change
 */
export function refuseChanges(typed: Texts, answers: Answers, stored: Texts, directory: string): void {
  const fixed = otherProject(answers, stored);
  const changed = [...fixed, ...changedAnswers(answers, stored)].map(({ key }) => key);
  const first = changed.find((key) => typed[key] !== undefined && !notInFiles.some((question) => question.key === key));
  if (first === undefined) return;
  throw new Failure(`--no-write builds the project unchanged, and --${first} would change it.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { text: `Remove --${first}.` },
      ...(fixed.some(({ key }) => key === first)
        ? []
        : [{ command: updateLine(answers, stored, directory), text: 'changes it, and keeps your changes' }]),
    ],
  });
}
