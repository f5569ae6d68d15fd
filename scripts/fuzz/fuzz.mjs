// npm run fuzz [-- TARGET… --seconds N | --total N] [--jobs N] [--seed N] [--hang N] [--targets FOLDER]
// Runs each target, or those named, with inputs that nobody wrote, each for N seconds, or all of them for N together. A
// target returns or throws one of its documented errors, within bounds of memory and work. Anything else is a finding: its
// input is saved below .fuzz/findings, and the exit code is 1. Inputs that reached new code are kept
// below .fuzz/corpus, and the next run begins with them.
//
// Not Jazzer.js: its binaries need glibc 2.38, which Debian 12 has not, and it limits the memory of a process only. Not
// fast-check: it sees nothing of the code, and what finds most in parsers is coverage. That takes few lines here, and runs
// wherever Node does.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { bundleText } from '../bundle/bundle.mjs';
import { instrument } from './instrument.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CACHE = join(root, '.fuzz');
/** Heap that one target may take, in MiB: its own code, its inputs, and what one input makes of it. */
const HEAP_MAX = 400;
/** Most bytes of an input; a target may have fewer. */
const INPUT_MAX = 256 * 1024;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    total: { type: 'string' },
    jobs: { type: 'string' },
    seed: { type: 'string' },
    /** Seconds without an end of one input: a hang. */
    hang: { type: 'string', default: '20' },
    targets: { type: 'string', default: 'test/fuzz/targets' },
  },
});
const all = readdirSync(join(root, values.targets))
  .map((file) => basename(file, '.ts'))
  .sort();
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no fuzz target ${unknown.join(', ')} (there are ${all.join(', ')})`);
  process.exit(1);
}
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const queue = positionals.length > 0 ? [...positionals] : [...all];
const jobs = Number(values.jobs ?? Math.min(2, availableParallelism()));
const seconds = values.total === undefined ? Number(values.seconds) : (Number(values.total) * jobs) / queue.length;
const results = [];
console.log(`seed ${seed}, ${Math.round(seconds)} s each: ${queue.join(', ')}`);
await Promise.all(Array.from({ length: jobs }, turn));
const findings = results.reduce((sum, { findings }) => sum + findings, 0);
console.log(findings === 0 ? 'nothing was found' : `${findings} findings are in ${join(CACHE, 'findings')}`);
process.exitCode = findings === 0 ? 0 : 1;

async function turn() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const result = await fuzz(name);
    results.push(result);
    if (result.missing) {
      console.log(`${name.padEnd(14)} skipped: ${result.missing}`);
      continue;
    }
    const { executions, took, corpus, reached, counters, most, findings } = result;
    const rate = Math.round(executions / took).toLocaleString('en-US');
    console.log(
      `${name.padEnd(14)} ${executions.toLocaleString('en-US').padStart(11)} executions ${rate.padStart(7)}/s  corpus ${corpus}` +
        `  branches ${reached} of ${counters}, at most ${most.toLocaleString('en-US')} in one input  findings ${findings}`,
    );
  }
}

async function fuzz(name) {
  const committed = join(root, 'test/fuzz/corpus', name);
  const kept = join(CACHE, 'corpus', name);
  const bundle = join(CACHE, `${name}.mjs`);
  mkdirSync(kept, { recursive: true });
  const { code, counters, words } = instrument(await bundleText(root, `${values.targets}/${name}.ts`));
  writeFileSync(bundle, code);
  const started = Date.now();
  const until = started + seconds * 1000;
  const total = { executions: 0, corpus: 0, reached: 0, counters, most: 0, findings: 0 };
  const save = (input, message) => {
    total.findings++;
    const folder = join(CACHE, 'findings');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}-${Date.now()}-${total.findings}`);
    writeFileSync(file, input);
    console.log(`${name}: FINDING ${file}\n${message}\n`);
  };
  // A thread that hangs or has no memory left is ended; the next goes on with what was kept.
  for (let run = 0; Date.now() < until && total.findings < 10 && !total.missing; run++) {
    const current = new SharedArrayBuffer(8 + INPUT_MAX);
    const folders = [committed, kept].filter((folder) => existsSync(folder));
    const workerData = {
      bundle: pathToFileURL(bundle).href,
      counters,
      words,
      seed: seed + run,
      until,
      folders,
      current,
    };
    const before = total.executions;
    const onMessage = ({ finding, message, ...counts }) => {
      if (finding) save(finding, message);
      else Object.assign(total, counts, { executions: before + counts.executions });
    };
    const fault = await ended(workerData, onMessage);
    if (fault) {
      const [length] = new Int32Array(current, 0, 1);
      save(Buffer.from(current.slice(8, 8 + length)), fault);
    }
  }
  return { ...total, took: (Date.now() - started) / 1000 };
}

/** Runs a thread to its end. Returns what was wrong with the input that it was at. */
function ended(workerData, onMessage) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX, maxYoungGenerationSizeMb: 32 },
  });
  const count = new Int32Array(workerData.current, 0, 2);
  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(count, 1);
      if (now === last) end(`it does not end within ${values.hang} s`);
      last = now;
    }, Number(values.hang) * 1000);
    const end = (fault) => {
      clearInterval(watch);
      worker.terminate().then(() => resolve(fault));
    };
    worker.on('message', onMessage);
    worker.on('message', ({ done }) => done && end());
    worker.on('error', (error) => end(String(error?.stack ?? error)));
  });
}
