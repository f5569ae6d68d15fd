import { isAsideName } from '../../detect/preferred.js';
import { buildablePaths, inFolder, type ProjectFiles } from '../../detect/project-files.js';
import type { Setting } from '../../passed-on.js';
import type { Dialect } from '../dialect.js';
import { ASIDE_FOLDERS } from './c-needs.js';
import { Blocks, isFalse } from './cmake-condition.js';
import { type CMakeCommand, readCommands } from './cmake-file.js';
import { type Noted, note, noted } from './cmake-noted.js';
import { isBesideOption, isOptionName } from './cmake-options.js';
import { CMAKE_ROOT, expandVariables, globbed, inCMakeProject } from './cmake-paths.js';

/** What is set before the first line, as the build sets it. */
const PRESET: readonly [string, string][] = [
  ['CMAKE_SOURCE_DIR', CMAKE_ROOT],
  ['PROJECT_SOURCE_DIR', CMAKE_ROOT],
  ['BUILD_TESTING', 'OFF'],
];

/** A program or library that a CMakeLists.txt adds. */
interface CMakeTarget {
  /** Paths, or words with what is not known. */
  sources: string[];
  links: string[];
}

/** An executable that a CMakeLists.txt adds. */
export interface Executable {
  target: string;
  output: string;
  place: string;
  /** Tests and examples are built, but are not what a project is for. */
  aside: boolean;
  /** The options that must be set, for CMake adds it only with them. */
  options: readonly Setting[];
}

/** What the CMakeLists.txt files of a project add. */
export interface CMakeProject extends Noted {
  name: string | undefined;
  executables: readonly Executable[];
  /** Whether it writes a header. */
  configures: boolean;
  /** Options of tests and the like that are on unless they are set: here they are off. */
  off: readonly string[];
  /** The sources of a target and of the libraries that it links; undefined where not all of them are known. */
  sourcesOf(target: string, dialect: Dialect): string[] | undefined;
}

/** What is known while CMakeLists.txt files are read. Where a condition is not known, both branches count. */
interface Scope extends Noted {
  files: ProjectFiles;
  variables: Map<string, string>;
  /** What the user sets: no `set` or `option` changes it. */
  given: ReadonlySet<string>;
  executables: Executable[];
  targets: Map<string, CMakeTarget>;
  configures: boolean;
  off: string[];
  read: Set<string>;
  blocks: Blocks;
}

/**
 * Reads the CMakeLists.txt files of a project.
 *
 * @param given what the user sets with `--define`
 */
export function readCmake(files: ProjectFiles, given: readonly Setting[]): CMakeProject {
  const set = given.map(({ name, value }): [string, string] => [name.replace(/:.*/, ''), value]);
  const scope: Scope = {
    files,
    variables: new Map([...PRESET, ...set]),
    given: new Set(set.map(([name]) => name)),
    executables: [],
    targets: new Map(),
    configures: false,
    off: [],
    ...noted(),
    read: new Set(),
    blocks: new Blocks(),
  };
  readFolder('', scope);
  return {
    ...scope,
    name: scope.variables.get('CMAKE_PROJECT_NAME'),
    sourcesOf: (target, dialect) => sourcesOfTarget(target, scope, dialect),
  };
}

/** What a folder sets for itself and those below. */
const OF_FOLDER = ['CMAKE_CURRENT_SOURCE_DIR', 'PROJECT_NAME', 'PROJECT_SOURCE_DIR'] as const;

function readFolder(folder: string, scope: Scope): void {
  const path = inFolder(folder, 'CMakeLists.txt');
  const text = scope.files.text(path);
  if (text === undefined || scope.read.has(path)) return;
  scope.read.add(path);
  const before = OF_FOLDER.map((name) => [name, scope.variables.get(name)] as const);
  scope.variables.set('CMAKE_CURRENT_SOURCE_DIR', inFolder(CMAKE_ROOT, folder).replace(/\/$/, ''));
  for (const command of readCommands(path, text)) follow(command, folder, path, scope);
  if (folder === '') return;
  for (const [name, value] of before) if (value !== undefined) scope.variables.set(name, value);
}

