import type { Tri } from '../sources/condition.js';

/** What CMake's own variables are in a build for WASI with wasi-sdk's toolchain file. */
const OF_CMAKE: Readonly<Record<string, string>> = {
  WIN32: 'OFF',
  MSVC: 'OFF',
  MINGW: 'OFF',
  CYGWIN: 'OFF',
  APPLE: 'OFF',
  ANDROID: 'OFF',
  EMSCRIPTEN: 'OFF',
  XCODE: 'OFF',
  IOS: 'OFF',
  CMAKE_CROSSCOMPILING: 'ON',
};

/** The constants of if(). Source: the cmake-commands(7) manual. */
const CMAKE_FALSE = /^(?:0|OFF|NO|FALSE|N|IGNORE|NOTFOUND||.*-NOTFOUND)$/i;
const CMAKE_TRUE = /^(?:[1-9]\d*|ON|YES|TRUE|Y)$/i;

/** Whether a value is one that if() takes for false. */
export function isFalse(value: string): boolean {
  return CMAKE_FALSE.test(value);
}

/** The condition of an `if()`: what is known of it, and which option would turn it. */
export interface Condition {
  holds: Tri;
  /** The variable that decides it, where that is one. */
  option?: { name: string; on: boolean };
}

/** Evaluates an `if()`, as far as its variables are known. Its parentheses were taken out: with both `AND` and `OR` it is not. */
export function condition(args: readonly string[], variables: ReadonlyMap<string, string>): Condition {
  if (args.includes('AND') && args.includes('OR')) return { holds: undefined };
  const parts = partsAt(args, args.includes('AND') ? 'AND' : 'OR').map((words) => term(words, variables));
  const [only, second] = parts;
  if (!only) return { holds: undefined };
  if (!second) return only;
  const all = args.includes('AND');
  const decides = parts.find(({ holds }) => (all ? holds === 0 : holds !== undefined && holds !== 0));
  if (decides) return { ...(all && decides), holds: all ? 0 : 1 };
  return { holds: parts.every(({ holds }) => holds !== undefined) ? Number(all) : undefined };
}

function partsAt(words: readonly string[], at: string): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === at) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

function term(words: readonly string[], variables: ReadonlyMap<string, string>): Condition {
  const [first = '', ...rest] = words;
  if (first === 'NOT') {
    const { holds, option } = term(rest, variables);
    const turned = option && { option: { ...option, on: !option.on } };
    return { holds: holds === undefined ? undefined : Number(holds === 0), ...turned };
  }
  if (first === 'DEFINED' && rest.length === 1) return { holds: variables.has(rest[0] ?? '') ? 1 : undefined };
  if (rest[0] === 'STREQUAL' && rest.length === 2) {
    const [, second = ''] = rest;
    const [left, right] = [valueOfVariable(first, variables) ?? first, valueOfVariable(second, variables) ?? second];
    return { holds: /\$/.test(left + right) || left === first ? undefined : Number(left === right) };
  }
  if (rest.length > 0) return { holds: undefined };
  if (CMAKE_TRUE.test(first)) return { holds: 1 };
  const value = valueOfVariable(first, variables) ?? (CMAKE_FALSE.test(first) ? 'OFF' : undefined);
  if (value === undefined) return { holds: undefined };
  if (CMAKE_FALSE.test(value)) return { holds: 0, option: { name: first, on: true } };
  return CMAKE_TRUE.test(value) ? { holds: 1, option: { name: first, on: true } } : { holds: undefined };
}

function valueOfVariable(name: string, variables: ReadonlyMap<string, string>): string | undefined {
  return variables.get(name) ?? OF_CMAKE[name];
}

/** The `if()` blocks that are open while commands are followed. */
export class Blocks {
  readonly #open: { holds: Tri; decided: Tri; option?: Condition['option'] }[] = [];

  /** Follows `if`, `elseif`, `else` and `endif`. Says whether the command was one of them. */
  follow(name: string, args: readonly string[], variables: ReadonlyMap<string, string>): boolean {
    if (name === 'if') this.#open.push({ ...condition(args, variables), decided: condition(args, variables).holds });
    else if (name === 'elseif' || name === 'else') {
      const block = this.#open.at(-1);
      if (!block) return true;
      const now: Condition = name === 'else' ? { holds: 1 } : condition(args, variables);
      const before = block.decided;
      const option = name === 'else' && block.option ? { ...block.option, on: !block.option.on } : now.option;
      this.#open[this.#open.length - 1] = {
        holds: before === 1 ? 0 : before === 0 ? now.holds : now.holds === 0 ? 0 : undefined,
        decided: before === 1 || now.holds === 1 ? 1 : before === 0 && now.holds === 0 ? 0 : undefined,
        ...(option && { option }),
      };
    } else if (name === 'endif') this.#open.pop();
    else return false;
    return true;
  }

  /** Whether the commands here are followed; not those of another system, or of an option that is off. */
  get holds(): Tri {
    if (this.#open.some(({ holds }) => holds === 0)) return 0;
    return this.#open.every(({ holds }) => holds !== undefined) ? 1 : undefined;
  }

  /** The options that must be set for the commands here; undefined where something else keeps them from being followed. */
  get options(): { name: string; on: boolean }[] | undefined {
    const closed = this.#open.filter(({ holds }) => holds === 0);
    const options = closed.flatMap(({ option }) => (option && !(option.name in OF_CMAKE) ? [option] : []));
    return options.length === closed.length ? options : undefined;
  }
}
