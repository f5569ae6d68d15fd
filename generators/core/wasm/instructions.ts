/**
 * What a module may use beyond WebAssembly 1.0, by the names of LLVM's target features where it has one.
 * `legacy-exceptions` are those of the proposal's third phase, which the standard replaced.
 */
export type Feature =
  | 'atomics'
  | 'bulk-memory'
  | 'custom-page-sizes'
  | 'exception-handling'
  | 'extended-const'
  | 'function-references'
  | 'gc'
  | 'legacy-exceptions'
  | 'memory64'
  | 'multimemory'
  | 'multivalue'
  | 'mutable-globals'
  | 'nontrapping-fptoint'
  | 'reference-types'
  | 'relaxed-simd'
  | 'shared-memory'
  | 'sign-ext'
  | 'simd128'
  | 'tail-call'
  | 'wide-arithmetic';

/** What stands behind an instruction's code, one letter each; nothing for most of them. */
export type Immediates = string;

// n: a number · m: a memory argument · b: a block's type · h: a heap type · t: value types · l: labels of br_table
// c: catch clauses · 1: a byte · 4, 8, s: 4, 8 and 16 bytes
// Source: WebAssembly core specification 3.0, binary format of instructions, and the proposals named in `Feature`.
/** What stands behind each instruction that is known here; an instruction with a prefix is `prefix * 0x1000 + number`. */
export const immediatesOf: Map<number, Immediates> = new Map();
/** The feature that an instruction belongs to; nothing for those of WebAssembly 1.0. */
export const featureOf: Map<number, Feature> = new Map();

function define(codes: readonly number[], immediates: Immediates, feature?: Feature): void {
  for (const code of codes) {
    immediatesOf.set(code, immediates);
    if (feature) featureOf.set(code, feature);
  }
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
/** An instruction of two numbers: a prefix byte, and its own. */
const prefixed = (prefix: number, ...codes: number[]) => codes.map((code) => prefix * 0x1000 + code);
/** The first and the last byte that is the prefix of a further number. */
export const FIRST_PREFIX = 0xfb;
export const LAST_PREFIX = 0xfe;

define([0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, ...range(0x45, 0xbf)], '');
define([0x02, 0x03, 0x04], 'b');
define([0x0c, 0x0d, 0x10, ...range(0x20, 0x24), 0x3f, 0x40, 0x41, 0x42], 'n');
define([0x0e], 'l');
define([0x11], 'nn');
define(range(0x28, 0x3e), 'm');
define([0x43], '4');
define([0x44], '8');
define([0x06], 'b', 'legacy-exceptions');
define([0x07, 0x09, 0x18], 'n', 'legacy-exceptions');
define([0x19], '', 'legacy-exceptions');
define([0x08], 'n'); // throw belongs to both
define([0x0a], '', 'exception-handling');
define([0x1f], 'bc', 'exception-handling');
define([0x12], 'n', 'tail-call');
define([0x13], 'nn', 'tail-call');
define([0x14, 0x15, 0xd5, 0xd6], 'n', 'function-references');
define([0xd4], '', 'function-references');
define([0x1c], 't', 'reference-types');
define([0x25, 0x26, 0xd2], 'n', 'reference-types');
define([0xd0], 'h', 'reference-types');
define([0xd1], '', 'reference-types');
define([0xd3], '', 'gc');
define(range(0xc0, 0xc4), '', 'sign-ext');
define(prefixed(0xfb, 0, 1, 6, 7, 11, 12, 13, 14, 16), 'n', 'gc');
define(prefixed(0xfb, 2, 3, 4, 5, 8, 9, 10, 17, 18, 19), 'nn', 'gc');
define(prefixed(0xfb, 15, 26, 27, 28, 29, 30), '', 'gc');
define(prefixed(0xfb, 20, 21, 22, 23), 'h', 'gc');
define(prefixed(0xfb, 24, 25), '1nhh', 'gc');
define(prefixed(0xfc, ...range(0, 7)), '', 'nontrapping-fptoint');
define(prefixed(0xfc, 8, 10, 12, 14), 'nn', 'bulk-memory');
define(prefixed(0xfc, 9, 11, 13), 'n', 'bulk-memory');
define(prefixed(0xfc, 15, 16, 17), 'n', 'reference-types');
define(prefixed(0xfc, ...range(19, 22)), '', 'wide-arithmetic');
define(prefixed(0xfd, ...range(0, 255)), '', 'simd128');
define(prefixed(0xfd, ...range(0, 11), 92, 93), 'm', 'simd128');
define(prefixed(0xfd, 12, 13), 's', 'simd128');
define(prefixed(0xfd, ...range(21, 34)), '1', 'simd128');
define(prefixed(0xfd, ...range(84, 91)), 'm1', 'simd128');
define(prefixed(0xfd, ...range(256, 275)), '', 'relaxed-simd');
define(prefixed(0xfe, 0, 1, 2, ...range(16, 78)), 'm', 'atomics');
define(prefixed(0xfe, 3), '1', 'atomics');
