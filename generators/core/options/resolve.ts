import { ExitCode, Failure } from '../failure.js';
import { InvalidValue, shown } from './invalid.js';
import { type Answers, type Known, offered, type Question, questionOf, questions } from './questions.js';
import { variableOf } from './variables.js';

/** Texts by question key: what flags, or a project's `.yo-rc.json`, say. */
export type Texts = Readonly<Partial<Record<string, string>>>;

/** What a preset says to the questions. Its answers may depend on what is known, as an image does on the name. */
export interface PresetAnswers {
  locked(key: string, known: Known): GivenText | undefined;
  default(key: string, known: Known): GivenText | undefined;
  /** The values that it allows, where it does not allow all. */
  allowed?(key: string): readonly string[] | undefined;
  /**
   * Whether it was asked for in this run. The one that a project was written with does not put its defaults above the
   * project's own stored answers; what it locks is above them in any case.
   */
  given: boolean;
}

/** A text, and the place that a person would look for it. */
export interface GivenText {
  text: string;
  origin: string;
}

/** What options say, as texts. A question of yes or no is answered by an option that is on or off. */
export function optionTexts(options: Readonly<Record<string, unknown>>): Texts {
  const texts = questions.map(({ key }) => {
    const value = options[key];
    return [key, typeof value === 'boolean' ? (value ? 'yes' : 'no') : value];
  });
  return Object.fromEntries(texts.filter(([, value]) => value !== undefined)) as Texts;
}

/** Where answers can come from, and who asks for the rest. */
export interface AnswerSources {
  typed: Texts;
  environment: NodeJS.ProcessEnv;
  preset?: PresetAnswers | undefined;
  stored: Texts;
  /** Draws a prompt and returns valid text. Undefined when nobody may be asked (no terminal, `--yes`). */
  ask?: (question: Question, known: Known) => Promise<string>;
}

/**
 * Resolves every question, in order: flag, environment variable, preset, stored answer, prompt, default.
 *
 * @param options.existing an existing project: what is asked of new ones only has its default
 * @throws Failure (wrong input) naming the flag, variable or file that holds a value breaking a rule, or both the
 * flag or variable and the preset that locks another value
 */
export async function resolveAnswers(
  sources: AnswerSources,
  directoryName?: string,
  { existing = false } = {},
): Promise<Answers> {
  let answers: Partial<Answers> = {};
  for (const question of questions) {
    const known = { ...answers, ...(directoryName !== undefined && { directoryName }) };
    const value =
      existing && question.ofNewProjects
        ? question.parse(question.default(known), known)
        : await resolve(question, known, sources);
    answers = { ...answers, [question.key]: value };
  }
  return answers as Answers;
}

/**
 * Resolves one question only, in the same order, by the same rules.
 *
 * @throws Failure (wrong input), as resolveAnswers does
 */
export async function resolveAnswer<Key extends keyof Answers>(
  key: Key,
  sources: AnswerSources,
): Promise<Answers[Key]> {
  return (await resolve(questionOf(key) as unknown as Question, {}, sources)) as Answers[Key];
}

/**
 * Why an answer is what it is, where nobody typed it in this run: the variable or the preset that has it so.
 * Undefined where a flag or a prompt says so, and for a default.
 */
export function notTyped(key: keyof Answers, sources: AnswerSources): string | undefined {
  const question = questionOf(key) as unknown as Question;
  const given = resolved(question, {}, sources);
  if (!given || given.origin === `--${key}`) return undefined;
  return given.origin === variableOf(question) ? `asked for by ${given.origin}` : `from ${given.origin}`;
}

async function resolve(question: Question, known: Known, sources: AnswerSources): Promise<Answers[keyof Answers]> {
  const { text, origin } = resolved(question, known, sources) ?? (await askOrDefault(question, known, sources));
  return parseAnswer(question, text, known, origin);
}

function resolved(question: Question, known: Known, { preset, ...sources }: AnswerSources): GivenText | undefined {
  const { key } = question;
  const typed = typedIn(question, sources);
  const locked = preset?.locked(key, known);
  if (locked) {
    if (typed) refuseContradiction(question, known, typed, locked);
    return locked;
  }
  const stored = sources.stored[key];
  const inProject = stored === undefined ? undefined : { text: stored, origin: `.yo-rc.json, "${key}"` };
  const usual = preset?.default(key, known);
  return typed ?? (preset?.given ? (usual ?? inProject) : (inProject ?? usual));
}

/** What the user says in this run: by a flag, else by a variable. */
function typedIn(question: Question, sources: Pick<AnswerSources, 'typed' | 'environment'>): GivenText | undefined {
  const { key } = question;
  const flag = sources.typed[key];
  if (flag !== undefined) return { text: flag, origin: `--${key}` };
  // An empty variable counts as unset, as shells and CI systems treat it.
  const variable = variableOf(question);
  const text = sources.environment[variable];
  return text ? { text, origin: variable } : undefined;
}

/** @throws Failure (wrong input) that names both, when they come to different values */
function refuseContradiction(question: Question, known: Known, typed: GivenText, locked: GivenText): void {
  const [ours, theirs] = [typed, locked].map(({ text, origin }) =>
    JSON.stringify(parseAnswer(question, text, known, origin)),
  );
  if (ours === theirs) return;
  throw new Failure(
    `${typed.origin}: ${shown(typed.text)} contradicts ${locked.origin}, which locks it to ${shown(locked.text)}.`,
    { exitCode: ExitCode.wrongInput, fix: [{ text: `Remove ${typed.origin}, or use another preset.` }] },
  );
}

async function askOrDefault(whole: Question, known: Known, { ask, preset }: AnswerSources): Promise<GivenText> {
  const question = restricted(whole, preset?.allowed?.(whole.key));
  const isAsked = question.message !== undefined && (!question.choices || offered(question, known).length > 1);
  const text = ask && isAsked ? await ask(question, known) : question.default(known);
  return { text, origin: `--${question.key}` };
}

/** A question that offers only what a preset allows. */
function restricted(question: Question, allowed: readonly string[] | undefined): Question {
  const [first] = allowed ?? [];
  if (!allowed || first === undefined) return question;
  const { choices } = question;
  return {
    ...question,
    ...(choices && { choices: choices.filter(({ value }) => allowed.includes(value)) }),
    default(known) {
      const usual = question.default(known);
      return allowed.includes(usual) ? usual : first;
    },
  };
}

function parseAnswer(question: Question, text: string, known: Known, origin: string): Answers[keyof Answers] {
  try {
    return question.parse(text, known);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`${origin}: ${error.message}`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: another(question, text, origin) }],
    });
  }
}

/** What to answer instead: never what was just refused. */
function another({ key, placeholder, choices }: Question, text: string, origin: string): string {
  if (placeholder) return `Give another one with --${key} ${choices ? placeholder : 'VALUE'}.`;
  const refused = text === 'yes' ? `--${key}` : text === 'no' ? `--no-${key}` : undefined;
  if (refused === undefined) return `Answer it with --${key} or --no-${key}.`;
  if (origin === refused || origin === `--${key}`) return `Remove ${refused}.`;
  return `Answer it with ${text === 'yes' ? `--no-${key}` : `--${key}`}.`;
}
