import { globPattern } from './glob.js';
import type { ProjectFiles } from './project-files.js';

/** The variables of a Makefile, not yet expanded. */
export type Variables = Map<string, string>;

/** A variable may name others, but not for ever, and not so many that they grow beyond all measure. */
const DEPTH = 20;
const EXPANSIONS = 10_000;

/** Expansions that are left to one text. */
interface Budget {
  left: number;
}

/**
 * Expands `$(NAME)`, `${NAME}`, `$N`, and the functions that names of files are made with. What would run a program
 * (`$(shell …)`) or is not known expands to nothing. Automatic variables (`$@`) are left as they are.
 * Source: GNU make manual, "How to Use Variables" and "Functions for Transforming Text".
 */
export function expand(text: string, variables: Variables, files: ProjectFiles): string {
  return expandWithin({ left: EXPANSIONS }, text, variables, files, 0);
}

function expandWithin(budget: Budget, text: string, variables: Variables, files: ProjectFiles, depth: number): string {
  if (depth > DEPTH || budget.left-- <= 0) return '';
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$') {
      result += text[at];
      continue;
    }
    const next = text[++at];
    if (next === '(' || next === '{') {
      const end = closing(text, at);
      result += call(budget, text.slice(at + 1, end), variables, files, depth);
      at = end;
    } else if (next === '$') result += '$';
    else if (next !== undefined && /\w/.test(next)) result += call(budget, next, variables, files, depth);
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

/** What stands between the parentheses: a variable, one with a substitution (`OBJ:.c=.o`), or a function. */
function call(budget: Budget, inner: string, variables: Variables, files: ProjectFiles, depth: number): string {
  const again = (text: string) => expandWithin(budget, text, variables, files, depth + 1);
  const called = /^([a-z]+)[ \t]+([\s\S]*)$/.exec(inner);
  if (called) return applied(called[1] ?? '', splitArguments(called[2] ?? '').map(again), files);
  const substituted = /^([^:=()${}]+):([^=]*)=(.*)$/.exec(inner);
  if (substituted) {
    const [, name = '', from = '', to = ''] = substituted;
    const [pattern, replacement] = from.includes('%') ? [from, to] : [`%${from}`, `%${to}`];
    return patsubst(again(pattern), again(replacement), again(variables.get(name.trim()) ?? ''));
  }
  return again(variables.get(again(inner).trim()) ?? '');
}

function applied(name: string, args: string[], files: ProjectFiles): string {
  const [first = '', second = '', third = ''] = args;
  const each = (text: string, change: (word: string) => string) => wordsOf(text).map(change).join(' ');
  switch (name) {
    case 'wildcard':
      return each(first, (glob) => matching(files, glob.replace(/^\.\//, '')).join(' '));
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
    case 'strip':
      return wordsOf(first).join(' ');
    default:
      return '';
  }
}

/** The words of a list. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function matching(files: ProjectFiles, glob: string): string[] {
  const pattern = globPattern(glob);
  return files.paths.filter((path) => pattern.test(path));
}

function patsubst(pattern: string, replacement: string, text: string): string {
  return wordsOf(text)
    .map((word) => {
      const stem = stemOf(pattern, word);
      return stem === undefined ? word : replacement.replace('%', () => stem);
    })
    .join(' ');
}

/** What `%` stands for where a word matches a pattern. */
export function stemOf(pattern: string, word: string): string | undefined {
  const [before = '', after] = pattern.split('%');
  if (after === undefined) return word === pattern ? '' : undefined;
  if (word.length < before.length + after.length || !word.startsWith(before) || !word.endsWith(after)) return undefined;
  return word.slice(before.length, word.length - after.length);
}

/** Commas part arguments, but not those inside a call. */
function splitArguments(text: string): string[] {
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
