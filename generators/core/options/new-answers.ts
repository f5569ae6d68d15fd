import type { Fix } from '../failure.js';
import type { LanguageId } from '../languages/languages.js';
import { packageVersion } from '../system/package-root.js';
import { quoted } from '../system/shell.js';
import { asDirectory } from './command-names.js';
import { buildableReference } from './image-reference.js';
import { InvalidValue } from './invalid.js';
import { projectName } from './names.js';
import { wrongOption } from './parse.js';
import { type Answers, answerText, type Question, questionOf, questions } from './questions.js';
import { optionTexts, type PresetAnswers, type Texts } from './resolve.js';

/** What an answer of a project becomes: a question's key, the stored value, and the new one. */
export interface NewAnswer {
  key: string;
  from: string | undefined;
  to: string;
}

/**
 * The questions that an update may answer again: those whose answers a project stores. Not the language: in another one
 * it is another program.
 */
export const answerable: readonly Question[] = questions.filter(({ stored, fixed }) => stored && !fixed);

/**
 * The new answers among an update's options.
 *
 * @throws Failure (wrong input) where several projects would get one name, or one image
 */
export function newAnswersOf(values: Readonly<Record<string, unknown>>, directories: readonly string[]): Texts {
  const answers = optionTexts(values);
  const ofOne = questions.find(({ key, perProject }) => perProject && answers[key] !== undefined);
  if (ofOne !== undefined && directories.length > 1) {
    throw wrongOption(`--${ofOne.key} is for one project, and ${directories.length} directories were given.`, 'update');
  }
  return answers;
}

/**
 * New answers, with the image among them where a project gets another name and its image has the old one by default. An
 * image that somebody chose stays.
 */
export function withItsImage(anew: Texts, stored: Texts, preset: PresetAnswers | undefined): Texts {
  const { name, image } = anew;
  if (name === undefined || image !== undefined || stored.name === undefined) return anew;
  try {
    const imageOf = (title: string) => {
      const known = { name: projectName(title), language: stored.language as LanguageId };
      if (preset?.locked('image', known)) return undefined;
      return buildableReference(preset?.default('image', known)?.text ?? questionOf('image').default(known));
    };
    const renamed = imageOf(name);
    return renamed !== undefined && stored.image === imageOf(stored.name) ? { ...anew, image: renamed } : anew;
  } catch (error) {
    // A name that breaks a rule is reported where all answers are read.
    if (error instanceof InvalidValue) return anew;
    throw error;
  }
}

/** What differs between a project's answers and what it stores. A question that it does not store had its default. */
export function changedAnswers(answers: Answers, stored: Texts): NewAnswer[] {
  return answerable.flatMap((question) => {
    const to = answerText(question, answers);
    const from = before(question, answers, stored);
    return to === from ? [] : [{ key: question.key, from: from === '' ? undefined : from, to }];
  });
}

/** The questions whose answers differ from what a project stores, and make it another project. */
export function otherProject(answers: Answers, stored: Texts): Question[] {
  return questions.filter(
    (question) => question.fixed && answerText(question, answers) !== before(question, answers, stored),
  );
}

/** What a project stores as the answer to a question; its default where it stores none. */
function before({ key, required, ...question }: Question, answers: Answers, stored: Texts): string | undefined {
  return stored[key] ?? (required ? undefined : question.default(answers));
}

/** The command line that brings a project from what it stores to these answers. */
export function updateLine(
  answers: Answers,
  stored: Texts,
  directory: string,
  settings: readonly string[] = [],
): string {
  const words = changedAnswers(answers, stored).map(({ key, to }) => {
    if (answerable.some((question) => question.key === key && question.placeholder)) return `--${key}=${quoted(to)}`;
    return to === 'yes' ? `--${key}` : `--no-${key}`;
  });
  return ['create-wasm-oci update', quoted(asDirectory(directory)), ...words, ...settings].join(' ');
}

/**
 * What keeps a user's changes where a project was to be written again with these answers: a line for each way.
 *
 * @param settings words that set how an existing project is built, where those changed
 */
export function withYourChanges(
  answers: Answers,
  stored: Texts,
  directory: string,
  settings: readonly string[] = [],
): Fix[] {
  const behind = changedAnswers(answers, stored).length > 0 || settings.length > 0 || stored.version !== packageVersion;
  return [
    ...(behind
      ? [{ command: updateLine(answers, stored, directory, settings), text: 'merges instead, and keeps your changes' }]
      : []),
    { command: '--no-write', text: 'builds the project unchanged' },
  ];
}
