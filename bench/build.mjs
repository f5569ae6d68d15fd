// Building the project: image sizes and build times against the plain way of writing the Containerfile.
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { medians, RUNS, runAlone } from './support.mjs';

export const title = 'Building the project';
export const rival =
  "The rival is the article's own Containerfile with the target's name corrected (no lock file, no profile, no caches), on the same builder image and the same sources; for C and TinyGo the same structure with plain flags.";

const plain = join(dirname(fileURLToPath(import.meta.url)), 'plain');

/** The rival's project: the same sources, the plain Containerfile, and the manifest as `cargo new` writes it. */
const languages = {
  rust: { name: 'Rust', goal: 0.55, program: 'src/main.rs', sources: ['src'] },
  c: { name: 'C', goal: 0.6, program: 'src/main.c', sources: ['src'] },
  tinygo: { name: 'TinyGo', goal: 0.6, program: 'main.go', sources: ['go.mod', 'main.go'] },
};

/** What the five dependencies are for: a program that uses each of them. */
const FIVE = [
  'serde = { version = "1", features = ["derive"] }',
  'serde_json = "1"',
  'clap = { version = "4", features = ["derive"] }',
  'regex = "1"',
  'anyhow = "1"',
];

let count = 0;

/** Writes our project and the rival's beside it. Returns their folders. */
function projects(bench, language, flags = []) {
  const name = `bench-${language}-${count++}`;
  bench.cli([name, '--language', language, '--name', name, ...flags, '--yes', '--no-build']);
  const ours = join(bench.folder, name);
  const theirs = join(bench.folder, `${name}-plain`);
  mkdirSync(theirs);
  for (const source of languages[language].sources)
    cpSync(join(ours, source), join(theirs, source), { recursive: true });
  const builder = /^ARG BUILDER_IMAGE=(\S+)$/m.exec(readFileSync(join(ours, 'Containerfile'), 'utf8'))?.[1];
  const written = (file) =>
    readFileSync(join(plain, file), 'utf8').replaceAll('BUILDER', builder).replaceAll('NAME', name);
  writeFileSync(join(theirs, 'Containerfile'), written(`${language}.Containerfile`));
  if (language === 'rust') writeFileSync(join(theirs, 'Cargo.toml'), written('Cargo.toml'));
  return { name, builder, ours, theirs };
}

const image = (folder) => `localhost/${folder.split('/').at(-1)}`;

/** Changes one line of the program, each time another. */
function change(folder, language) {
  appendFileSync(join(folder, languages[language].program), `// change ${count++}\n`);
}

function rebuilt(bench, folder, language, flags) {
  change(folder, language);
  return bench.buildImage(image(folder), folder, flags);
}

/** What `podman build` takes at the least: one cached COPY into an empty image. */
function floorProject(bench) {
  const folder = join(bench.folder, 'floor');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Containerfile'), 'FROM scratch\nCOPY file /file\n');
  writeFileSync(join(folder, 'file'), 'nothing\n');
  return folder;
}

export async function rows(bench) {
  const table = [];
  const floor = floorProject(bench);
  const goIsTinyGo = !/stand/i.test(tinygoVersion(bench));

  for (const [language, { name, goal }] of Object.entries(languages)) {
    const standIn = language === 'tinygo' && !goIsTinyGo;
    const called = standIn ? 'Go standing in for TinyGo' : name;
    if (standIn) languages.tinygo.standIn = true;
    const { ours, theirs } = projects(bench, language);
    if (standIn) plainGo(theirs);
    // Cold: a new project, empty caches, but the builder image is there.
    bench.podman(['pull', '--quiet', builderIn(ours)]);
    const cold = { rival: bench.buildImage(image(theirs), theirs), ours: bench.buildImage(image(ours), ours) };
    table.push({
      what: `${called}: bytes of the image`,
      ours: bench.imageBytes(image(ours)),
      rival: bench.imageBytes(image(theirs)),
      unit: 'bytes',
      ...(!standIn && { goal: { ratio: goal } }),
    });
    table.push({ what: `${called}: first build, nothing cached, once`, ...cold, unit: 's' });
    const changed = medians({
      rival: () => rebuilt(bench, theirs, language),
      ours: () => rebuilt(bench, ours, language),
    });
    table.push({ what: `${called}: build after a one-line change`, ...changed, unit: 's' });
    const again = medians({
      rival: () => bench.buildImage(image(floor), floor),
      ours: () => bench.buildImage(image(ours), ours),
    });
    table.push({
      what: `${called}: build with nothing changed, against an image of one cached COPY`,
      ...again,
      unit: 's',
      goal: { ratio: 1.2 },
    });
    if (language !== 'tinygo') table.push(...wasmOpt(bench, language, ours));
  }
  table.push(...fiveDependencies(bench));
  return table;
}

