import { plain, unusable } from '../../detect/broken.js';
import { inFolder, type ProjectFiles, within } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { type BuildOptions, buildOptions } from '../build-options.js';
import type { Dialect } from '../dialect.js';
import type { CPlan } from '../plan.js';
import { ASIDE_FOLDERS, buildFolder, wasiFlags } from './c-needs.js';
import { type CMakeCommand, readCommands } from './cmake-file.js';

/** Longer than any name or list of sources. */
const EXPANSION_MAX = 100_000;

/** An executable that a CMakeLists.txt adds. */
interface Executable {
  target: string;
  output: string;
  place: string;
  /** Tests and examples are built, but are not what a project is for. */
  aside: boolean;
}

/** What is known while CMakeLists.txt files are read: conditions are not evaluated, so the last `set` counts. */
interface Scope {
  files: ProjectFiles;
  variables: Map<string, string>;
  executables: Executable[];
  read: Set<string>;
}

/** A project that CMake builds. */
export function recogniseCmake(files: ProjectFiles, selection: Selection, dialect: Dialect): Recognised<CPlan> {
  const options = buildOptions(selection);
  const given = (options.define ?? []).map(({ name, value }): [string, string] => [name.replace(/:.*/, ''), value]);
  const scope: Scope = { files, variables: new Map(given), executables: [], read: new Set() };
  readFolder('', scope);
  const { executables, variables } = scope;
  if (executables.length === 0) throw noExecutable();
  const common = { flags: wasiFlags(files, dialect), ...options };
  const candidates = executables.map((executable) => cmakeCandidate(executable, common));
  const main = executables.filter(({ aside }) => !aside);
  const project = variables.get('PROJECT_NAME');
  return {
    found: [
      `${dialect.title}: CMakeLists.txt${project ? `, project ${project}` : ''}, ${executables.map((e) => e.target).join(', ')}`,
    ],
    candidates,
    preferred: candidates.filter((_, index) => main.length === 0 || main.includes(executables[index] as Executable)),
    buildOutputs: [...buildFolder(files), '**/CMakeCache.txt', '**/CMakeFiles'],
    advice: [],
  };
}

function cmakeCandidate(
  { target, output, place }: Executable,
  common: Pick<CPlan, 'flags'> & BuildOptions,
): Candidate<CPlan> {
  const bin = plain(place, 'target', target);
  const plan = { kind: 'cmake' as const, target: bin, output: plain(place, 'output', output), ...common };
  return { bin, name: output, plan };
}

function readFolder(folder: string, scope: Scope): void {
  const path = inFolder(folder, 'CMakeLists.txt');
  const text = scope.files.text(path);
  if (text === undefined || scope.read.has(path)) return;
  scope.read.add(path);
  for (const command of readCommands(path, text)) follow(command, folder, path, scope);
}

/** A target that tests or shows the others, by a word of its name: `run_tests`, not `contest`. */
const ASIDE_TARGET = /(?:^|[_.-])(?:(?:unit)?tests?|examples?|demos?|bench(?:marks?)?)(?:$|[_.-])/i;

function follow({ name, args, line }: CMakeCommand, folder: string, path: string, scope: Scope): void {
  const { variables, executables } = scope;
  const [first = '', ...rest] = args.map((argument) => expandVariables(argument, variables));
  if (name === 'set' && !rest.includes('PARENT_SCOPE')) variables.set(first, rest.join(';'));
  if (name === 'project') variables.set('PROJECT_NAME', first).set('CMAKE_PROJECT_NAME', first);
  if (name === 'add_subdirectory') {
    const below = within(folder, first);
    if (below) readFolder(below, scope);
  }
  // Both branches of an if() may add the same target; CMake takes one of them.
  const known = executables.some(({ target }) => target === first);
  const foreign = first.includes('$') || rest.some((word) => /^(?:IMPORTED|ALIAS)$/.test(word));
  if (name === 'add_executable' && !known && !foreign) {
    const aside = ASIDE_FOLDERS.test(`${folder}/`) || rest.includes('EXCLUDE_FROM_ALL') || ASIDE_TARGET.test(first);
    executables.push({ target: first, output: first, place: `${path}:${line}`, aside });
  }
  if (name === 'set_target_properties') {
    const renamed = rest[rest.indexOf('OUTPUT_NAME') + 1];
    const executable = executables.find(({ target }) => target === first);
    if (executable && renamed && rest.includes('OUTPUT_NAME')) executable.output = renamed;
  }
}

/** Puts `${NAME}` in. What is not known stays, so that no name is made up. */
function expandVariables(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  const expanded = text.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => variables.get(name) ?? whole);
  // Variables that name one another more than once would grow beyond all measure.
  if (expanded.length > EXPANSION_MAX) return text;
  return expanded === text || depth > 20 ? expanded : expandVariables(expanded, variables, depth + 1);
}

function noExecutable(): Error {
  return unusable('CMakeLists.txt', 'no add_executable was found: a library cannot be run.', {
    text: 'Name the target with a Makefile or plain sources: --build-system make, --build-system sources',
  });
}
