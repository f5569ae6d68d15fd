import { globPattern } from '../../detect/glob.js';
import { buildablePaths, type ProjectFiles } from '../../detect/project-files.js';

/** Variables may name others, at most so deep. */
const DEPTH = 20;
/** Characters that the expansions of one Makefile may read: a tenth of a second. */
const CHARACTERS = 2_000_000;
/** A function may make its second longest argument as often as its longest has characters: `$(subst a,$(LONG),$(LONG))`. */
const PRODUCT_MAX = 4_000_000;

/** The variables of a Makefile, not yet expanded, and what their expansion may still cost. */
export class Variables extends Map<string, string> {
  /** Characters that are left. Then everything expands to nothing. */
  left = CHARACTERS;
  /** Variables being expanded: one that names itself expands to nothing (make itself stops there). */
  readonly expanding = new Set<string>();
}

/**
 * Expands `$(NAME)`, `${NAME}`, `$N`, and the functions that names of files are made with. What would run a program
 * (`$(shell …)`) or is not known expands to nothing. Automatic variables (`$@`) are left as they are.
 * Source: GNU make manual, "How to Use Variables" and "Functions for Transforming Text".
 */
export function expand(text: string, variables: Variables, files: ProjectFiles): string {
  return expandWithin(text, variables, files, 0);
}

function expandWithin(text: string, variables: Variables, files: ProjectFiles, depth: number): string {
  variables.left -= text.length + 1;
  if (depth > DEPTH || variables.left < 0) return '';
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const next = text[++at];
    if (next === '(' || next === '{') {
      const end = closing(text, at);
      result += call(text.slice(at + 1, end), variables, files, depth);
      at = end;
    } else if (next === '$') result += '$';
    else if (next !== undefined && /\w/.test(next)) result += call(next, variables, files, depth);
    else result += `$${next ?? ''}`;
  }
  return result;
}

/** Where the parenthesis that opens here is closed; the end where it is not. */
function closing(text: string, open: number): number {
  const [from, to] = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let deep = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === from) deep++;
    else if (text[at] === to && --deep === 0) return at;
  }
  return text.length;
}

/** What is between the parentheses: a variable, one with a substitution (`OBJ:.c=.o`), or a function. */
function call(inner: string, variables: Variables, files: ProjectFiles, depth: number): string {
  const again = (text: string) => expandWithin(text, variables, files, depth + 1);
  const valued = (name: string) => {
    if (variables.expanding.has(name)) return '';
    variables.expanding.add(name);
    const value = again(variables.get(name) ?? '');
    variables.expanding.delete(name);
    return value;
  };
  const called = /^([a-z][a-z-]*)[ \t]+([\s\S]*)$/.exec(inner);
  if (called) return applied(called[1] ?? '', splitArguments(called[2] ?? '').map(again), variables, files);
  const substituted = /^([^:=()${}]+):([^=]*)=(.*)$/.exec(inner);
  if (substituted) {
    const [, name = '', from = '', to = ''] = substituted;
    const [pattern, replacement] = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
    return patsubst(again(pattern), again(replacement), valued(name.trim()));
  }
  return valued(again(inner).trim());
}

function applied(name: string, args: string[], variables: Variables, files: ProjectFiles): string {
  const [first = '', second = '', third = ''] = args;
  const [long = 0, longest = 0] = args
    .map(({ length }) => length)
    .sort((one, other) => one - other)
    .slice(-2);
  if (long * longest > PRODUCT_MAX) return '';
  const each = (text: string, change: (word: string) => string) => wordsOf(text).map(change).join(' ');
  switch (name) {
    case 'wildcard':
      return each(first, (glob) => wildcard(variables, files, glob.replace(/^\.\//, '')).join(' '));
    case 'patsubst':
      return patsubst(first.trim(), second.trim(), third);
    case 'subst':
      return first === '' ? third : third.replaceAll(first, second);
    case 'addprefix':
      return each(second, (word) => first.trim() + word);
    case 'addsuffix':
      return each(second, (word) => word + first.trim());
    case 'notdir':
      return each(first, (word) => word.replace(/^.*\//, ''));
    case 'basename':
      return each(first, (word) => word.replace(/\.[^./]*$/, ''));
    case 'dir':
      return each(first, (word) => /^.*\//.exec(word)?.[0] ?? './');
    case 'strip':
      return wordsOf(first).join(' ');
    case 'sort':
      return [...new Set(wordsOf(first))].sort().join(' ');
    case 'firstword':
      return wordsOf(first)[0] ?? '';
    case 'lastword':
      return wordsOf(first).at(-1) ?? '';
    case 'filter':
    case 'filter-out':
      return filtered(name === 'filter', wordsOf(first), wordsOf(second));
    case 'findstring':
      return second.includes(first) ? first : '';
    case 'if':
      return first.trim() === '' ? third : second;
    case 'or':
      return args.find((text) => text.trim() !== '') ?? '';
    case 'and':
      return args.every((text) => text.trim() !== '') ? (args.at(-1) ?? '') : '';
    case 'shell':
      return ASKS_SYSTEM.test(args.join(',').trim()) ? 'Linux' : '';
    default:
      return '';
  }
}

/** The system that make runs on is the builder stage's: a container is Linux. Source: uname(1). */
const ASKS_SYSTEM = /^(?:sh\s+-c\s+)?['"]?(?:\w+=\S+\s+)*(?:\/bin\/)?uname(?:\s+-s)?['"]?(?:\s*2>\s*\S+)?$/;

function filtered(keep: boolean, patterns: readonly string[], words: readonly string[]): string {
  const fits = (word: string) => patterns.some((pattern) => stemOf(pattern, word) !== undefined);
  return words.filter((word) => fits(word) === keep).join(' ');
}

/** The words of a list. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function wildcard(variables: Variables, files: ProjectFiles, glob: string): string[] {
  // Matching a path takes several times as long as reading a character.
  const paths = buildablePaths(files);
  variables.left -= 4 * paths.length;
  if (variables.left < 0) return [];
  const pattern = globPattern(glob);
  return paths.filter((path) => pattern.test(path));
}

function patsubst(pattern: string, replacement: string, text: string): string {
  return wordsOf(text)
    .map((word) => {
      const stem = stemOf(pattern, word);
      return stem === undefined ? word : replacement.replace('%', () => stem);
    })
    .join(' ');
}

/** What `%` means where a word matches a pattern. */
export function stemOf(pattern: string, word: string): string | undefined {
  const [before = '', after] = pattern.split('%');
  if (after === undefined) return word === pattern ? '' : undefined;
  if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after)) return undefined;
  return word.slice(before.length, word.length - after.length);
}

/** Commas part arguments, but not those inside a call. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [''];
  let deep = 0;
  for (const character of text) {
    if ('({'.includes(character)) deep++;
    else if (')}'.includes(character)) deep--;
    if (character === ',' && deep === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
