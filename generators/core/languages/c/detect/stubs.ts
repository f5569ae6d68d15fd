import { ExitCode, Failure } from '../../../failure.js';
import { absentHeader, effectOf, lackOf, STUBBED } from '../libc/lack.js';
import type { Stubs } from '../plan.js';
import { stubList } from '../stub-files.js';

/** What `--stubs` takes for no function at all. */
const NO_STUBS = 'none';

/** @throws Failure (wrong input) for a function that has no stub, with the reason */
function stubNames(text: string): string[] {
  const names = stubList(text);
  if (names.length === 1 && names[0] === NO_STUBS) return [];
  for (const name of names) {
    if (STUBBED.has(name)) continue;
    const why = lackOf(name)?.impossible?.why;
    throw new Failure(
      why ? `--stubs: ${name} has none: ${why}.` : `--stubs: ${name} is not a function that has a stub.`,
      {
        exitCode: ExitCode.wrongInput,
        fix: [{ text: `Omit it; --stubs ${NO_STUBS} is for no function at all.` }],
      },
    );
  }
  return names;
}

/**
 * The stubs of a program: those of the functions that it calls, unless the user names others.
 *
 * @param given what `--stubs` says
 */
export function chosenStubs(
  called: readonly string[],
  includes: readonly string[],
  given: string | undefined,
): Stubs | undefined {
  const named = given === undefined || given === '' ? undefined : stubNames(given);
  if (named?.length === 0) return undefined;
  const functions = named ?? called.filter((name) => STUBBED.has(name));
  const headers = includes.filter((name) => absentHeader(name)?.stub);
  if (functions.length === 0 && headers.length === 0) return undefined;
  return { functions: [...functions].sort(), headers: withNeeded(headers).sort() };
}

/** A header of ours that includes another. */
function withNeeded(headers: readonly string[]): string[] {
  return [...new Set([...headers, ...(headers.includes('sys/syslog.h') ? ['syslog.h'] : [])])];
}

/** What is defined, by what it does, for users. */
export function describeStubs({ functions, headers }: Stubs): string[] {
  const effects = new Map<string, string[]>();
  for (const name of functions) {
    const effect = effectOf(name) ?? '';
    effects.set(effect, [...(effects.get(effect) ?? []), name]);
  }
  const parts = [...effects].map(([effect, names]) => `${names.join(', ')} (${effect})`);
  const what = [...parts, ...headers.map((name) => `<${name}>`)].join(', ');
  return [`stubs, for wasi-libc does not have them: ${what}; --stubs none omits them`];
}