function builderIn(folder) {
  return /^ARG BUILDER_IMAGE=(\S+)$/m.exec(readFileSync(join(folder, 'Containerfile'), 'utf8'))?.[1];
}

function tinygoVersion(bench) {
  const { builder } = projects(bench, 'tinygo');
  return bench.podman(['run', '--rm', builder, 'tinygo', 'version']).stdout;
}

/** The lab's stand-in takes our own command line alone: the plain way is then plain Go. */
function plainGo(folder) {
  const path = join(folder, 'Containerfile');
  const text = readFileSync(path, 'utf8').replace(
    'tinygo build -target=wasip1',
    'GOOS=wasip1 GOARCH=wasm GOCACHE=/tmp/go go build',
  );
  writeFileSync(path, text);
}

/** With --wasm-opt against the same project without: bytes, and what the step costs. */
function wasmOpt(bench, language, without) {
  const { ours: with_ } = projects(bench, language, ['--wasm-opt']);
  bench.buildImage(image(with_), with_);
  const { name } = languages[language];
  const sizes = { ours: bench.imageBytes(image(with_)), rival: bench.imageBytes(image(without)), unit: 'bytes' };
  const modules = { ours: bench.moduleBytes(image(with_)), rival: bench.moduleBytes(image(without)), unit: 'bytes' };
  const seconds = medians({
    rival: () => rebuilt(bench, without, language),
    ours: () => rebuilt(bench, with_, language),
  });
  return [
    { what: `${name} with --wasm-opt: bytes of the module, against without`, ...modules },
    { what: `${name} with --wasm-opt: bytes of the image`, ...sizes },
    { what: `${name} with --wasm-opt: build after a one-line change`, ...seconds, unit: 's' },
  ];
}

/** A crate with serde, serde_json, clap, regex and anyhow, and a program that uses all five. */
function fiveDependencies(bench) {
  const { ours, theirs, builder, name } = projects(bench, 'rust');
  for (const folder of [ours, theirs]) {
    const manifest = join(folder, 'Cargo.toml');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace('[dependencies]\n', `[dependencies]\n${FIVE.join('\n')}\n`),
    );
    cpSync(join(plain, 'five.rs'), join(folder, 'src/main.rs'));
  }
  // The rival has no lock file: resolving is part of what it does each time.
  bench.podman(['run', '--rm', '-v', `${ours}:/src`, '-w', '/src', builder, 'cargo', 'generate-lockfile']);
  const cold = { rival: bench.buildImage(image(theirs), theirs), ours: bench.buildImage(image(ours), ours) };
  const changed = medians({ rival: () => rebuilt(bench, theirs, 'rust'), ours: () => rebuilt(bench, ours, 'rust') });
  const input = '{"name":"bench","numbers":[1,2,3]}';
  const said = [ours, theirs].map((folder) => bench.runImage(image(folder), [input]).stdout);
  if (said[0] !== said[1] || !said[0].includes('6')) throw new Error(`${name}: ${said.join(' and ')}`);
  const sizes = { ours: bench.imageBytes(image(ours)), rival: bench.imageBytes(image(theirs)), unit: 'bytes' };
  return [
    { what: 'Rust with five dependencies: bytes of the image', ...sizes, goal: { ratio: 0.55 } },
    { what: 'Rust with five dependencies: first build, nothing cached, once', ...cold, unit: 's' },
    {
      what: 'Rust with five dependencies: build after a one-line change',
      ...changed,
      unit: 's',
      goal: { ratio: 0.3 },
      ...(RUNS < 5 && { note: `${RUNS} runs` }),
    },
  ];
}

await runAlone(import.meta, { title, rows });
