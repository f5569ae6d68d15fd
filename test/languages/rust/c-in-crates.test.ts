import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { meansWasi } from '../../../generators/core/languages/rust/causes/cfg.js';
import { recogniseRust } from '../../../generators/core/languages/rust/detect/rust.js';
import type { Selection } from '../../../generators/core/options/selection-flags.js';

const MANIFEST = '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n';

/** A lock file of packages, by name, with what each depends on; `app` is the project's own. */
function lock(packages: Record<string, string[]>): string {
  return Object.entries(packages)
    .map(([name, dependencies]) => {
      const source = name === 'app' || name === 'part' ? '' : 'source = "registry+https://example.com/index"\n';
      return `[[package]]\nname = ${JSON.stringify(name)}\nversion = "1.0.0"\n${source}dependencies = ${JSON.stringify(dependencies)}\n`;
    })
    .join('\n');
}

/** The crates that are said to compile C, and what users read of it. */
function found(texts: Record<string, string>, selection: Selection = {}): readonly string[] {
  const recognised = recogniseRust(filesFrom({ 'src/main.rs': '', ...texts }), selection);
  return recognised?.candidates[0]?.plan.withC ?? [];
}

describe('crates that compile C', () => {
  it('have no name in which a line break begins an instruction of the Containerfile', () => {
    const name = 'b\nRUN\tevil';
    const packages = lock({ app: ['a'], a: [name, 'good'], [name]: ['cc'], good: ['cc'], cc: [] });
    expect(found({ 'Cargo.toml': `${MANIFEST}[dependencies]\na = "1"\n`, 'Cargo.lock': packages })).toEqual(['good']);
  });

  it('are found through the lock file, however deep', () => {
    const tree = {
      app: ['mimalloc'],
      mimalloc: ['libmimalloc-sys'],
      'libmimalloc-sys': ['cc', 'libc'],
      cc: [],
      libc: [],
    };
    expect(found({ 'Cargo.toml': `${MANIFEST}[dependencies]\nmimalloc = "1"\n`, 'Cargo.lock': lock(tree) })).toEqual([
      'libmimalloc-sys',
    ]);
  });

  it('are the package itself, where its own build script does', () => {
    const manifest = `${MANIFEST}[build-dependencies]\ncc = "1"\n`;
    expect(found({ 'Cargo.toml': manifest, 'Cargo.lock': lock({ app: ['cc'], cc: [] }) })).toEqual(['app']);
    expect(found({ 'Cargo.toml': manifest })).toEqual(['app']);
  });

  it('are reported to users', () => {
    const manifest = `${MANIFEST}[dependencies]\nzstd-sys = "2"\n`;
    const files = filesFrom({ 'src/main.rs': '', 'Cargo.toml': manifest });
    expect(recogniseRust(files)?.candidates[0]?.found).toEqual(["zstd-sys: C, which wasi-sdk's clang compiles"]);
  });

  it('are in two lists where CMake builds some of them, which needs CMake in the builder stage', async () => {
    const manifest = `${MANIFEST}[dependencies]\nflate2 = { version = "1", features = ["zlib-ng"] }\nonig = "6"\n`;
    const tree = {
      app: ['flate2', 'onig'],
      flate2: ['libz-ng-sys'],
      'libz-ng-sys': ['cmake', 'libc'],
      onig: ['cc'],
      cmake: ['cc'],
      cc: [],
      libc: [],
    };
    const files = filesFrom({ 'src/main.rs': '', 'Cargo.toml': manifest, 'Cargo.lock': lock(tree) });
    const [candidate] = recogniseRust(files)?.candidates ?? [];
    expect(candidate?.plan).toMatchObject({ withC: ['libz-ng-sys', 'onig'], withCmake: ['libz-ng-sys'] });
    expect(candidate?.found).toEqual([
      "libz-ng-sys, onig: C, which wasi-sdk's clang compiles",
      'libz-ng-sys: built by CMake, which the builder stage installs',
    ]);
  });

  it.each([
    ['only tests use them', '[dev-dependencies]\nonig = "6"\n'],
    ['only other systems use them', '[target.\'cfg(not(target_family = "wasm"))\'.dependencies]\nonig = "6"\n'],
    [
      'they are optional, and no feature is on that brings them',
      '[dependencies]\nonig = { version = "6", optional = true }\n',
    ],
  ])('are none where %s', (_why, dependencies) => {
    const tree = { app: ['onig'], onig: ['onig_sys'], onig_sys: ['cc'], cc: [] };
    const manifest = MANIFEST + dependencies;
    expect(found({ 'Cargo.toml': manifest, 'Cargo.lock': lock(tree) })).toEqual([]);
    expect(found({ 'Cargo.toml': manifest })).toEqual([]);
  });

  it('are none where a lock file names cc for another system only', () => {
    const tree = {
      app: ['chrono'],
      chrono: ['iana-time-zone'],
      'iana-time-zone': ['iana-time-zone-haiku'],
      'iana-time-zone-haiku': ['cc'],
      cc: [],
    };
    expect(found({ 'Cargo.toml': `${MANIFEST}[dependencies]\nchrono = "0.4"\n`, 'Cargo.lock': lock(tree) })).toEqual(
      [],
    );
    expect(found({ 'Cargo.toml': `${MANIFEST}[dependencies]\nwindows-sys = "0.59"\n` })).toEqual([]);
  });

  it('follow the features that are on', () => {
    const manifest = `${MANIFEST}[dependencies]
onig = { version = "6", optional = true }
zstd = { version = "0.13", optional = true }
[features]
default = ["highlight"]
highlight = ["dep:onig"]
pack = ["zstd/thin"]
`;
    const tree = lock({ app: ['onig', 'zstd'], onig: ['cc'], zstd: ['cc'], cc: [] });
    const files = { 'Cargo.toml': manifest, 'Cargo.lock': tree };
    expect(found(files)).toEqual(['onig']);
    expect(found(files, { features: 'pack' })).toEqual(['onig', 'zstd']);
    expect(found(files, { 'default-features': 'false' })).toEqual([]);
  });

  it('are found behind a renamed dependency, and in a package of the workspace', () => {
    const root = `${MANIFEST}[dependencies]\npart = { path = "part" }\n[workspace]\n[workspace.dependencies]\nalloc = { package = "mimalloc", version = "1" }\n`;
    const part =
      '[package]\nname = "part"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nalloc.workspace = true\n[dev-dependencies]\nonig = "6"\n';
    const tree = { app: ['part'], part: ['mimalloc', 'onig'], mimalloc: ['cc'], onig: ['cc'], cc: [] };
    const files = { 'Cargo.toml': root, 'part/Cargo.toml': part, 'part/src/lib.rs': '', 'Cargo.lock': lock(tree) };
    expect(found(files)).toEqual(['mimalloc']);
  });
});

describe('a target of a manifest', () => {
  // `rustc --print cfg --target wasm32-wasip1`
  it.each([
    ['wasm32-wasip1', true],
    ['x86_64-unknown-linux-gnu', false],
    ['cfg(unix)', false],
    ['cfg(windows)', false],
    ['cfg(target_os = "wasi")', true],
    ['cfg(target_family="wasm")', true],
    ['cfg(not(windows))', true],
    ['cfg(all(target_arch = "wasm32", not(target_os = "unknown")))', true],
    ['cfg(any(unix, all(target_arch = "wasm32", target_os = "unknown")))', false],
    ['cfg(not(any(target_env = "msvc", target_arch = "wasm32")))', false],
    ['cfg(target_pointer_width = "32")', true],
    ['cfg(all())', true],
    ['cfg(any())', false],
    ['cfg(', false],
  ])('%s means wasm32-wasip1: %s', (key, means) => {
    expect(meansWasi(key)).toBe(means);
  });
});
