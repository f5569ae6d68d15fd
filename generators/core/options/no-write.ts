import { ExitCode, Failure } from '../failure.js';
import { changedAnswers, updateLine } from './new-answers.js';
import { type Answers, questions } from './questions.js';
import type { Texts } from './resolve.js';

/** What `--no-write` leaves open: where the image goes, and what builds it. All else stands in the files that are there. */
const OPEN = ['image', 'engine'];

/** The variables that have a say in `--no-write`. The others are set for projects to come, and change none. */
export function variablesForItAsItIs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const asked = questions.filter(({ key }) => OPEN.includes(key));
  return Object.fromEntries(asked.map((question) => [question.environment, environment[question.environment]]));
}

/**
 * A flag that would change a project which `--no-write` builds as it is.
 *
 * @throws Failure (wrong input) that names it, and the line that brings the change
 */
export function refuseChanges(typed: Texts, answers: Answers, stored: Texts, directory: string): void {
  const language = answers.language === stored.language ? [] : ['language'];
  const changed = [...language, ...changedAnswers(answers, stored).map(({ key }) => key)];
  const first = changed.find((key) => typed[key] !== undefined && !OPEN.includes(key));
  if (first === undefined) return;
  throw new Failure(`--no-write builds the project as it is, and --${first} would change it.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      `Leave out --${first}.`,
      ...(first === 'language'
        ? []
        : [`${updateLine(answers, stored, directory)}   changes it, and keeps your changes`]),
    ],
  });
}
