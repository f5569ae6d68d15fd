// Small changes to an input, as libFuzzer and AFL make them. The same seed gives the same changes.

/** Numbers at which readers break: ends of ranges, as bytes, in LEB128 and in decimal and octal digits. */
const NUMBERS = [
  [0],
  [1],
  [0x7f],
  [0x80, 0x01],
  [0xff],
  [0xff, 0xff, 0x03],
  [0x80, 0x80, 0x80, 0x80, 0x00],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  ...['-1', '0', '1e999', '9007199254740993', '4294967296', '77777777777', '1000000'].map((text) => Buffer.from(text)),
].map((bytes) => Buffer.from(bytes));

/** Most inputs change in few places. */
const CHANGES_MAX = 6;
const RANGE_MAX = 64;
const REPEAT_MAX = 2000;

/** A source of numbers that a seed determines (mulberry32). */
export class Random {
  #state;
  constructor(seed) {
    this.#state = seed >>> 0;
  }
  /** An integer from 0 to `below` - 1. */
  below(below) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }
  of(list) {
    return list[this.below(list.length)];
  }
}

const spliced = (bytes, start, end, ...inside) =>
  Buffer.concat([bytes.subarray(0, start), ...inside, bytes.subarray(end)]);

/** Each takes bytes, numbers, words and another input, and gives changed bytes. */
const CHANGES = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
    return copy;
  },
  (bytes, random) => {
    const [start, end] = range(bytes, random);
    return spliced(bytes, start, end);
  },
  (bytes, random) => spliced(bytes, ...range(bytes, random), random.of(NUMBERS)),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, random.of(NUMBERS));
  },
  (bytes, random, words) => {
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, random.of(words));
  },
  (bytes, random, words) => spliced(bytes, ...range(bytes, random), random.of(words)),
  (bytes, random) => {
    const [start, end] = range(bytes, random);
    const at = random.below(bytes.length + 1);
    return spliced(bytes, at, at, bytes.subarray(start, end));
  },
  (bytes, random) => {
    const [start, end] = range(bytes, random);
    const times = random.below(4) === 0 ? random.below(REPEAT_MAX) : random.below(8);
    return spliced(bytes, start, end, ...Array(times).fill(bytes.subarray(start, end)));
  },
  (bytes, random, _, other) => {
    const [start, end] = [random.below(other.length + 1), random.below(other.length + 1)].sort((a, b) => a - b);
    return spliced(bytes, ...range(bytes, random), other.subarray(start, end));
  },
  (bytes, random, _, other) =>
    Buffer.concat([bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))]),
];

function range(bytes, random) {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.below(random.below(4) === 0 ? bytes.length + 1 : RANGE_MAX))];
}

/**
 * Changes an input in some places.
 * @param {Buffer} bytes @param {Random} random @param {Buffer[]} words @param {Buffer} other another input @param {number} max
 */
export function mutated(bytes, random, words, other, max) {
  let changed = bytes;
  for (let left = 1 + random.below(CHANGES_MAX); left > 0; left--) {
    changed = random.of(CHANGES)(changed, random, words, other).subarray(0, max);
  }
  return changed;
}
