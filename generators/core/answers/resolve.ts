import { ExitCode, Failure } from '../failure.js';
import { InvalidValue } from './invalid.js';
import { type Answers, type Known, type Question, questions } from './questions.js';

/** Texts by question key: what flags, or a project's `.yo-rc.json`, say. */
export type Texts = Readonly<Partial<Record<string, string>>>;

/** What options say, as texts. A question of yes or no is answered by an option that is on or off. */
export function textsOf(options: Readonly<Record<string, unknown>>): Texts {
  const texts = questions.map(({ key }) => {
    const value = options[key];
    return [key, typeof value === 'boolean' ? (value ? 'yes' : 'no') : value];
  });
  return Object.fromEntries(texts.filter(([, value]) => value !== undefined)) as Texts;
}

/** Where answers can come from, strongest first, and who asks for the rest. */
export interface Sources {
  flags: Texts;
  environment: NodeJS.ProcessEnv;
  stored: Texts;
  /** Draws a prompt and returns valid text. Undefined when nobody may be asked (no terminal, `--yes`). */
  ask?: (question: Question, known: Known) => Promise<string>;
}

/**
 * Settles every question, in order: flag, environment variable, stored answer, prompt, default.
 *
 * @throws Failure (wrong input) naming the flag, variable or file that holds a value breaking a rule
 */
export async function resolveAnswers(sources: Sources, directoryName?: string): Promise<Answers> {
  let known: Known = directoryName === undefined ? {} : { directoryName };
  for (const question of questions) {
    known = { ...known, [question.key]: await settle(question, known, sources) };
  }
  const { directoryName: _, ...answers } = known;
  return answers as Answers;
}

/**
 * Settles one question alone, in the same order, by the same rules.
 *
 * @throws Failure (wrong input), as resolveAnswers does
 */
export async function resolveAnswer<Key extends keyof Answers>(key: Key, sources: Sources): Promise<Answers[Key]> {
  const question = questions.find((one) => one.key === key);
  if (!question) throw new Error(`no question ${key}`);
  return (await settle(question, {}, sources)) as Answers[Key];
}

async function settle(question: Question, known: Known, sources: Sources): Promise<Answers[keyof Answers]> {
  const { text, origin } = given(question, sources) ?? (await missing(question, known, sources));
  return parse(question, text, known, origin);
}

interface Given {
  text: string;
  origin: string;
}

function given({ key, environment }: Question, sources: Sources): Given | undefined {
  const flag = sources.flags[key];
  if (flag !== undefined) return { text: flag, origin: `--${key}` };
  // An empty variable counts as unset, as shells and CI systems treat it.
  const variable = sources.environment[environment];
  if (variable) return { text: variable, origin: environment };
  const stored = sources.stored[key];
  if (stored !== undefined) return { text: stored, origin: `.yo-rc.json, "${key}"` };
  return undefined;
}

async function missing(question: Question, known: Known, { ask }: Sources): Promise<Given> {
  const text = ask && question.message !== undefined ? await ask(question, known) : question.default(known);
  return { text, origin: `--${question.key}` };
}

function parse(question: Question, text: string, known: Known, origin: string): Answers[keyof Answers] {
  try {
    return question.parse(text, known);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const { key, placeholder, choices } = question;
    const example = `--${key} ${choices ? placeholder : 'VALUE'}`;
    throw new Failure(`${origin}: ${error.message}`, {
      exitCode: ExitCode.wrongInput,
      fix: [placeholder ? `Give another one with ${example}.` : `Answer it with --${key} or --no-${key}.`],
    });
  }
}
