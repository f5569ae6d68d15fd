import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LanguageId } from '../../generators/core/languages/languages.js';
import { createWasmOci, emptyFolder, podman, untag } from './support/run.js';

/** A time before anything was built: a restored file, another branch, a checkout with the times of its commits. */
const LONG_AGO = new Date('2001-01-01');

/** Writes files, all older than any cache. */
async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await utimes(file, LONG_AGO, LONG_AGO);
  }
}

/** The name of an image that is gone when the test is over. */
function imageFor(name: string): string {
  const image = `localhost/${name}:1`;
  onTestFinished(() => untag(image));
  return image;
}

/** Builds a project as its README says, and runs it. */
async function buildAndRun(folder: string, image: string): Promise<string> {
  await podman(['build', '--platform=wasi/wasm', '-t', image, '.'], { cwd: folder });
  return podman(['run', '--rm', '--pull=never', '--platform', 'wasi/wasm', image]);
}

const manifest = (name: string, dependency = '') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependency}\n`;

/** A crate with a build script, a file that it takes in and a dependency by path: each prints the word. */
const crate = (word: string): Record<string, string> => ({
  'Cargo.toml': manifest('app', 'part = { path = "part" }'),
  'Cargo.lock': `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "part",
]

[[package]]
name = "part"
version = "0.1.0"
`,
  'build.rs': `fn main() {
    println!("cargo:rerun-if-changed=word.txt");
    println!("cargo:rustc-env=FILE={}", std::fs::read_to_string("word.txt").unwrap());
    println!("cargo:rustc-env=SCRIPT=${word}");
}
`,
  'word.txt': word,
  'src/main.rs': `fn main() { println!("{} {} {} ${word}", part::WORD, env!("FILE"), env!("SCRIPT")); }\n`,
  'part/Cargo.toml': manifest('part'),
  'part/src/lib.rs': `pub const WORD: &str = "${word}";\n`,
});
const says = (word: string) => `${[word, word, word, word].join(' ')}\n`;

/** Has the container files written: those of a new project in a language, or of a project that exists. */
async function containerFiles(
  what: LanguageId | 'adopted',
  folder: string,
  image: string,
  name = 'app',
): Promise<void> {
  const command = what === 'adopted' ? ['containerfile', '.'] : ['.', '--language', what];
  const args = [...command, '--name', name, '--image', image, '--no-build', '--yes'];
  const { exitCode, stderr } = await createWasmOci(args, { cwd: folder });
  expect(exitCode, stderr).toBe(0);
}

describe('what another project compiled is not taken', () => {
  it('by a project of the same name, with a dependency by path and a build script of the same names', async () => {
    for (const word of ['one', 'two']) {
      const folder = await emptyFolder();
      const image = imageFor(`caches-${word}`);
      await containerFiles('rust', folder, image);
      await write(folder, crate(word));
      expect(await buildAndRun(folder, image)).toBe(says(word));
    }
  });

  it('by the same project with other contents in older files: the files count, not their times', async () => {
    const folder = await emptyFolder();
    const image = imageFor('caches-restored');
    await containerFiles('rust', folder, image);
    await write(folder, crate('one'));
    expect(await buildAndRun(folder, image)).toBe(says('one'));
    const { 'word.txt': file = '', ...others } = crate('two');
    await write(folder, { 'word.txt': file });
    expect(await buildAndRun(folder, image)).toBe('one two one one\n');
    await write(folder, others);
    expect(await buildAndRun(folder, image)).toBe(says('two'));
  });

  it('out of a crate that a build script of another project changed: neither the download nor what was unpacked', async () => {
    const uses = {
      'Cargo.toml': manifest('app', 'fnv = "=1.0.7"'),
      'src/main.rs': 'fn main() { println!("{}", SAID); }\n',
    };
    const said = 'const SAID: u64 = { 7 };\n';
    const folders = [await emptyFolder(), await emptyFolder()] as const;
    const images = [imageFor('caches-poison'), imageFor('caches-victim')] as const;
    // Appends a line that does not compile to the crate, unpacked and packed.
    const poison = `use std::process::Command;
fn main() {
    let script = r#"set -e
      cd /usr/local/cargo/registry
      for unpacked in src/*/fnv-1.0.7; do
        echo 'compile_error!("poisoned");' >>"$unpacked/lib.rs"
        tar -czf cache/"$(basename "$(dirname "$unpacked")")"/fnv-1.0.7.crate -C "$(dirname "$unpacked")" fnv-1.0.7
      done"#;
    assert!(Command::new("sh").args(["-c", script]).status().unwrap().success());
}
`;
    for (const [at, folder] of folders.entries()) {
      const own = { ...uses, 'src/main.rs': `${said}${uses['src/main.rs']}` };
      await write(folder, at === 0 ? { ...own, 'build.rs': poison } : own);
      await containerFiles('adopted', folder, images[at] ?? '', `crate-${at}`);
      expect(await buildAndRun(folder, images[at] ?? '')).toBe('7\n');
    }
  });
});

describe("a project's caches", () => {
  const cases: ['rust' | 'tinygo' | 'adopted', number][] = [
    ['rust', 6],
    ['tinygo', 2],
    ['adopted', 3],
  ];
  it.each(cases)('have ids of their own, which are stored and stay: %s', async (what, mounts) => {
    const ids: string[] = [];
    for (const image of ['localhost/caches-ids-a:1', 'localhost/caches-ids-b:1']) {
      const folder = await emptyFolder();
      if (what === 'adopted') await write(folder, crate('one'));
      await containerFiles(what, folder, image);
      const containerfile = await readFile(join(folder, 'Containerfile'), 'utf8');
      const found = [...containerfile.matchAll(/^.*--mount=type=cache,(\S*)/gm)].map(([, options = '']) => options);
      const id = JSON.parse(await readFile(join(folder, '.yo-rc.json'), 'utf8'))['create-wasm-oci'].cache;
      expect(id).toMatch(/^[0-9a-f]{16}$/);
      expect(found).toHaveLength(mounts);
      for (const options of found) expect(options).toMatch(new RegExp(`^id=app-${id}(?:-\\w+)?,target=/`));
      await containerFiles(what, folder, image);
      expect(await readFile(join(folder, 'Containerfile'), 'utf8')).toBe(containerfile);
      ids.push(id);
    }
    expect(ids[0]).not.toBe(ids[1]);
  });
});
