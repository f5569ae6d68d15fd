import { type ProjectFiles, reachable } from '../../detect/project-files.js';
import type { Setting } from '../../passed-on.js';
import { expand, splitArguments, Variables, wordsOf } from './make-expand.js';

/** One rule: its targets, what they need, and its recipe, unchanged. */
export interface MakeRule {
  targets: readonly string[];
  needs: readonly string[];
  recipe: readonly string[];
  /** Its file: the Makefile, or one that it includes. */
  path: string;
  line: number;
}

/** A Makefile, as far as it tells which programs it links. */
export interface Makefile {
  rules: readonly MakeRule[];
  phony: ReadonlySet<string>;
  /** What plain `make` makes. */
  goal: string | undefined;
  /** Variables whose value is whether a program with threads compiles, in a shell. */
  threadProbes: readonly { name: string; place: string }[];
  /** A line of a recipe with the variables that the whole Makefile sets; automatic ones stay. */
  expanded(line: string): string;
}

/** The state of reading: variables so far, and which conditionals are open. */
interface Reading {
  files: ProjectFiles;
  variables: Variables;
  /** Variables of the command line: the Makefile's own values do not count. */
  fixed: ReadonlySet<string>;
  rules: (MakeRule & { recipe: string[] })[];
  threadProbes: { name: string; place: string }[];
  /** One entry for each open `if…`: whether its branch is taken, and whether one was already. */
  branches: { taken: boolean; done: boolean }[];
  current: (MakeRule & { recipe: string[] }) | undefined;
  /** Files that were begun: each is read once, so that none includes itself for ever. */
  begun: Set<string>;
}

/**
 * Reads a Makefile, and what it includes, without running anything. Functions that run programs and text made by `eval`
 * are passed over: what is not found here is named by the user (`--bin`).
 *
 * @param given variables of the command line
 */
export function readMakefile(path: string, files: ProjectFiles, given: readonly Setting[] = []): Makefile {
  // What make itself sets, and what Makefiles test for.
  const variables = new Variables([
    ['CC', 'cc'],
    ['CXX', 'c++'],
    ['CURDIR', '.'],
    ['MAKE', 'make'],
    ...given.map(({ name, value }): [string, string] => [name, value.replaceAll('$', '$$$$')]),
  ]);
  const fixed = new Set(given.map(({ name }) => name));
  const reading: Reading = {
    files,
    variables,
    fixed,
    rules: [],
    threadProbes: [],
    branches: [],
    current: undefined,
    begun: new Set(),
  };
  readFile(path, reading);
  const phony = new Set(
    reading.rules.filter(({ targets }) => targets.includes('.PHONY')).flatMap(({ needs }) => needs),
  );
  const rules = reading.rules.filter(({ targets }) => targets.some((target) => !/^\.[A-Z_]+$/.test(target)));
  const goal = wordsOf(expand(variables.get('.DEFAULT_GOAL') ?? '', variables, files))[0];
  const first = rules.flatMap(({ targets }) => targets).find((target) => !/%|^\.[^/]*$/.test(target));
  const expanded = (line: string) => expand(line, variables, files);
  return { rules, phony, goal: goal ?? first, threadProbes: reading.threadProbes, expanded };
}

function readFile(path: string, reading: Reading): void {
  const { begun, files, branches } = reading;
  const text = files.text(path);
  if (text === undefined || begun.has(path)) return;
  begun.add(path);
  let defining = false;
  for (const { text: line, number } of joinedLines(text)) {
    const words = line.trim();
    if (defining || /^(?:override\s+)?define\s/.test(words)) defining = !/^endef\b/.test(words);
    else if (!conditional(withoutComment(words), reading) && branches.every(({ taken }) => taken))
      read(line, { path, number }, reading);
  }
}

