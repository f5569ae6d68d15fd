import { unusable } from '../../detect/broken.js';
import { outsideContext } from '../../detect/outside.js';
import { inFolder, type ProjectFiles, reachable } from '../../detect/project-files.js';

/** What a go.mod or go.work says, as far as it matters to a build. */
export interface GoFile {
  path: string;
  folder: string;
  /** The module's path; undefined in a go.work. */
  module?: string;
  /** `1.22` out of `go 1.22.3`, and its line. */
  go?: { version: string; line: number };
  /** The paths of the modules it needs. */
  requires: readonly string[];
  /** Modules that are taken from folders of this directory. */
  replaced: readonly string[];
  /** go.work: the folders of its modules. */
  uses: readonly string[];
}

/** A directive and its words, with its line. */
interface Directive {
  name: string;
  words: readonly string[];
  line: number;
}

/**
 * Reads go.mod or go.work. Undefined where there is none.
 * Source of the grammar: go.dev/ref/mod#go-mod-file-lexical.
 *
 * @throws Failure (wrong input) naming file and line
 */
export function readGoFile(files: ProjectFiles, folder: string, name: 'go.mod' | 'go.work'): GoFile | undefined {
  const path = inFolder(folder, name);
  const text = files.text(path);
  if (text === undefined) return undefined;
  const directives = directivesOf(path, text);
  const first = (wanted: string) => directives.find((directive) => directive.name === wanted);
  const module = first('module')?.words[0];
  const go = first('go');
  if (name === 'go.mod' && !module) throw unusable(path, 'it names no module.');
  const version = /^(\d+\.\d+)/.exec(go?.words[0] ?? '')?.[1];
  if (go && !version) throw unusable(`${path}:${go.line}`, `${JSON.stringify(go.words[0] ?? '')} is not a Go version.`);
  return {
    path,
    folder,
    ...(module && { module }),
    ...(go && version && { go: { version, line: go.line } }),
    requires: directives.flatMap(({ name, words }) => (name === 'require' ? words.slice(0, 1) : [])),
    replaced: directives.flatMap((directive) => replacedBy(files, { path, folder }, directive)),
    uses: directives.flatMap((directive) => usedBy(files, { path, folder }, directive)),
  };
}

function directivesOf(path: string, text: string): Directive[] {
  const directives: Directive[] = [];
  let block: string | undefined;
  let opened = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const words = lineWords(path, line, raw);
    if (words.length === 0) continue;
    if (block !== undefined && words[0] === ')') block = undefined;
    else if (block !== undefined) directives.push({ name: block, words, line });
    else if (words[1] === '(' && words[2] === ')') continue;
    else if (words[1] === '(') [block, opened] = [words[0] ?? '', line];
    else directives.push({ name: words[0] ?? '', words: words.slice(1), line });
  }
  if (block !== undefined) throw unusable(`${path}:${opened}`, `the block "${block} (" is not closed.`);
  return directives;
}

/** The words of a line, without its comment; words in quotes may hold anything. */
function lineWords(path: string, line: number, raw: string): string[] {
  const words = raw.match(/\/\/.*|"(?:[^"\\]|\\.)*"|`[^`]*`|[()]|[^\s()"`]+|["`]/g) ?? [];
  const kept = words.filter((word) => !word.startsWith('//'));
  if (kept.some((word) => word === '"' || word === '`')) throw unusable(`${path}:${line}`, 'a quote is not closed.');
  return kept.map((word) => (/^["`]./.test(word) ? word.slice(1, -1) : word));
}

/** Where a go.mod or go.work is. */
type Where = Pick<GoFile, 'path' | 'folder'>;

/** The folder of `replace … => ../other`; other modules come from where every module comes from. */
function replacedBy(files: ProjectFiles, where: Where, directive: Directive): string[] {
  const { name, words } = directive;
  const target = name === 'replace' ? words[words.indexOf('=>') + 1] : undefined;
  if (!target || !/^(?:\.{1,2}(?:\/|$)|\/)/.test(target)) return [];
  return [inside(files, where, directive, target, `${words[0]} is replaced by ${target}`)];
}

function usedBy(files: ProjectFiles, where: Where, directive: Directive): string[] {
  const [target] = directive.words;
  if (directive.name !== 'use' || target === undefined) return [];
  return [inside(files, where, directive, target, `the module ${target}`)];
}

function inside(
  files: ProjectFiles,
  { path, folder }: Where,
  { line }: Directive,
  target: string,
  what: string,
): string {
  const found = reachable(files, folder, target);
  if (found !== undefined) return found;
  throw outsideContext(`${path}:${line}`, what, folder, target);
}

/** The last part of a module's path, but not the major version that it may end in. */
export function moduleName({ module }: GoFile): string | undefined {
  return module?.replace(/\/v\d+$/, '').replace(/^.*\//, '');
}