function follow({ name, args: raw, line }: CMakeCommand, folder: string, path: string, scope: Scope): void {
  const { files, variables, executables, given, blocks } = scope;
  const args = raw.map((argument) => expandVariables(argument, variables));
  const [first = '', ...rest] = args;
  if (blocks.follow(name, args, variables)) return;
  // What is added where an option is off is remembered, with the option, and so is what that is called; all else there does
  // not happen.
  const set = (key: string, value: string) => {
    const onlyNamed = blocks.options !== undefined && !variables.has(key);
    if (!given.has(key) && (blocks.holds !== 0 || onlyNamed)) variables.set(key, value);
  };
  const switchedOff = offByUs(name, first, rest, scope);
  if (switchedOff) set(first, 'OFF');
  else if (name === 'option') set(first, variables.get(first) ?? rest[1] ?? 'OFF');
  else if (name === 'cmake_dependent_option' && !given.has(first)) variables.delete(first);
  else if (name === 'set' && !rest.includes('PARENT_SCOPE')) set(first, withoutCache(rest).join(';'));
  if (blocks.holds !== 0) note(scope, name, args, `${path}:${line}`, (key) => variables.get(key));
  if (name === 'list' && first === 'APPEND') {
    const [key = '', ...more] = rest;
    set(key, [variables.get(key), ...more].filter(Boolean).join(';'));
  }
  if (name === 'project') {
    set('PROJECT_NAME', first);
    set('PROJECT_SOURCE_DIR', variables.get('CMAKE_CURRENT_SOURCE_DIR') ?? CMAKE_ROOT);
    set('CMAKE_PROJECT_NAME', variables.get('CMAKE_PROJECT_NAME') ?? first);
  }
  if (name === 'file' && /^GLOB/.test(first))
    set(rest[0] ?? '', globbed(first, rest.slice(1), folder, files).join(';'));
  if (name === 'aux_source_directory') set(rest[0] ?? '', globbed('GLOB', [`${first}/*.c*`], folder, files).join(';'));
  if (name === 'add_subdirectory') {
    const below = inCMakeProject(scope.files, folder, first);
    if (below !== undefined) readFolder(below, scope);
  }
  if (
    /^(?:configure_file|generate_export_header)$/.test(name) &&
    (name !== 'configure_file' || /\.h(?:pp|xx|h)?$/.test(rest[0] ?? ''))
  )
    scope.configures = true;
  addTarget({ name, first, rest }, folder, scope);
  // Both branches of an if() may add the same target; CMake takes one of them.
  const known = executables.some(({ target }) => target === first);
  const foreign = first.includes('$') || rest.some((word) => /^(?:IMPORTED|ALIAS)$/.test(word));
  const options = blocks.options;
  if (name === 'add_executable' && !known && !foreign && options) {
    const aside =
      ASIDE_FOLDERS.test(`${folder}/`) ||
      rest.includes('EXCLUDE_FROM_ALL') ||
      isAsideName(first) ||
      options.some((option) => isAsideName(option.name));
    const settings = options.map((option) => ({ name: option.name, value: option.on ? 'ON' : 'OFF' }));
    executables.push({ target: first, output: first, place: `${path}:${line}`, aside, options: settings });
  }
  rename(name, args, executables);
}

/** Follows a command that says what the file of a target is called. */
function rename(name: string, args: readonly string[], executables: readonly Executable[]): void {
  const properties = args.findIndex((arg) => /^PROPERT(?:Y|IES)$/.test(arg));
  const at = args.findIndex((arg) => /^(?:RUNTIME_)?OUTPUT_NAME$/.test(arg));
  const renamed = args[at + 1];
  if (!/^set_(?:target_properties|property)$/.test(name) || at < properties || renamed === undefined) return;
  const targets = args.slice(0, properties);
  for (const executable of executables) if (targets.includes(executable.target)) executable.output = renamed;
}

/** Whether a command declares an option of tests and the like that is on unless it is set. It is remembered as one that is off. */
function offByUs(command: string, name: string, rest: readonly string[], scope: Scope): boolean {
  const { variables, given, blocks, off } = scope;
  const declares =
    /^(?:option|cmake_dependent_option)$/.test(command) ||
    (command === 'set' && rest[1] === 'CACHE' && rest[2] === 'BOOL' && !rest.includes('FORCE'));
  if (!declares || !isOptionName(name) || !isBesideOption(name) || given.has(name) || blocks.holds === 0) return false;
  const value = variables.get(name) ?? (command === 'set' ? rest[0] : rest[1]) ?? 'OFF';
  if (isFalse(value)) return off.includes(name);
  if (!off.includes(name)) off.push(name);
  return true;
}

/** `set(NAME value CACHE BOOL "doc")` has no more than its value. */
function withoutCache(words: readonly string[]): readonly string[] {
  const at = words.indexOf('CACHE');
  return at === -1 ? words : words.slice(0, at);
}

function addTarget(command: { name: string; first: string; rest: string[] }, folder: string, scope: Scope): void {
  const { name, first, rest } = command;
  if (scope.blocks.holds === 0 && scope.blocks.options === undefined) return;
  const target = scope.targets.get(first) ?? { sources: [], links: [] };
  const words = rest.flatMap((word) => word.split(';')).filter(Boolean);
  if (name === 'add_executable' || name === 'add_library' || name === 'target_sources') {
    const own = words.filter((word) => !/^[A-Z][A-Z0-9_]*$/.test(word));
    target.sources.push(...own.map((word) => inCMakeProject(scope.files, folder, word) ?? word));
  } else if (name === 'target_link_libraries') target.links.push(...words);
  else return;
  scope.targets.set(first, target);
}

function sourcesOfTarget(name: string, { targets, files }: Scope, { source }: Dialect): string[] | undefined {
  const known = new Set(buildablePaths(files));
  const sources = new Set<string>();
  const names = new Set([name]);
  // A set that grows while it is walked through is walked through to its new end.
  for (const each of names) {
    const { sources: own = [], links = [] } = targets.get(each) ?? {};
    for (const word of own) {
      const object = /^\$<TARGET_OBJECTS:([^>]+)>$/.exec(word)?.[1];
      if (object) names.add(object);
      else if (word.includes('$')) return undefined;
      else if (source.test(word) && known.has(word)) sources.add(word);
    }
    for (const link of links) if (targets.has(link.replace(/^.*::/, ''))) names.add(link.replace(/^.*::/, ''));
  }
  return sources.size > 0 ? [...sources] : undefined;
}
