import { quoted } from '../system/shell.js';
import { asDirectory } from './command-names.js';
import { flagWord } from './flag.js';
import { presetFlag } from './preset-flag.js';
import { type Answers, answerText, type Question, questions, saysNothing } from './questions.js';
import type { Texts } from './resolve.js';
import { type Starter, startLine } from './started-by.js';
import type { Trust } from './trust.js';

/** What makes the line of a subcommand: its name, and the flags that only it has. */
export interface Subcommand {
  name: string;
  /** A flag without a value is only its name. */
  flags: readonly (readonly [flag: string, value?: string])[];
}

/** What a line holds beside the answers. */
export interface LineParts {
  subcommand?: Subcommand | undefined;
  /** A preset's source, as it is reached from where the line is typed, and its default answers. */
  preset?: { source: string; defaults: Texts } | undefined;
  /** Whether the preset's templates were allowed to run by this run's own word, and of which content. */
  trust?: Trust;
  /** What the line begins with: as this run was started. */
  starter?: Starter;
}

/** The command line that writes the same files again, without prompts. Safe to paste into the user's shell. */
export function repeatLine(
  answers: Answers,
  directory: string,
  { subcommand, preset, trust, starter }: LineParts = {},
): string {
  // A subcommand is for existing projects.
  const asked = questions.filter(({ ofNewProjects }) => !(subcommand && ofNewProjects));
  const said = asked.filter((question) => isSaid(question, answers, preset?.defaults ?? {}));
  const texts = said.filter(({ placeholder }) => placeholder !== undefined);
  const onOff = said.filter(({ placeholder }) => placeholder === undefined);
  const yes = onOff.filter(({ key }) => answers[key]).map(({ key }) => `--${key}`);
  const no = onOff.filter(({ key }) => !answers[key]).map(({ key }) => `--no-${key}`);
  const flags: (readonly [flag: string, value?: string])[] = [
    ...texts.filter(({ stored }) => stored).map((question) => flagWords(question, answers)),
    ...(subcommand?.flags ?? []),
    ...texts.filter(({ stored }) => !stored).map((question) => flagWords(question, answers)),
    ...(preset ? [[`--${presetFlag.key}`, preset.source] as const] : []),
  ];
  const given = flags.map(([flag, value]) => flagWord(flag, value));
  const words = [...(subcommand ? [subcommand.name] : []), quoted(asDirectory(directory))];
  const trusted = preset === undefined ? [] : trustWords(trust);
  return startLine(words, [...given, ...yes, ...no, ...trusted, '--yes'], starter);
}

/** The flags that give the same trust. */
function trustWords(trust: Trust = false): string[] {
  if (typeof trust === 'boolean') return trust ? ['--trust-preset'] : [];
  return trust.map((hash) => `--trust-preset=${hash}`);
}

/** Whether the line must hold an answer: without it, the preset's answer or the default would be taken. */
function isSaid(question: Question, answers: Answers, usual: Texts): boolean {
  const text = answerText(question, answers);
  const ownDefault = question.default(answers);
  if (!question.stored) return text !== ownDefault;
  return !saysNothing(question, text) || text !== (usual[question.key] ?? ownDefault);
}

function flagWords(question: Question, answers: Answers): [flag: string, value: string] {
  return [`--${question.key}`, answerText(question, answers)];
}
