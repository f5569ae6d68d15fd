// What every benchmark shares: whole processes timed side by side, medians, goals, and the versions they were taken with.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, findPodman, installDependencies, root } from '../scripts/set-up.mjs';

/** Timed runs of each side. BENCH_RUNS=1 while a benchmark is written; what is published has at least five. */
export const RUNS = Number(process.env.BENCH_RUNS ?? 5);

/**
 * One line of the table.
 * @typedef {object} Row
 * @property {string} what
 * @property {number} ours
 * @property {number} [rival] left out where there is nothing to compare with
 * @property {'s' | 'µs' | 'bytes' | 'MiB' | 'packages' | 'requests/s'} unit
 * @property {{ ratio: number } | { least: number } | { faster: number } | { more: number } | { most: number }} [goal]
 *   at most so many times the rival's; at least so many times it, where more is better; at least so many times faster; at most so much more, in the unit; at most so much
 * @property {string} [note]
 */

/** Sets up what the benchmarks need, hands it to `work`, and takes it away again. */
export async function withBench(work) {
  installDependencies();
  build();
  const podman = findPodman();
  const folder = mkdtempSync(join(tmpdir(), 'create-wasm-oci-bench-'));
  const bench = new Bench(folder, podman.path);
  try {
    return await work(bench);
  } finally {
    bench.close();
    rmSync(folder, { recursive: true, force: true });
    podman.stop();
  }
}

/** Programs to time, in a folder of their own, with a Podman on PATH. */
export class Bench {
  #images = new Set();

  constructor(folder, path) {
    this.folder = folder;
    // Build caches (`RUN --mount=type=cache`) live below TMPDIR: the bench's own are empty at first.
    this.env = { ...process.env, PATH: path, TMPDIR: folder, NO_COLOR: '1' };
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    this.script = join(root, bin['create-wasm-oci']);
  }

  /** Says on stderr what is under way: some of it takes minutes. */
  say(text) {
    process.stderr.write(`bench: ${text}\n`);
  }

  /** Runs a program, which must succeed. Returns its output and wall time in seconds. */
  run(program, args, { cwd = this.folder, env = {} } = {}) {
    const started = performance.now();
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd,
      env: { ...this.env, ...env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const seconds = (performance.now() - started) / 1000;
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error ?? stdout + stderr}`);
    return { stdout, stderr, seconds };
  }

  /** Seconds that a program takes, as a whole process. */
  time(program, args, options) {
    return this.run(program, args, options).seconds;
  }

  /** Seconds of processor time that a program of Node's takes: what else the machine does changes it less than the wall's. */
  processor(args, options) {
    const file = join(this.folder, 'processor-time');
    this.run(process.execPath, ['--require', join(root, 'bench/meter.cjs'), ...args], {
      ...options,
      env: { BENCH_METER: file },
    });
    return Number(readFileSync(file, 'utf8')) / 1e6;
  }

  podman(args, options) {
    return this.run('podman', args, options);
  }

  /** Our command line. */
  cli(args, options) {
    return this.run(process.execPath, [this.script, ...args], options);
  }

  /** Changes a source by one line, as no earlier run has: what was built before is taken from a cache. */
  change(source) {
    appendFileSync(source, `// ${randomUUID()}\n`);
  }

  /** Builds an image for wasi/wasm. It is removed by `close`. */
  buildImage(image, directory, flags = []) {
    this.#images.add(image);
    return this.time('podman', ['build', '--platform=wasi/wasm', ...flags, '-t', image, '.'], { cwd: directory });
  }

  runImage(image, args = []) {
    return this.podman(['run', '--rm', '--pull=never', '--platform', 'wasi/wasm', image, ...args]);
  }

  /** Compressed bytes of manifest, config and layers: what a push transfers. */
  imageBytes(image) {
    const layout = join(this.folder, 'layout');
    rmSync(layout, { recursive: true, force: true });
    this.podman(['save', '--quiet', '--format', 'oci-dir', '-o', layout, image]);
    const json = (path) => JSON.parse(readFileSync(join(layout, path), 'utf8'));
    const [manifest] = json('index.json').manifests;
    // In an `oci-dir` of Podman's the blobs stand as in any OCI layout.
    const { config, layers } = json(`blobs/${manifest.digest.replace(':', '/')}`);
    return [manifest, config, ...layers].reduce((sum, { size }) => sum + size, 0);
  }

  /** Bytes of the one file in an image. */
  moduleBytes(image) {
    return readFileSync(this.moduleOf(image)).length;
  }

  /** Takes the module out of an image. */
  moduleOf(image) {
    const [{ Config }] = JSON.parse(this.podman(['image', 'inspect', image]).stdout);
    const container = this.podman(['create', '--platform', 'wasi/wasm', image]).stdout.trim();
    const path = join(this.folder, 'module.wasm');
    this.podman(['cp', `${container}:${Config.Entrypoint[0]}`, path]);
    this.podman(['rm', container]);
    return path;
  }

