import { isDeepStrictEqual } from 'node:util';
import { ExitCode, Failure } from '../../failure.js';
import type { Language } from '../../languages/language.js';
import { type LanguageId, languages } from '../../languages/languages.js';
import { folderInContext } from '../../languages/passed-on.js';
import { InvalidValue } from '../../options/invalid.js';
import { questionOf } from '../../options/questions.js';
import type { AnswerSources } from '../../options/resolve.js';
import { type Selection, type SelectionFlag, selectionFlags } from '../../options/selection-flags.js';
import { variableOf } from '../../options/variables.js';

/** A flag wins over what was chosen the last time; one for the program makes the others' old values void. */
export function selectionOf(options: Record<string, unknown>, stored: Selection): Selection {
  const given: Selection = Object.fromEntries(
    selectionFlags.flatMap(({ key }): [string, string | string[]][] => {
      const value = options[key];
      if (Array.isArray(value)) return [[key, value.map(String)]];
      return typeof value === 'string' || typeof value === 'boolean' ? [[key, String(value)]] : [];
    }),
  );
  for (const flag of selectionFlags) checkValue(flag, given[flag.key]);
  const folder = given.in ? { in: folderInContext(given.in) } : {};
  const { package: owner, bin } = given.package || given.bin || given['build-system'] || given.in ? given : stored;
  const { 'default-features': features, ...settings } = { ...settingsOf(stored), ...settingsOf(given), ...folder };
  return {
    ...(owner !== undefined && { package: owner }),
    ...(bin !== undefined && { bin }),
    ...withoutEmpty(settings),
    // On is what nobody need say: --default-features takes back what an earlier run omitted.
    ...(features === 'false' && { 'default-features': features }),
  };
}

/** An empty value takes back what an earlier run was given. */
function withoutEmpty(settings: Selection): Selection {
  const entries = Object.entries(settings).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.filter((each) => each !== '') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value.length > 0));
}

function checkValue({ key, choices, check }: SelectionFlag, value: string | readonly string[] | undefined): void {
  if (value === undefined) return;
  const allowed = choices?.map((choice) => choice.value);
  if (allowed && !allowed.includes(String(value))) {
    throw wrongValue(key, `${JSON.stringify(value)} is not one of ${allowed.join(', ')}`);
  }
  for (const text of [value].flat()) {
    try {
      if (text !== '') check?.(text);
    } catch (error) {
      throw error instanceof InvalidValue ? wrongValue(key, error.message) : error;
    }
  }
}

function wrongValue(key: string, rule: string): Failure {
  return new Failure(`--${key}: ${rule}`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `Give another one with --${key}.` }],
  });
}

/**
 * A flag that means nothing to the language of the project.
 *
 * @throws Failure (wrong input) that names the languages it is for
 */
export function refuseOtherLanguages(options: Record<string, unknown>, { title, selects }: Language): void {
  const flag = selectionFlags.find(
    ({ key }) => options[key] !== undefined && !selects.some((select) => select.key === key),
  );
  if (!flag) return;
  const its = languages.filter((language) => language.selects.some(({ key }) => key === flag.key));
  throw new Failure(
    `--${flag.key} is for ${its.map((language) => language.title).join(', ')}, and this project is ${title}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Omit --${flag.key}.` }],
    },
  );
}

/** How a program is built, as opposed to which one. */
export function settingsOf({ package: _, bin: __, ...settings }: Selection): Selection {
  return settings;
}

/**
 * `--no-write` builds with the existing container files.
 *
 * @param stored what they were written for
 * @throws Failure (wrong input) that names the flag which asks for another program, or builds it in another way
 */
export function refuseOtherProgram(options: Record<string, unknown>, chosen: Selection, stored: Selection): void {
  const other = selectionFlags.find(
    ({ key }) => options[key] !== undefined && !isDeepStrictEqual(chosen[key], stored[key]),
  );
  if (!other) return;
  throw new Failure(`--no-write builds with the existing container files, and --${other.key} would change them.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `Remove --${other.key}; or remove --no-write, to write them again.` }],
  });
}

/** The language, where a flag, a variable, the preset's lock or the last run says it: only that one is looked for. */
export function askedLanguage({ preset, stored, ...given }: AnswerSources): LanguageId | undefined {
  const text = typedLanguage(given) ?? preset?.locked('language', {})?.text ?? stored.language;
  if (text === undefined) return undefined;
  try {
    return questionOf('language').parse(text, {});
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`--language: ${error.message}`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Give another one with --language.' }],
    });
  }
}

/** What the user says in this run: by a flag, else by a variable, of which an empty one counts as unset. */
export function typedLanguage({
  typed,
  environment,
}: Pick<AnswerSources, 'typed' | 'environment'>): string | undefined {
  return typed.language ?? (environment[variableOf(questionOf('language'))] || undefined);
}
