import { InvalidValue } from '../options/invalid.js';
import { isPermanent, type Known, questions } from '../options/questions.js';
import type { GivenText, PresetAnswers, Texts } from '../options/resolve.js';
import { pathText } from '../toml.js';
import { fillPlaceholders } from './placeholders.js';
import type { Preset } from './preset.js';

/** What a preset says to the questions, with the line of its file for messages. */
export function answersOf(preset: Preset, given: boolean): PresetAnswers {
  const from =
    (table: 'locked' | 'defaults') =>
    (key: string, known: Known): GivenText | undefined => {
      const text = preset[table][key];
      if (text === undefined || !applies(table, key, text, known)) return undefined;
      // Language and name come first of all questions; a text without placeholders needs neither.
      const values = { name: known.name?.slug ?? '', language: known.language ?? '' };
      return { text: fillPlaceholders(text, values), origin: keyPlace(preset, [table, key]) };
    };
  const allowed = (key: string) => (key === 'language' ? preset.languages : undefined);
  return { locked: from('locked'), default: from('defaults'), allowed, given };
}

/**
 * What a preset says to the questions of a project that exists. One that locks another language or template does not turn
 * it into another project: it keeps its own, also where it stores none and so had the question's default.
 */
export function answersForProject(preset: Preset): PresetAnswers {
  const answers = answersOf(preset, false);
  return {
    ...answers,
    locked: (key, known) => (isPermanent(key) ? undefined : answers.locked(key, known)),
    default: (key, known) => (isPermanent(key) ? undefined : answers.default(key, known)),
    allowed: () => undefined,
  };
}

/**
 * Whether an answer of a preset has a meaning for this project: TinyGo runs wasm-opt itself, and takes no yes to it. A
 * template that a language does not have is no default of it; locked, it is an error, since no other is allowed.
 */
function applies(table: 'locked' | 'defaults', key: string, text: string, known: Known): boolean {
  const question = questions.find((q) => q.key === key);
  if (!question || (question.placeholder !== undefined && !(question.ofNewProjects && table === 'defaults')))
    return true;
  try {
    question.parse(text, known);
    return true;
  } catch (error) {
    if (error instanceof InvalidValue) return false;
    throw error;
  }
}

/** A value that a project has, where its preset locks another or does not allow it. */
export interface Drift {
  key: string;
  /** What the project stores; undefined where it stores nothing. */
  found: string | undefined;
  locked: string;
  /** The place in the preset that says so. */
  where: string;
  /** The file of the project that differs, where it is one that is rendered. */
  file?: string;
}

/** Where a project's stored answers differ from what a preset locks. What projects do not store is skipped. */
export function driftOf(preset: Preset, stored: Texts, known: Pick<Known, 'name' | 'language'>): Drift[] {
  const { locked } = answersOf(preset, true);
  return Object.keys(preset.locked).flatMap((key) => {
    const found = stored[key];
    const given = locked(key, known);
    if (!given || found === undefined || isSame(key, found, given.text)) return [];
    return [{ key, found, locked: given.text, where: given.origin }];
  });
}

/** Where a preset says something, for messages: its name, the file, the line and the key. */
export function keyPlace({ name, shownFile, lines }: Preset, key: readonly string[]): string {
  const path = pathText(key);
  return `the preset ${name} (${shownFile}${lines[path] === undefined ? '' : `:${lines[path]}`}, ${path})`;
}

/** Whether two texts are the same answer: `hello` is the image `hello:latest`. */
function isSame(key: string, one: string, other: string): boolean {
  const question = questions.find((q) => q.key === key);
  try {
    return JSON.stringify(question?.parse(one, {})) === JSON.stringify(question?.parse(other, {}));
  } catch (error) {
    if (error instanceof InvalidValue) return one === other;
    throw error;
  }
}
