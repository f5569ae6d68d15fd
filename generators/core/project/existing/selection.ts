import { ExitCode, Failure } from '../../failure.js';
import type { LanguageId } from '../../languages/languages.js';
import type { Flag } from '../../options/flag.js';
import { InvalidValue } from '../../options/invalid.js';
import { questionOf } from '../../options/questions.js';
import type { AnswerSources } from '../../options/resolve.js';
import { type Selection, selectionFlags } from '../../options/selection-flags.js';
import { variableOf } from '../../options/variables.js';

/** A flag wins over what was chosen the last time; one for the program makes the others' old values void. */
export function selectionOf(options: Record<string, unknown>, stored: Selection): Selection {
  const given: Selection = Object.fromEntries(
    selectionFlags.flatMap(({ key }) => {
      const value = options[key];
      return typeof value === 'string' || typeof value === 'boolean' ? [[key, String(value)]] : [];
    }),
  );
  for (const flag of selectionFlags) checkChoice(flag, given[flag.key]);
  const { package: owner, bin } = given.package || given.bin || given['build-system'] ? given : stored;
  const { 'default-features': features, ...settings } = { ...settingsOf(stored), ...settingsOf(given) };
  return {
    ...(owner !== undefined && { package: owner }),
    ...(bin !== undefined && { bin }),
    ...settings,
    // On is what nobody need say: --default-features takes back what an earlier run omitted.
    ...(features === 'false' && { 'default-features': features }),
  };
}

function checkChoice({ key, choices }: Flag, value: string | undefined): void {
  if (value === undefined || !choices || choices.some((choice) => choice.value === value)) return;
  const allowed = choices.map((choice) => choice.value).join(', ');
  throw new Failure(`--${key}: ${JSON.stringify(value)} is not one of ${allowed}`, { exitCode: ExitCode.wrongInput });
}

/** How a program is built, as opposed to which one. */
export function settingsOf({ package: _, bin: __, ...settings }: Selection): Selection {
  return settings;
}

/**
 * `--no-write` builds with the container files that are there.
 *
 * @param stored what they were written for
 * @throws Failure (wrong input) that names the flag which asks for another program, or builds it in another way
 */
export function refuseOtherProgram(options: Record<string, unknown>, chosen: Selection, stored: Selection): void {
  const other = selectionFlags.find(({ key }) => options[key] !== undefined && chosen[key] !== stored[key]);
  if (!other) return;
  throw new Failure(
    `--no-write builds with the container files that are there, and --${other.key} would change them.`,
    { exitCode: ExitCode.wrongInput, fix: [{ text: `Leave out --${other.key}; or --no-write, to write them anew.` }] },
  );
}

/** The language, where a flag, a variable, the preset's lock or the last run says it: only that one is looked for. */
export function askedLanguage({ preset, stored, ...given }: AnswerSources): LanguageId | undefined {
  const text = typedLanguage(given) ?? preset?.locked('language', {})?.text ?? stored.language;
  if (text === undefined) return undefined;
  try {
    return questionOf('language').parse(text, {});
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`--language: ${error.message}`, { exitCode: ExitCode.wrongInput });
  }
}

/** What the user says in this run: by a flag, else by a variable, of which an empty one counts as unset. */
export function typedLanguage({
  typed,
  environment,
}: Pick<AnswerSources, 'typed' | 'environment'>): string | undefined {
  return typed.language ?? (environment[variableOf(questionOf('language'))] || undefined);
}
