/** A place in a file. */
export interface Place {
  path: string;
  line: number;
}

/** Words that may come before a call, as a type comes before the name of a function that is declared. */
const NO_TYPE = /^(?:return|else|do|case|sizeof|typeof|goto|throw|and|or|not|co_return|co_await|co_yield|delete|in)$/;

/** What code does with functions, of those that are looked for. */
export interface Calls {
  used: Map<string, number>;
  /** Defined in the code: others of the name do not matter. */
  defined: Set<string>;
}

/**
 * Finds calls and definitions of functions.
 *
 * @param code without comments, literals and directives
 * @param isSought which names count
 */
export function callsIn(code: string, isSought: (name: string) => boolean): Calls {
  const used = new Map<string, number>();
  const defined = new Set<string>();
  for (const { 0: whole, 1: name = '', index } of code.matchAll(/\b([A-Za-z_]\w*)[ \t\n]*\(/g)) {
    if (!isSought(name)) continue;
    const role = roleOf(code, index, index + whole.length - 1);
    if (role === 'definition') defined.add(name);
    if (role === 'use' && !used.has(name)) used.set(name, code.slice(0, index).split('\n').length);
  }
  // `#define dup_nothrow dup`: the body of a macro is another name for the function.
  for (const { 1: name = '', index } of code.matchAll(/^[ \t]+([A-Za-z_]\w*)[ \t]*$(?!\s*[({])/gm))
    if (isSought(name) && !used.has(name)) used.set(name, code.slice(0, index).split('\n').length);
  // A variable of a pointer to a function hides the function.
  for (const [, name = ''] of code.matchAll(/\(\s*\*\s*(\w+)\s*\)\s*\(/g)) if (isSought(name)) defined.add(name);
  return { used, defined };
}

function roleOf(code: string, start: number, open: number): 'use' | 'declaration' | 'definition' | 'member' {
  const before = code.slice(Math.max(0, start - 120), start).trimEnd();
  if (/(?:\.|->)$/.test(before)) return 'member';
  const word = /(\w+)$/.exec(before)?.[1];
  const typed = /[*&>\]]$/.test(before) || (word !== undefined && !/^\d/.test(word) && !NO_TYPE.test(word));
  const closed = closingAfter(code, open) + 1;
  const after = withoutOtherHead(code.slice(closed, closed + 400), typed);
  if (
    /^\s*(?:->\s*\w+\s*|noexcept\s*|try\s*)?\{/.test(after) &&
    !/(?:\b(?:if|while|for|switch)\s*\(|[=(,!&|?])$/.test(before)
  )
    return 'definition';
  // Before ANSI C, the types of the arguments came behind the parenthesis.
  if (/^\s*(?:[A-Za-z_][\w\s*,[\]]*;\s*)+\{/.test(after)) return 'definition';
  if (before.endsWith('::')) return /\bstd::$|(?:^|[^\w>])::$/.test(before) ? 'use' : 'member';
  return typed && /^\s*(?:;|,|__attribute__|__THROW|noexcept|[A-Z_]+\s*[(;])/.test(after) && !isProduct(before)
    ? 'declaration'
    : 'use';
}

/** `int main(argc, argv)`, `#else`, `int other(argc, argv)`, `#endif` and one body: what is between a head and the body. */
function withoutOtherHead(after: string, typed: boolean): string {
  return typed ? after.replace(/^\s*[A-Za-z_]\w*[\s*][\w\s*]*\([\w\s,*[\]]*\)(?=\s*[{\w])/, '') : after;
}

/** Whether a `*` or `&` before a call is an operator: what is left of it is a value. */
function isProduct(before: string): boolean {
  return /(?:[=(,+\-/%<>|]|\breturn\s)\s*[\w.]+\s*[*&]$|[)\]]\s*[*&]$|&&$|[=(,;{}!?:]\s*[*&>]$|(?:^|\breturn)\s*[*&]$/.test(
    before,
  );
}

/** Where a parenthesis is closed; the end of the code where it is not. */
function closingAfter(code: string, open: number): number {
  let deep = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(') deep++;
    else if (code[at] === ')' && --deep === 0) return at;
  }
  return code.length;
}
