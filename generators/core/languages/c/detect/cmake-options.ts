import type { Setting } from '../../passed-on.js';

/** Whether a word can be the name of an option: not one with a variable that is not known, nor what no build file could hold. */
export function isOptionName(word: string): boolean {
  return /^[\w.+-]{1,100}$/.test(word);
}

/** A word of an option's name that says what it adds beside the program. */
const BESIDE_THE_PROGRAM =
  /^(?:(?:unit|g)?tests?|testing|bench|benchmarks?|fuzz(?:ers?|ing|tests?)?|examples?|samples|demos?|docs?|documentation|doxygen|man|manpages?)$/i;

/** A word that turns its meaning round, or makes it one about how tests are built. */
const OTHERWISE =
  /^(?:no|not|without|skip|disabled?|omit|exclude|use|uses|system|external|installed|find|hide|shared|static|warnings?|errors?|verbose|coverage)$/i;

/** Whether an option builds tests, benchmarks, fuzzers, examples or documentation, by its name: `X_BUILD_TESTS`. */
export function isBesideOption(name: string): boolean {
  const words = name.split(/[_-]|(?<=[a-z])(?=[A-Z])/);
  return words.some((word) => BESIDE_THE_PROGRAM.test(word)) && !words.some((word) => OTHERWISE.test(word));
}

/** The options of `off` that are given OFF: not what the target needs, nor what the user sets. */
export function givenOff(
  off: readonly string[],
  required: readonly Setting[],
  given: readonly Setting[] = [],
): Setting[] {
  const set = new Set([...required, ...given].map(({ name }) => name.replace(/:.*/, '')));
  return off.filter((name) => !set.has(name)).map((name) => ({ name, value: 'OFF' }));
}

/** For users: what is not built, and the flag that builds it. */
export function describeOff(off: readonly Setting[]): string[] {
  if (off.length === 0) return [];
  const set = off.map(({ name, value }) => `-D${name}=${value}`).join(' ');
  return [`tests and the like are not built: ${set}; --define ${off[0]?.name}=ON builds them`];
}

/** What CMake fetches while it configures or builds. */
export interface Fetched {
  place: string;
  name: string;
  /** Whether git fetches it. */
  git: boolean;
}

const FETCHES = /^(?:fetchcontent_declare|externalproject_add|cpmaddpackage|cpmfindpackage)$/;

/** What a command fetches; undefined where it is another command, or the sources are there. */
export function fetchedBy(name: string, args: readonly string[], place: string): Fetched | undefined {
  if (!FETCHES.test(name)) return undefined;
  const has = (word: RegExp) => args.some((arg) => word.test(arg));
  const named = args[args.indexOf('NAME') + 1];
  const git = has(/^(?:GIT_REPOSITORY|GITHUB_REPOSITORY|GITLAB_REPOSITORY)$|^(?:gh|gl|bb):/);
  if (!git && !has(/^URL$|^https?:/)) return undefined;
  return { place, name: (args.includes('NAME') ? named : args[0]) ?? '', git };
}

/** What the build needs besides its context, and what to do about it. */
export function describeFetched(fetched: readonly Fetched[]): string[] {
  return fetched.map(
    ({ place, name, git }) =>
      `${place} fetches ${name} during the build: that needs the network${git ? ' and git' : ''} in the builder stage. An option of the project may omit it, or --define FETCHCONTENT_SOURCE_DIR_${name.toUpperCase()}=/src/FOLDER names a copy in the project.`,
  );
}
