// Running the program: ahead-of-time compiled against interpreted, on work that computes, and against the native binary.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builderOf, median, medians, RUNS, runAlone } from './support.mjs';

export const title = 'Running the program';
export const rival =
  'The rival is the same program without `--aot`, under `podman run`, which interprets it. Loops are timed by the programs themselves, whole runs include the container. Native is the same source by gcc -O2 or cargo --release, under `podman run` as well.';

const programs = join(dirname(fileURLToPath(import.meta.url)), 'programs');

/** What computes. The native binary is made in the Rust builder image, which has gcc as well. */
const work = [
  { name: 'n-body', language: 'c', source: 'nbody.c' },
  { name: 'Mandelbrot', language: 'c', source: 'mandelbrot.c' },
  { name: 'SHA-256 of 64 MB', language: 'c', source: 'sha256.c' },
  { name: 'JSON by serde_json', language: 'rust', source: 'json.rs' },
];

const image = (name) => `localhost/${name}`;

/** Writes a project with our command line. Returns its folder. */
function project(bench, name, language, flags) {
  bench.cli([name, '--language', language, '--name', name, ...flags, '--yes', '--no-build']);
  return join(bench.folder, name);
}

/** Puts a program of ours into a project. */
function fill(bench, folder, { language, source }) {
  if (language === 'c') {
    cpSync(join(programs, source), join(folder, 'src/main.c'));
    cpSync(join(programs, 'clock.h'), join(folder, 'src/clock.h'));
    return;
  }
  cpSync(join(programs, source), join(folder, 'src/main.rs'));
  const manifest = join(folder, 'Cargo.toml');
  const dependencies = '[dependencies]\nserde = { version = "1", features = ["derive"] }\nserde_json = "1"\n';
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('[dependencies]\n', dependencies));
  bench.podman(['run', '--rm', '-v', `${folder}:/src`, '-w', '/src', builderOf(folder), 'cargo', 'generate-lockfile']);
}

/** Compiles a program for this machine, in the Rust builder image. Returns what runs it. */
function native(bench, folder, { language }, builder) {
  const compile =
    language === 'c'
      ? 'gcc -O2 -o native src/main.c -lm'
      : // Without our profile, which is for size: the speed that cargo gives by itself.
        `mkdir /tmp/native && cp -r src Cargo.lock /tmp/native && sed '/^.profile/,$d' Cargo.toml >/tmp/native/Cargo.toml && cd /tmp/native && cargo build --release --locked && cp target/release/${basename(folder)} /native/native`;
  const mounted = ['run', '--rm', '-v', `${folder}:/native`];
  bench.podman([...mounted, '-w', '/native', builder, 'sh', '-c', compile]);
  return () => bench.podman([...mounted, '--pull=never', builder, '/native/native']);
}

/** Several runs of each side: medians of the whole run and of the loop in it. All print the same. */
function measure(sides) {
  const printed = new Set();
  const taken = Object.fromEntries(Object.keys(sides).map((side) => [side, { whole: [], loop: [] }]));
  for (let turn = 0; turn < RUNS; turn++) {
    for (const [side, run] of Object.entries(sides)) {
      const { stdout, stderr, seconds } = run();
      printed.add(stdout);
      taken[side].whole.push(seconds);
      taken[side].loop.push(Number(stderr.trim().split('\n').at(-1)));
    }
  }
  if (printed.size > 1) throw new Error(`they print different results: ${[...printed].join(' ')}`);
  return Object.fromEntries(
    Object.entries(taken).map(([side, { whole, loop }]) => [side, { whole: median(whole), loop: median(loop) }]),
  );
}

export async function rows(bench) {
  const table = [];
  const builder = builderOf(project(bench, 'run-builder', 'rust', []));
  for (const [index, program] of work.entries()) {
    const sides = {};
    for (const flags of [[], ['--aot']]) {
      const name = ['run', index, ...flags].join('').replaceAll('-', '');
      const folder = project(bench, name, program.language, flags);
      fill(bench, folder, program);
      bench.buildImage(image(name), folder);
      sides[flags[0] ?? 'interpreted'] = () => bench.runImage(image(name));
      sides.native ??= native(bench, folder, program, builder);
    }
    const { name } = program;
    bench.say(name);
    const { interpreted, '--aot': aot, native: binary } = measure(sides);
    bench.say(`${name}: loop ${interpreted.loop} s interpreted, ${aot.loop} s ahead of time, ${binary.loop} s native`);
    table.push(
      { what: `${name}, the whole run`, ours: aot.whole, rival: interpreted.whole, unit: 's', goal: { faster: 20 } },
      { what: `${name}, the loop`, ours: aot.loop, rival: interpreted.loop, unit: 's', goal: { faster: 20 } },
      { what: `${name}, the loop, against native`, ours: aot.loop, rival: binary.loop, unit: 's', goal: { ratio: 2 } },
    );
  }
  return [...table, ...greeting(bench)];
}

/** What --aot costs a program that only greets. */
function greeting(bench) {
  const table = [];
  for (const [language, name] of [
    ['rust', 'Rust'],
    ['c', 'C'],
  ]) {
    const plain = project(bench, `greet-${language}`, language, []);
    const aot = project(bench, `greet-${language}-aot`, language, ['--aot']);
    const seconds = {
      rival: bench.buildImage(image(basename(plain)), plain),
      ours: bench.buildImage(image(basename(aot)), aot),
    };
    const start = medians({
      rival: () => bench.runImage(image(basename(plain))).seconds,
      ours: () => bench.runImage(image(basename(aot))).seconds,
    });
    const bytes = { rival: bench.imageBytes(image(basename(plain))), ours: bench.imageBytes(image(basename(aot))) };
    table.push(
      { what: `${name} greeting: start-up, the whole run`, ...start, unit: 's', goal: { more: 0.02 } },
      { what: `${name} greeting: bytes of the image`, ...bytes, unit: 'bytes' },
      { what: `${name} greeting: first build, once`, ...seconds, unit: 's' },
    );
  }
  return table;
}

await runAlone(import.meta, { title, rows });
