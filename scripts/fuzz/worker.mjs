// Runs one target in a thread: changes inputs, keeps those that reach new code, reports what should not happen.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { mutated, Random } from './mutate.mjs';

const { bundle, counters, words: texts, seed, until, folders, current } = workerData;
const hits = new Uint32Array(counters);
globalThis.__counters = hits;
const { default: target } = await import(bundle);

const random = new Random(seed);
const words = [...texts, ...(target.words ?? [])].map((text) => Buffer.from(text));
/** What was seen of each counter: a bit for each magnitude of its count, as AFL does. */
const elsewhere = target.coverage ?? new Uint32Array(0);
const all = counters + elsewhere.length;
const seen = new Uint8Array(all);
const inputs = [];
const known = new Set();
const place = { count: new Int32Array(current, 0, 2), bytes: new Uint8Array(current, 8) };
let executions = 0;
let most = 0;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Bytes that one input may leave behind outside of the heap; the heap has its own limit (fuzz.mjs). */
const EXTERNAL_MAX = 200 * 1024 * 1024;
/**
 * And all inputs together, before the thread is replaced: zstddec has one WebAssembly memory, and frees nothing of a stream
 * that is damaged or left early. A process that inspects one image ends with it.
 */
const REPLACED_AFTER = 1024 ** 3;
let external = process.memoryUsage().external;
let replacedAt = Number.POSITIVE_INFINITY;
/** Branches that an input may take: some, and so many for each of its bytes. Unlike time, it is the same on every machine. */
const WORK_MAX = 4_000_000;
const WORK_PER_BYTE = 2_000;

class Finding extends Error {}

/** Runs an input. Returns whether it went where none went before. */
async function execute(input) {
  place.bytes.set(input);
  Atomics.store(place.count, 0, input.length);
  Atomics.store(place.count, 1, ++executions);
  hits.fill(0);
  try {
    await target.run(input);
  } catch (error) {
    if (!target.expects(error)) throw error;
  }
  const before = external;
  external = process.memoryUsage().external;
  if (external - before > EXTERNAL_MAX || external > replacedAt) {
    collectGarbage();
    external = process.memoryUsage().external;
  }
  if (external - before > EXTERNAL_MAX)
    throw new Finding(`it leaves ${Math.round((external - before) / 1024 ** 2)} MiB outside of the heap`);
  const { found, work } = looked();
  if (work > WORK_MAX + WORK_PER_BYTE * input.length) throw new Finding(`it takes ${work} branches`);
  return found;
}

function looked() {
  let found = false;
  let work = 0;
  for (let index = 0; index < all; index++) {
    const count = index < counters ? hits[index] : elsewhere[index - counters];
    if (count === 0) continue;
    work += count;
    const bit = 1 << Math.min(7, 31 - Math.clz32(count));
    if ((seen[index] & bit) !== 0) continue;
    seen[index] |= bit;
    found = true;
  }
  most = Math.max(most, work);
  return { found, work };
}

async function attempt(input) {
  try {
    return await execute(input);
  } catch (error) {
    const key = keyOf(error);
    if (known.has(key)) return false;
    known.add(key);
    parentPort.postMessage({ finding: await smallest(input, key), message: String(error?.stack ?? error) });
    return false;
  }
}

/** Two findings are one when the same error comes from the same place. */
function keyOf(error) {
  const stack = String(error?.stack ?? error)
    .split('\n')
    .find((line) => /^\s+at (?!must )/.test(line));
  return error instanceof Finding ? error.message.replace(/\d+/g, 'N') : `${error?.name} ${stack}`;
}

/** The same finding with fewer bytes: pieces are removed while it stays. */
async function smallest(input, key) {
  const same = (bytes) =>
    execute(bytes).then(
      () => false,
      (error) => keyOf(error) === key,
    );
  let small = input;
  for (let size = Math.ceil(small.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < small.length && Date.now() < until; ) {
      const shorter = Buffer.concat([small.subarray(0, at), small.subarray(at + size)]);
      if (await same(shorter)) small = shorter;
      else at += size;
    }
  }
  return small;
}

function keep(input) {
  inputs.push(input);
  writeFileSync(join(folders.at(-1), createHash('sha256').update(input).digest('hex').slice(0, 16)), input);
}

const counts = () => ({ executions, corpus: inputs.length, reached: seen.filter(Boolean).length, counters: all, most });

const missing = target.missing?.();
if (missing) {
  parentPort.postMessage({ missing, done: true });
  await new Promise(() => {});
}
for (const folder of folders) {
  for (const name of readdirSync(folder).sort()) {
    const input = readFileSync(join(folder, name)).subarray(0, target.maxBytes);
    if (await attempt(input)) inputs.push(input);
  }
}
if (inputs.length === 0) inputs.push(Buffer.alloc(0));
/** Half of the time one of the newest: what reached new code is near to more of it. */
const pick = () => {
  const newest = Math.max(1, Math.ceil(inputs.length / 10));
  return random.below(2) === 0 ? random.of(inputs) : inputs[inputs.length - 1 - random.below(newest)];
};
replacedAt = external + REPLACED_AFTER;
while (Date.now() < until && external < replacedAt) {
  for (let left = 100; left > 0 && Date.now() < until && external < replacedAt; left--) {
    const input = mutated(pick(), random, words, random.of(inputs), target.maxBytes);
    if (await attempt(input)) keep(input);
  }
  parentPort.postMessage(counts());
}
target.close?.();
parentPort.postMessage({ ...counts(), done: true });
