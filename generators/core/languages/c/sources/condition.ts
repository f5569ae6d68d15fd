/** A value of a preprocessor's expression; undefined where it is not known. */
export type Tri = number | undefined;

/** What is known of macros where an expression is. */
export interface MacroView {
  /** 1 or 0; undefined where it is not known whether the macro is defined. */
  defined(name: string): Tri;
  value(name: string): Tri;
  /** Whether `#include <name>` finds a file; undefined where that is not known. */
  header(name: string): Tri;
}

/** More words than any condition has: each may open a parenthesis, which takes a call. */
const CONDITION_WORDS_MAX = 1000;

/** Binding of binary operators, weakest first. Source: the C standard, 6.5.5 to 6.5.14. */
const OPERATORS: readonly string[][] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Evaluates the expression of an `#if`, as far as its macros are known. What cannot be read is not known. */
export function evaluate(expression: string, macros: MacroView): Tri {
  const words = expression.match(/<[\w./+-]+\.h\w*>|"[^"\n]*"|\w+|&&|\|\||[<>=!]=|<<|>>|[^\s\w]/g) ?? [];
  if (words.length > CONDITION_WORDS_MAX) return undefined;
  let at = 0;
  const value = binary(0);
  return at === words.length ? value : undefined;

  function binary(level: number): Tri {
    const operators = OPERATORS[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (;;) {
      const operator = words[at];
      if (operator === undefined || !operators.includes(operator)) return left;
      at++;
      left = combined(operator, left, binary(level + 1));
    }
  }

  function unary(): Tri {
    const word = words[at++];
    if (word === undefined) return undefined;
    if (word === '!') {
      const value = unary();
      return value === undefined ? undefined : Number(value === 0);
    }
    if (word === '-') {
      const value = unary();
      return value === undefined ? undefined : -value;
    }
    if (word === '(') {
      const value = binary(0);
      if (words[at] === ')') at++;
      return value;
    }
    if (word === 'defined') return macros.defined(argument());
    if (/^\d/.test(word)) return Number.parseInt(word.replace(/[uUlL]+$/, ''), word.startsWith('0x') ? 16 : 10);
    if (words[at] === '(') {
      const inner = argument();
      return word === '__has_include' ? macros.header(inner.replace(/^[<"]|[>"]$/g, '')) : undefined;
    }
    return /^\w+$/.test(word) ? macros.value(word) : undefined;
  }

  /** The first word between parentheses, which are passed over; or the next word. */
  function argument(): string {
    if (words[at] !== '(') return words[at++] ?? '';
    const first = words[at + 1] ?? '';
    let deep = 0;
    do {
      if (words[at] === '(') deep++;
      if (words[at] === ')') deep--;
      at++;
    } while (deep > 0 && at < words.length);
    return first;
  }
}

function combined(operator: string, left: Tri, right: Tri): Tri {
  // One side may decide whatever the other is.
  if (operator === '&&' && (left === 0 || right === 0)) return 0;
  if (operator === '||' && ((left !== undefined && left !== 0) || (right !== undefined && right !== 0))) return 1;
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '&&':
    case '||':
      return Number(operator === '&&' ? left !== 0 && right !== 0 : left !== 0 || right !== 0);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      return undefined;
  }
}