/** A line without its comment: `else # unix` is an else. */
function withoutComment(line: string): string {
  return line.replace(/(^|[^\\])#.*$/, '$1').trim();
}

/** Lines with their continuations. A recipe's line keeps its tab. */
function joinedLines(text: string): { text: string; number: number }[] {
  const lines: { text: string; number: number }[] = [];
  let open: { parts: string[]; number: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const continues = (/\\*$/.exec(raw)?.[0].length ?? 0) % 2 === 1;
    const part = continues ? raw.slice(0, -1) : raw;
    if (open) open.parts.push(part.trim());
    else open = { parts: [part], number: index + 1 };
    if (continues) continue;
    lines.push({ text: open.parts.join(' '), number: open.number });
    open = undefined;
  }
  return open ? [...lines, { text: open.parts.join(' '), number: open.number }] : lines;
}

/** Follows `ifeq`, `ifdef`, `else` and `endif`. Says whether the line was one of them. */
function conditional(line: string, { variables, files, branches }: Reading): boolean {
  const [, word = '', rest = ''] = /^(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*)$/.exec(line) ?? [];
  if (word === '') return false;
  if (word === 'endif') branches.pop();
  else if (word === 'else') {
    const branch = branches.at(-1);
    if (branch) branch.taken = !branch.done && (rest === '' || test(rest));
    if (branch?.taken) branch.done = true;
  } else {
    const taken = test(line);
    branches.push({ taken, done: taken });
  }
  return true;

  function test(condition: string): boolean {
    const [, kind = '', what = ''] = /^(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$/.exec(condition) ?? [];
    if (kind === 'ifdef' || kind === 'ifndef')
      return ((variables.get(what.trim()) ?? '') !== '') === (kind === 'ifdef');
    const [, inner] = /^\(([\s\S]*)\)/.exec(what) ?? [];
    const sides =
      inner === undefined ? /^["'](.*?)["']\s+["'](.*?)["']/.exec(what)?.slice(1) : splitArguments(inner).slice(0, 2);
    const [left = '', right = ''] = sides?.map((side) => expand(side, variables, files).trim()) ?? [];
    return (left === right) === (kind === 'ifeq');
  }
}

const ASSIGNMENT = /^(?:(?:override|export|private)\s+)*([^\s:#=?+!]+)\s*(:{0,3}=|\?=|\+=|!=)\s*(.*)$/;

/**
 * What asks the compiler whether there are threads. wasi-libc has pthread.h, and a program that starts no thread compiles
 * with it. Measured: lz4 1.10.0 and zstd 1.5.7 with wasi-sdk 33.
 */
const PROBE_OF_THREADS = [/\$[({]shell\s/, /<pthread\.h>/, /\becho 1\b/, /\becho 0\b/];

/** Whether a text has these in their order. One pattern for all would try every way through a long line. */
function hasInOrder(text: string, patterns: readonly RegExp[]): boolean {
  let rest = text;
  return patterns.every((pattern) => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found.index + found[0].length);
    return found !== null;
  });
}

function read(raw: string, place: { path: string; number: number }, reading: Reading): void {
  if (raw.startsWith('\t')) {
    reading.current?.recipe.push(raw.trim());
    return;
  }
  const text = withoutComment(raw);
  if (text === '') return;
  const [, included] = /^(?:-|s)?include\s+(.*)$/.exec(text) ?? [];
  if (included !== undefined) {
    // Names are relative to where make is run, whichever file includes them.
    const names = wordsOf(expand(included, reading.variables, reading.files));
    for (const name of names) readFile(reachable(reading.files, '', name) ?? '', reading);
    return;
  }
  const assigned = ASSIGNMENT.exec(text);
  if (assigned) {
    if (hasInOrder(assigned[3] ?? '', PROBE_OF_THREADS))
      reading.threadProbes.push({ name: assigned[1] ?? '', place: `${place.path}:${place.number}` });
    assign(assigned, reading);
    return;
  }
  const rule = /^([^:=]+?)\s*:{1,2}(?!=)\s*([^;]*)(?:;(.*))?$/.exec(expandTargets(text, reading));
  reading.current = undefined;
  if (!rule) return;
  const [, targets = '', needs = '', recipe] = rule;
  // `target: NAME = value` sets a variable for one target.
  if (ASSIGNMENT.test(needs) && !/^\S+\s+\S/.test(needs.replace(/\s*[:?+]?=.*/, ''))) return;
  // A static pattern rule (`targets: %: %.o`) has its pattern in between.
  const own = needs.split(/:(?!=)/).at(-1) ?? '';
  reading.current = {
    targets: wordsOf(targets),
    needs: wordsOf(own.replace('|', ' ')),
    recipe: [],
    path: place.path,
    line: place.number,
  };
  if (recipe?.trim()) reading.current.recipe.push(recipe.trim());
  reading.rules.push(reading.current);
}

/** Names are expanded before the colon is looked for; the recipe behind a semicolon is not. */
function expandTargets(text: string, { variables, files }: Reading): string {
  const [head = '', ...recipe] = text.split(';');
  return [expand(head, variables, files), ...recipe].join(';');
}

function assign([, name = '', operator = '', value = '']: RegExpExecArray, { variables, fixed, files }: Reading): void {
  if (fixed.has(name)) return;
  const known = variables.get(name);
  if (operator === '?=' && known !== undefined) return;
  if (operator === '!=') return;
  if (operator === '+=') variables.set(name, `${known ?? ''} ${value}`.trim());
  // `:=` is expanded at its place, so that it may name itself.
  else variables.set(name, operator.startsWith(':') ? expand(value, variables, files).replaceAll('$', '$$$$') : value);
}
