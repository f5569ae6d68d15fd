import { librariesOf } from './cmake-libraries.js';
import { type Fetched, fetchedBy, isOptionName } from './cmake-options.js';
import { type BuildRun, runsOf } from './cmake-runs.js';

/** What the commands of a CMake project say besides its targets. */
export interface Noted {
  fetched: Fetched[];
  /** Its options, with their values. */
  options: Map<string, string>;
  /** The libraries of the system that it looks for. */
  libraries: string[];
  /** What its commands run to make files. */
  runs: BuildRun[];
  /** The targets that are installed. */
  installed: Set<string>;
}

/** Nothing yet. */
export function noted(): Noted {
  return { fetched: [], options: new Map(), libraries: [], runs: [], installed: new Set() };
}

/**
 * Notes what a command says that is followed.
 *
 * @param value of a variable, where it is set
 */
export function note(
  into: Noted,
  name: string,
  args: readonly string[],
  place: string,
  value: (name: string) => string | undefined,
): void {
  const [first = '', ...rest] = args;
  const fetched = fetchedBy(name, args, place);
  if (fetched) into.fetched.push(fetched);
  into.libraries.push(...librariesOf(name, args).filter(isOptionName));
  into.runs.push(...runsOf(name, args, place));
  if ((name === 'option' || name === 'cmake_dependent_option') && isOptionName(first))
    into.options.set(first, value(first) ?? rest[1] ?? 'OFF');
  if (name === 'install' && first === 'TARGETS')
    for (const word of rest) for (const target of word.split(';')) into.installed.add(target);
}
