import { buildablePaths, inFolder, type ProjectFiles } from '../../detect/project-files.js';
import { codeOf, importsOf, isCompiled } from './go-files.js';

/**
 * Packages that TinyGo cannot compile, and those below them.
 * Source: tinygo.org/docs/reference/lang-support/stdlib, "Importable: no".
 */
const NOT_COMPILED = ['debug/buildinfo', 'expvar', 'net/http', 'net/rpc', 'net/smtp', 'plugin', 'time/tzdata'];

/**
 * Packages that compile, and panic at run time: they ask for parts of reflection that TinyGo does not have.
 * Source: the same page ("unimplemented: (reflect.Type).NumOut", "AssignableTo with interface"); tinygo #2494, #3862.
 */
const REFLECTING = ['encoding/gob', 'html/template', 'text/template'];

/** What makes functions, and calls them, by reflection: TinyGo panics there. */
const CALLS = /\breflect\.MakeFunc\(|\.MethodByName\(|\.(?:Call|CallSlice)\(\s*(?:\[\]reflect\.Value|\w+\s*\))/;

/** A module whose packages are folders of the project. */
export interface Module {
  module?: string;
  folder: string;
}

/** Something that keeps TinyGo from compiling a program: a place, and what it uses. */
export interface Limit {
  place: string;
  what: string;
}

/**
 * The first thing in a program that TinyGo cannot compile, or compiles into a panic; undefined where none was found.
 * Packages of the project and of its vendor folder are read; other modules are not there to be looked at.
 *
 * @param folder the main package's
 */
export function tinygoLimit(
  files: ProjectFiles,
  modules: readonly Module[],
  folder: string,
  tags: readonly string[] = [],
): Limit | undefined {
  const sources = sourcesByFolder(files);
  const folders = new Set([folder]);
  // A set that grows while it is walked through is walked through to its new end.
  for (const current of folders) {
    for (const path of sources.get(current) ?? []) {
      const text = files.text(path) ?? '';
      if (!isCompiled(path, text, tags)) continue;
      const imports = importsOf(text);
      for (const { path: imported, line } of imports) {
        const what = limitOf(imported);
        if (what !== undefined) return { place: `${path}:${line}`, what };
        const inside = importFolder(imported, modules, sources);
        if (inside !== undefined) folders.add(inside);
      }
      const line = imports.some((each) => each.path === 'reflect') ? lineOfCall(text) : undefined;
      if (line !== undefined) return { place: `${path}:${line}`, what: 'calls functions by reflection' };
    }
  }
  return undefined;
}

function limitOf(imported: string): string | undefined {
  const cannot = NOT_COMPILED.some((name) => imported === name || imported.startsWith(`${name}/`));
  if (cannot || REFLECTING.includes(imported)) return `imports ${imported}`;
  return undefined;
}

function lineOfCall(text: string): number | undefined {
  const code = codeOf(text);
  const at = code.search(CALLS);
  return at === -1 ? undefined : code.slice(0, at).split('\n').length;
}

/** The folder of an imported package, where it is one of the project's own or a vendored one. */
function importFolder(
  imported: string,
  modules: readonly Module[],
  sources: ReadonlyMap<string, unknown>,
): string | undefined {
  for (const { module, folder } of modules) {
    if (imported === module) return folder;
    if (module && imported.startsWith(`${module}/`)) return inFolder(folder, imported.slice(module.length + 1));
  }
  const vendored = `vendor/${imported}`;
  return sources.has(vendored) ? vendored : undefined;
}

function sourcesByFolder(files: ProjectFiles): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of buildablePaths(files)) {
    if (!path.endsWith('.go')) continue;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  return folders;
}
