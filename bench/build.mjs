// Building the project: image sizes and build times against the plain way of writing the Containerfile.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builderOf, medians, runAlone } from './support.mjs';

export const title = 'Building the project';
export const rival =
  "The rival is the article's own Containerfile with the target's name corrected (no lock file, no profile, no caches), on the same builder image, and in Rust a program as the article writes one, with println!; for C (-O2) and TinyGo the same structure with plain flags, on the same sources. All print the same.";

const plain = join(dirname(fileURLToPath(import.meta.url)), 'plain');

/** `sources`: what the rival's project has of ours. */
const languages = {
  rust: { name: 'Rust', goal: { ratio: 0.55 }, program: 'src/main.rs', sources: ['src'] },
  c: { name: 'C', goal: { ratio: 0.6 }, program: 'src/main.c', sources: ['src'] },
  tinygo: { name: 'TinyGo', goal: { ratio: 0.6 }, program: 'main.go', sources: ['go.mod', 'main.go'] },
};

/** Real dependencies, as many crates have them. */
const FIVE = `[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
clap = { version = "4", features = ["derive"] }
regex = "1"
anyhow = "1"
`;

export async function rows(bench) {
  const builds = new Builds(bench);
  const table = [];
  for (const language of Object.keys(languages)) table.push(...builds.greeting(language));
  for (const language of ['rust', 'c']) table.push(...builds.wasmOpt(language));
  return [...table, ...builds.fiveDependencies()];
}

const image = (folder) => `localhost/${basename(folder)}`;

class Builds {
  #bench;
  /** Numbers projects. */
  #count = 0;

  constructor(bench) {
    this.#bench = bench;
  }

