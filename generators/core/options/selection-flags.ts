import type { Select } from '../languages/language.js';
import { languages, type RepeatedKey, type SelectionKey } from '../languages/languages.js';
import { type Flag, flagWord } from './flag.js';

/** A flag of `containerfile` only. */
export interface SelectionFlag extends Flag<SelectionKey> {
  /** Checks one value, given or stored. Throws InvalidValue naming the rule. */
  check?: ((text: string) => unknown) | undefined;
}

/**
 * The flags that only `containerfile` has: they name the program of an existing project where that is ambiguous, or set
 * how it is built. What they say is stored. Languages declare them; the help says what each means for which.
 */
export const selectionFlags: readonly SelectionFlag[] = merged(
  languages.flatMap(({ title, selects }) => selects.map((select) => ({ ...select, title }))),
);

/** Those of them that set how a program is built: an update may change them, while another program is another project. */
export const settingFlags: readonly SelectionFlag[] = selectionFlags.filter(({ group }) => group === 'build');

/** Those that name the program. */
const programFlags = selectionFlags.filter(({ group }) => group === 'program');

/** Whether two selections name the same program, however it is built. */
export function isSameProgram(one: Selection, other: Selection): boolean {
  return programFlags.every(({ key }) => one[key] === other[key]);
}

/** Whether flags name a program. */
export function namesProgram(values: Readonly<Record<string, unknown>>): boolean {
  return programFlags.some(({ key }) => values[key] !== undefined);
}

/** The settings among the values of flags. */
export function settingsAmong(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const given = settingFlags.filter(({ key }) => values[key] !== undefined);
  return Object.fromEntries(given.map(({ key }) => [key, values[key]]));
}

function merged(declared: readonly (Select & { title: string })[]): SelectionFlag[] {
  const keys = [...new Set(declared.map(({ key }) => key as SelectionKey))];
  return keys.map((key) => {
    const same = declared.filter((select) => select.key === key);
    const { placeholder, choices, repeats, takesFlags, check, group = 'program' } = same[0] ?? {};
    const help = [...new Set(same.map((select) => select.help))].map((text) => {
      const titles = same.filter((select) => select.help === text).map(({ title }) => title);
      return titles.length === languages.length ? text : `${titles.join(', ')}: ${text}`;
    });
    return {
      key,
      group,
      help: help.join('; '),
      ...(placeholder === undefined ? { on: true } : { placeholder }),
      ...(choices && { choices }),
      ...(repeats && { repeats }),
      ...(takesFlags && { takesFlags }),
      ...(check && { check }),
    };
  });
}

/**
 * Which program of an existing project goes into the image, and how it is built. On and off are `true` and `false`; what
 * may be given several times is a list.
 */
export type Selection = Readonly<
  Partial<Record<Exclude<SelectionKey, RepeatedKey>, string> & Record<RepeatedKey, readonly string[]>>
>;

/** The words that make a selection on a command line. */
export function selectionWords(selection: Selection): [flag: string, value?: string][] {
  return selectionFlags.flatMap((flag): [string, string?][] => {
    const value: string | readonly string[] | undefined = selection[flag.key];
    if (value === undefined) return [];
    if (flag.placeholder === undefined) return [[`--no-${flag.key}`]];
    return [value].flat().map((one) => [`--${flag.key}`, one]);
  });
}

/** A setting that differs between two selections, as texts. */
interface ChangedSetting {
  flag: SelectionFlag;
  key: string;
  from: string | undefined;
  to: string;
}

/** What differs between two selections. */
export function changedSettings(before: Selection | undefined, after: Selection | undefined): ChangedSetting[] {
  const texts = (selection: Selection | undefined, { key }: SelectionFlag) => {
    const one: Selection = { [key]: selection?.[key] };
    return selectionWords(one).map(([flag, value]) => value ?? flag);
  };
  return settingFlags.flatMap((flag) => {
    const [from, to] = [before, after].map((selection) => texts(selection, flag).join(', '));
    return from === to ? [] : [{ flag, key: flag.key, from: from || undefined, to: to || 'nothing' }];
  });
}

/** The words of a command line that bring the one to the other. */
export function settingWords(before: Selection | undefined, after: Selection | undefined): string[] {
  return changedSettings(before, after).flatMap(({ flag: { key, placeholder } }) => {
    const words = selectionWords({ [key]: after?.[key] });
    if (words.length > 0) return words.map(([flag, value]) => flagWord(flag, value));
    return placeholder === undefined ? [`--${key}`] : [`--${key} ''`];
  });
}