  close() {
    if (this.#images.size > 0) this.podman(['rmi', '--force', '--ignore', ...this.#images]);
    this.#images.clear();
  }
}

/**
 * Medians of several sides, in seconds. The sides take turns, so that what else the machine does hits all of them alike;
 * each has one turn before that does not count, unless it has had one.
 * @param {Record<string, () => number>} sides
 * @param {{ warm?: boolean, runs?: number }} [options] warm: each has run just before; runs: for what is over in no time
 * @returns {Record<string, number>}
 */
export function medians(sides, { warm = false, runs = RUNS } = {}) {
  const names = Object.keys(sides);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  if (!warm) for (const name of names) sides[name]();
  for (let turn = 0; turn < runs; turn++) for (const name of names) taken[name].push(sides[name]());
  const found = Object.fromEntries(names.map((name) => [name, median(taken[name])]));
  // A table comes at the end, and what came before it may have taken minutes.
  process.stderr.write(`bench:   ${names.map((name) => `${name} ${found[name].toFixed(3)} s`).join(', ')}\n`);
  return found;
}

/** The builder image that a project's Containerfile starts from. */
export function builderOf(project) {
  return /^ARG BUILDER_IMAGE=(\S+)$/m.exec(readFileSync(join(project, 'Containerfile'), 'utf8'))?.[1];
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Whether a row reaches its goal; undefined where it has none. */
export function met({ ours, rival, goal }) {
  if (goal && 'most' in goal) return ours <= goal.most;
  if (!goal || rival === undefined) return undefined;
  if ('ratio' in goal) return ours / rival <= goal.ratio;
  if ('least' in goal) return ours / rival >= goal.least;
  if ('faster' in goal) return rival / ours >= goal.faster;
  return ours - rival <= goal.more;
}

/** A row as texts: what, ours, rival, ratio, goal, whether it is met. */
export function cells(row) {
  const { what, ours, rival, unit, goal, note } = row;
  const shown = (value) => {
    if (value === undefined) return '';
    if (unit === 's') return `${value.toFixed(value < 0.1 ? 3 : 2)} s`;
    return `${Math.round(value).toLocaleString('en-US')} ${unit}`;
  };
  const reached = met(row);
  return {
    what: note ? `${what} (${note})` : what,
    ours: shown(ours),
    rival: shown(rival),
    ratio: rival === undefined ? '' : ratioText(ours, rival, goal),
    goal: goalText(goal, unit),
    met: reached === undefined ? '' : reached ? 'yes' : 'no',
  };
}

function ratioText(ours, rival, goal) {
  if (goal && 'faster' in goal) return `${(rival / ours).toFixed(1)}x faster`;
  if (goal && 'more' in goal) return `${ours >= rival ? '+' : ''}${Math.round((ours - rival) * 1000)} ms`;
  return `${(ours / rival).toFixed(2)}x`;
}

function goalText(goal, unit) {
  if (!goal) return '';
  if ('ratio' in goal) return `at most ${goal.ratio}x`;
  if ('least' in goal) return `at least ${goal.least}x`;
  if ('faster' in goal) return `at least ${goal.faster}x faster`;
  if ('most' in goal) return `at most ${goal.most.toLocaleString('en-US')} ${unit}`;
  return unit === 's' ? `at most ${goal.more * 1000} ms more` : `at most ${goal.more} ${unit} more`;
}

/** What the figures depend on. No name of a machine or a registry. */
export function versions(bench) {
  const first = (program, args, pattern) => {
    try {
      return pattern.exec(bench.run(program, args).stdout)?.[1];
    } catch {
      return undefined;
    }
  };
  const { host } = JSON.parse(bench.podman(['info', '--format', 'json']).stdout);
  const found = {
    Node: process.version.slice(1),
    Podman: first('podman', ['--version'], /version (\S+)/),
    buildah: host.buildahVersion,
    crun: /crun version (\S+)/.exec(host.ociRuntime.version)?.[1],
    WasmEdge: first('wasmedge', ['--version'], /version (\S+)/),
    platform: `${process.platform} ${process.arch}`,
  };
  return Object.fromEntries(Object.entries(found).filter(([, version]) => version !== undefined));
}

/** Prints rows as they are read in a terminal. */
export function print(title, rows) {
  console.log(`\n${title}`);
  for (const row of rows) {
    const { what, ours, rival, ratio, goal, met: reached } = cells(row);
    const against = rival && ` against ${rival}: ${ratio}`;
    const aim = goal && ` (goal: ${goal}; ${reached === 'yes' ? 'met' : 'not met'})`;
    console.log(`  ${what}: ${ours}${against}${aim}`);
  }
}

/** For the end of a benchmark's file: runs it when that file is what Node was started with. */
export async function runAlone({ url }, { title, rows }) {
  if (url !== pathToFileURL(process.argv[1] ?? '').href) return;
  await withBench(async (bench) => print(title, await rows(bench)));
}
