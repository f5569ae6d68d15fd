import { evaluate, type Tri } from './condition.js';
import type { FileMacros } from './macros.js';

/** What of a C file is compiled, as far as that is known, on the lines that it has. */
export interface ActiveCode {
  /** Code without comments and literals, with the bodies of macros. */
  code: string;
  includes: readonly Include[];
  /** Macros that it certainly defines. */
  macros: ReadonlySet<string>;
  /** Macros that it may define. */
  mayDefine: ReadonlySet<string>;
}

/** An `#include`. */
export interface Include {
  name: string;
  /** `<name>`, not `"name"`. */
  angled: boolean;
  line: number;
  /** Whether it is certainly compiled. */
  surely: boolean;
}

const COMMENTS_AND_LITERALS =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?:[^\\\n]|\\[\s\S])*|R"([^\s()\\]{0,16})\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])+'/g;

/** A file without comments and literals; the names of includes stay. */
export function withoutComments(text: string): string {
  return text.replace(COMMENTS_AND_LITERALS, (found, _raw, at: number) => {
    if (found.startsWith('"') && /^[ \t]*#[ \t]*include[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at)))
      return found;
    return (found.startsWith('"') ? '""' : ' ') + found.replace(/[^\n]+/g, '');
  });
}

/** An `#if` that is open: whether its current branch is compiled, and whether an earlier one certainly was. */
interface Branch {
  active: Tri;
  decided: Tri;
  outer: Tri;
}

/** Names of such guards. Those of options are none: a build file may give them another value. */
const GUARD_NAME = /(?:_|^)(?:H|HH|HPP|HXX|INCLUDED|GUARD)_*$/i;

/** Comments may be between a header's `#ifndef` and its `#define`. */
const GUARD_LINES = 10;

/**
 * Follows `#if` and its kin. Where a condition is not known, both branches count. Source: the C standard, 6.10.1.
 */
export function activeCode(text: string, macros: FileMacros): ActiveCode {
  const lines = withoutComments(text).split('\n');
  const branches: Branch[] = [];
  const includes: Include[] = [];
  const defined = new Set<string>();
  const mayDefine = new Set<string>();
  const state = (): Tri => (branches.length === 0 ? 1 : branches[branches.length - 1]?.active);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, directive, begun = ''] = /^[ \t]*#[ \t]*(\w+)(.*)$/s.exec(line) ?? [];
    if (directive === undefined) {
      if (state() === 0) lines[at] = '';
      continue;
    }
    const first = at;
    let rest = begun;
    while (rest.endsWith('\\') && at + 1 < lines.length) {
      rest = `${rest.slice(0, -1)} ${lines[++at] ?? ''}`;
      lines[at] = '';
    }
    lines[first] = '';
    if (!conditional(directive, rest, at) && state() !== 0) lines[first] = plainDirective(directive, rest, first + 1);
  }
  return { code: lines.join('\n'), includes, macros: defined, mayDefine };

  function conditional(directive: string, rest: string, at: number): boolean {
    if (directive === 'if' || directive === 'ifdef' || directive === 'ifndef') {
      const outer = state();
      const holds = outer === 0 ? 0 : isGuard(directive, rest, at) ? 1 : test(directive, rest);
      branches.push({ outer, active: both(outer, holds), decided: holds });
    } else if (/^(?:elif|elifdef|elifndef|else)$/.test(directive)) {
      const branch = branches.at(-1);
      if (!branch) return true;
      const free = negated(branch.decided);
      const holds = directive === 'else' ? 1 : test(directive.replace('el', ''), rest);
      branch.active = both(branch.outer, both(free, holds));
      branch.decided = negated(both(free, negated(holds)));
    } else if (directive === 'endif') branches.pop();
    else return false;
    return true;
  }

  /** `#ifndef NAME_H` with `#define NAME_H` below: a header that is read for the first time. */
  function isGuard(directive: string, rest: string, at: number): boolean {
    const next = lines.slice(at + 1, at + 1 + GUARD_LINES).find((line) => line.trim() !== '') ?? '';
    const [name = ''] = /\w+/.exec(rest) ?? [];
    return (
      directive === 'ifndef' &&
      GUARD_NAME.test(name) &&
      new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}[ \\t]*1?[ \\t]*$`).test(next)
    );
  }

  function test(directive: string, rest: string): Tri {
    if (directive === 'if') return evaluate(rest, macros);
    const value = macros.defined(/\w+/.exec(rest)?.[0] ?? '');
    return directive === 'ifdef' ? value : negated(value);
  }

  /** @returns what of the line is code: the body of a macro */
  function plainDirective(directive: string, rest: string, line: number): string {
    const surely = state() !== undefined;
    if (directive === 'include' || directive === 'import') {
      const [, open, name] = /^\s*([<"])([^>"]+)[>"]/.exec(rest) ?? [];
      if (name !== undefined) includes.push({ name: name.trim(), angled: open === '<', line, surely });
    }
    const [, name, parameters, body = ''] = /^\s+(\w+)(\([^)]*\))?(.*)$/s.exec(rest) ?? [];
    if (directive === 'undef' && name) macros.undefine(name, surely);
    if (directive !== 'define' || !name) return '';
    macros.define(name, parameters ? '' : body, surely);
    mayDefine.add(name);
    if (surely) defined.add(name);
    return body;
  }
}

function both(one: Tri, other: Tri): Tri {
  if (one === 0 || other === 0) return 0;
  return one === undefined || other === undefined ? undefined : 1;
}

function negated(value: Tri): Tri {
  return value === undefined ? undefined : Number(value === 0);
}
