// The loop of `dev`: from an edit to the new output, by a compiler of this machine and by Podman.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/set-up.mjs';
import { median, RUNS, runAlone } from './support.mjs';

export const title = 'dev: from an edit to the new output';
export const rival =
  'Seconds from the write of a source to the line that the new program prints. Ours is a running `create-wasm-oci dev`; the rival is `podman build --platform=wasi/wasm -t IMAGE . && podman run --rm --platform wasi/wasm IMAGE` by a shell, on the same sources with the same edit, in turn. The compilers of the machine are those of the builder images.';

/** Podman keeps the layers of builds by hand, so the same edits in another run of this would be in its cache. */
const run = randomUUID();

/** An edit takes longer than this only where something hangs. */
const LIMIT = 60_000;

/** A running `dev` of a project. */
class Development {
  #output = '';
  #errors = '';
  #waiting;
  #ended;

  constructor(bench, project, engine) {
    this.child = spawn(process.execPath, [bench.script, 'dev', '--engine', engine], { cwd: project, env: bench.env });
    this.#ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdout.on('data', (piece) => {
      this.#output += piece;
      this.#waiting?.();
    });
    this.child.stderr.on('data', (piece) => {
      this.#errors += piece;
    });
  }

  /** Waits until the program has printed a text. */
  prints(text) {
    return new Promise((resolve, reject) => {
      const clock = setTimeout(() => reject(new Error(`dev did not print ${text}:\n${this.#errors}`)), LIMIT);
      this.#waiting = () => {
        if (!this.#output.includes(text)) return;
        clearTimeout(clock);
        resolve();
      };
      this.#waiting();
    });
  }

  async stop() {
    this.child.kill('SIGINT');
    await this.#ended;
  }
}

/** A project whose greeting is edited. */
function projectIn(bench, language, name, source) {
  bench.cli([name, '--language', language, '--image', `localhost/${name}`, '--yes', '--no-build']);
  const project = join(bench.folder, name);
  const file = join(project, source);
  const first = readFileSync(file, 'utf8');
  let turn = 0;
  return {
    project,
    /** Writes another greeting. Returns it. */
    edit() {
      turn++;
      const text = `Edited ${name} ${turn} ${run}!`;
      writeFileSync(file, first.replace(/Hello from [^!\n]*!/, text));
      return text;
    },
  };
}

async function secondsOf(edited, work) {
  const started = performance.now();
  await work(edited.edit());
  return (performance.now() - started) / 1000;
}

/** The medians of an edit under `dev`, and of the rival where there is one. */
async function edits(bench, { language, source, engine, byHand }) {
  const name = `dev-${language}-${engine}`;
  const ours = projectIn(bench, language, name, source);
  const development = new Development(bench, ours.project, engine);
  const rivals = byHand && projectIn(bench, language, `${name}-by-hand`, source);
  const image = `localhost/${name}-by-hand`;
  const taken = { ours: [], rival: [] };
  try {
    await development.prints('Arguments: none');
    // The first edit of each side does not count.
    for (let turn = 0; turn <= RUNS; turn++) {
      taken.ours.push(await secondsOf(ours, (text) => development.prints(text)));
      if (rivals) taken.rival.push(await secondsOf(rivals, (text) => runByHand(bench, rivals.project, image, text)));
    }
  } finally {
    await development.stop();
    if (engine !== 'embedded') bench.podman(['rmi', '--force', '--ignore', `localhost/${name}`, image]);
  }
  const seconds = Object.fromEntries(Object.entries(taken).map(([side, all]) => [side, all.slice(1)]));
  bench.say(`  ${name}: ${JSON.stringify(seconds)}, load ${loadavg()[0].toFixed(2)}`);
  return { ours: median(seconds.ours), ...(rivals && { rival: median(seconds.rival) }), unit: 's' };
}

function runByHand(bench, cwd, image, text) {
  const line = `podman build --platform=wasi/wasm -t ${image} . && podman run --rm --platform wasi/wasm ${image}`;
  const { stdout } = bench.run('sh', ['-c', line], { cwd });
  if (!stdout.includes(text)) throw new Error(`${line} did not print ${text}`);
}

/** The folder of the lab's compilers, for a machine without a compiler for WASI of its own. */
function labCompilers() {
  const { status, stdout, stderr } = spawnSync(join(root, 'test/lab/compilers-up'), { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const LANGUAGES = [
  { language: 'c', title: 'C', source: 'src/main.c', compiler: 'clang', most: 0.4 },
  { language: 'cpp', title: 'C++', source: 'src/main.cpp', compiler: 'clang', most: 0.4 },
  { language: 'rust', title: 'Rust', source: 'src/main.rs', compiler: 'cargo', most: 1 },
];

export async function rows(bench) {
  const table = [];
  const { PATH } = bench.env;
  if (process.platform === 'linux') bench.env.PATH = `${labCompilers()}:${PATH}`;
  for (const { title, compiler, most, ...language } of LANGUAGES) {
    const taken = await edits(bench, { ...language, engine: 'embedded' });
    table.push({ what: `${title}, ${compiler} of the machine's own`, ...taken, goal: { most } });
  }
  bench.env.PATH = PATH;
  for (const { title, ...language } of LANGUAGES) {
    const taken = await edits(bench, { ...language, engine: 'podman', byHand: true });
    table.push({ what: `${title}, Podman`, ...taken, goal: { ratio: 0.8 } });
  }
  return table;
}

await runAlone(import.meta, { title, rows });