  /** The program that is generated: bytes, and builds from nothing, after a change, and without one. */
  greeting(language) {
    const { ours, theirs, standIn } = this.#projects(language);
    const { goal } = languages[language];
    const name = standIn ? 'Go standing in for TinyGo' : languages[language].name;
    this.#bench.say(`${name}, a greeting`);
    const cold = { rival: this.#build(theirs), ours: this.#build(ours) };
    this.#printTheSame(ours, theirs);
    const changed = this.#afterChanges(language, { rival: theirs, ours });
    const unchanged = medians(
      { plain: () => this.#build(theirs), least: () => this.#build(this.#least), ours: () => this.#build(ours) },
      { warm: false },
    );
    const { plain: rival, least, ours: again } = unchanged;
    return [
      // Go's own compiler has no smaller way to compare with.
      { what: `${name}: bytes of the image`, ...this.#bytes(theirs, ours), ...(!standIn && { goal }) },
      { what: `${name}: first build, nothing cached`, ...cold, unit: 's', note: 'once' },
      { what: `${name}: build after a one-line change`, ...changed, unit: 's' },
      { what: `${name}: build with nothing changed`, ours: again, rival, unit: 's', goal: { ratio: 1.2 } },
      { what: `${name}: the same, against one cached COPY and no builder stage`, ours: again, rival: least, unit: 's' },
    ];
  }

  /** With --wasm-opt against the plain way, and against the same project without. */
  wasmOpt(language) {
    const { name, goal } = languages[language];
    this.#bench.say(`${name}, wasm-opt`);
    const { ours: without } = this.#projects(language);
    const { ours: with_, theirs } = this.#projects(language, ['--wasm-opt']);
    for (const folder of [without, with_, theirs]) this.#build(folder);
    const [rival, ours] = [without, with_].map((folder) => this.#bench.moduleBytes(image(folder)));
    const seconds = this.#afterChanges(language, { rival: without, ours: with_ });
    return [
      { what: `${name} with --wasm-opt: bytes of the image`, ...this.#bytes(theirs, with_), goal },
      { what: `${name}, --wasm-opt against without: bytes of the module`, ours, rival, unit: 'bytes' },
      { what: `${name}, --wasm-opt against without: bytes of the image`, ...this.#bytes(without, with_) },
      { what: `${name}, --wasm-opt against without: build after a one-line change`, ...seconds, unit: 's' },
    ];
  }

  /** A crate with five real dependencies, and a program that uses each of them. */
  fiveDependencies() {
    this.#bench.say('Rust with five dependencies');
    const { ours, theirs, builder } = this.#projects('rust');
    for (const folder of [ours, theirs]) {
      const manifest = join(folder, 'Cargo.toml');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('[dependencies]\n', FIVE));
      cpSync(join(plain, 'five.rs'), join(folder, 'src/main.rs'));
      this.#bench.change(join(folder, 'src/main.rs'));
    }
    // The rival has no lock file: it resolves its dependencies in each build.
    this.#bench.podman(['run', '--rm', '-v', `${ours}:/src`, '-w', '/src', builder, 'cargo', 'generate-lockfile']);
    const cold = { rival: this.#build(theirs), ours: this.#build(ours) };
    const document = '{"name":"bench","numbers":[1,2,3]}';
    const printed = this.#printTheSame(ours, theirs, [document]);
    if (printed !== `${document} true 6\n`) throw new Error(`${image(ours)} printed ${printed}`);
    const changed = this.#afterChanges('rust', { rival: theirs, ours });
    const what = 'Rust with five dependencies';
    return [
      { what: `${what}: bytes of the image`, ...this.#bytes(theirs, ours), goal: { ratio: 0.55 } },
      { what: `${what}: first build, nothing cached`, ...cold, unit: 's', note: 'once' },
      { what: `${what}: build after a one-line change`, ...changed, unit: 's', goal: { ratio: 0.3 } },
    ];
  }

  /** Writes our project and the rival's beside it. */
  #projects(language, flags = []) {
    const name = `bench-${language}-${this.#count++}`;
    this.#bench.cli([name, '--language', language, '--name', name, ...flags, '--yes', '--no-build']);
    const ours = join(this.#bench.folder, name);
    const theirs = `${ours}-plain`;
    mkdirSync(theirs);
    for (const path of languages[language].sources) cpSync(join(ours, path), join(theirs, path), { recursive: true });
    const builder = builderOf(ours);
    // The first build starts from nothing, except for the builder image.
    this.#bench.podman(['pull', '--quiet', builder]);
    const standIn = language === 'tinygo' && this.#isStandIn(builder);
    const written = (file) =>
      readFileSync(join(plain, file), 'utf8').replaceAll('BUILDER', builder).replaceAll('NAME', name);
    // The lab's stand-in for TinyGo takes only our own command line: the plain way is then plain Go.
    const compile = standIn
      ? ['tinygo build -target=wasip1', 'GOOS=wasip1 GOARCH=wasm GOCACHE=/tmp/go go build']
      : ['', ''];
    writeFileSync(join(theirs, 'Containerfile'), written(`${language}.Containerfile`).replace(...compile));
    if (language === 'rust') {
      writeFileSync(join(theirs, 'Cargo.toml'), written('Cargo.toml'));
      writeFileSync(join(theirs, 'src/main.rs'), written('main.rs'));
    }
    // The first build is to be the first of these sources.
    for (const folder of [ours, theirs]) this.#bench.change(join(folder, languages[language].program));
    return { ours, theirs, builder, standIn };
  }

  /** What both images print. Throws when it is not the same: they would not be worth comparing. */
  #printTheSame(ours, theirs, args = []) {
    const [own, rival] = [ours, theirs].map((folder) => this.#bench.runImage(image(folder), args).stdout);
    if (own !== rival) throw new Error(`${image(ours)} printed ${own}, and ${image(theirs)} ${rival}`);
    return own;
  }

  #isStandIn(builder) {
    return /stand/i.test(this.#bench.podman(['run', '--rm', builder, 'tinygo', 'version']).stdout);
  }

  /** What `podman build` takes at the least. */
  get #least() {
    const folder = join(this.#bench.folder, 'least');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'Containerfile'), 'FROM scratch\nCOPY Containerfile /file\n');
    return folder;
  }

  #build(folder) {
    return this.#bench.buildImage(image(folder), folder);
  }

  /** Seconds of builds of projects that have been built, each after another change of one line. */
  #afterChanges(language, folders) {
    const sides = Object.entries(folders).map(([side, folder]) => {
      const changeAndBuild = () => {
        this.#bench.change(join(folder, languages[language].program));
        return this.#build(folder);
      };
      return [side, changeAndBuild];
    });
    return medians(Object.fromEntries(sides), { warm: true });
  }

  #bytes(theirs, ours) {
    const [rival, own] = [theirs, ours].map((folder) => this.#bench.imageBytes(image(folder)));
    return { ours: own, rival, unit: 'bytes' };
  }
}

await runAlone(import.meta, { title, rows });
