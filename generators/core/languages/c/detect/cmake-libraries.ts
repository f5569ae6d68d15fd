import type { ProjectFiles } from '../../detect/project-files.js';
import type { Setting } from '../../passed-on.js';
import { isFalse } from './cmake-condition.js';

/** What find_package() finds that runs where the build does, and needs no library for WASI. */
const TOOLS = /^(?:git|python\d?(?:interp)?|doxygen|pkgconfig|bison|flex|perl|java|sphinx|swig|ruby|ccache|latex)$/i;

const MEANS_WITHOUT = /^(?:no|without|disabled?|skip|omit|exclude)$/i;
const MEANS_WITH = /^(?:with|enabled?|use|uses|have|support|system|external)$/i;

/** The libraries of the system that a command looks for. */
export function librariesOf(command: string, args: readonly string[]): string[] {
  const [first = '', ...rest] = args;
  if (command === 'find_package') return TOOLS.test(first) ? [] : [first];
  if (command === 'pkg_check_modules' || command === 'pkg_search_module')
    return rest.filter((word) => !/^[A-Z_]+$/.test(word)).map((word) => word.replace(/[<>=].*/, ''));
  if (command === 'find_library') return rest.filter((word) => /^[a-z]\w*$/.test(word)).slice(0, 1);
  return [];
}

/**
 * The values that have a project do without a library of the system, where one of its options does: for WASI there is none.
 *
 * @param options what the project declares, with their values
 * @param given what the user sets
 */
export function withoutLibraries(
  { options, libraries }: { options: ReadonlyMap<string, string>; libraries: readonly string[] },
  { paths }: ProjectFiles,
  given: readonly Setting[] = [],
): Setting[] {
  const set = new Set(given.map(({ name }) => name.replace(/:.*/, '')));
  const looked = new Set(libraries.map(libraryName));
  return [...options].flatMap(([name, value]): Setting[] => {
    const words = name.split(/[_-]/);
    const library = words.map(libraryName).find((word) => looked.has(word));
    if (library === undefined || set.has(name)) return [];
    const ofSystem = words.some((word) => /^(?:system|external)$/i.test(word));
    // One that is in the project is built with it.
    const bundled = paths.some((path) =>
      path
        .split('/')
        .slice(0, -1)
        .some((folder) => libraryName(folder) === library),
    );
    if (bundled && !ofSystem) return [];
    if (words.some((word) => MEANS_WITHOUT.test(word)))
      return isFalse(value) && !ofSystem ? [{ name, value: 'ON' }] : [];
    return words.some((word) => MEANS_WITH.test(word)) && !isFalse(value) ? [{ name, value: 'OFF' }] : [];
  });
}

/** `png` for PNG, libpng and libpng16. */
function libraryName(name: string): string {
  const plainName = name
    .toLowerCase()
    .replace(/^lib(?=..)/, '')
    .replace(/[-_.]?\d[\d.]*$/, '');
  return plainName === '' ? name.toLowerCase() : plainName;
}

/** For users: what is set, and the flag that takes it back. */
export function describeWithout(settings: readonly Setting[]): string[] {
  const [first] = settings;
  if (first === undefined) return [];
  const set = settings.map(({ name, value }) => `-D${name}=${value}`).join(' ');
  const back = `--define ${first.name}=${first.value === 'ON' ? 'OFF' : 'ON'}`;
  return [
    `libraries of the system are not used, for the builder image has none for WASI: ${set}; ${back} takes it back`,
  ];
}
