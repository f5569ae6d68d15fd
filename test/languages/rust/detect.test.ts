import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesFrom } from '../../../generators/core/languages/detect/project-files.js';
import { RUST_OF_BUILDER } from '../../../generators/core/languages/rust/detect/cargo-advice.js';
import { recogniseRust } from '../../../generators/core/languages/rust/detect/rust.js';
import { templatesFolder } from '../../../generators/core/system/package-root.js';
import { openFixture } from '../../support/fixtures.js';

const MANIFEST = '[package]\nname = "tools"\nedition = "2021"\n';

/** What was recognised, as `package/bin`; the preferred ones behind. */
function programs(texts: Record<string, string>): { all: string[]; preferred: string[] } {
  const recognised = recogniseRust(filesFrom(texts));
  const shown = (each: { package?: string; bin?: string }) => `${each.package}/${each.bin}`;
  return {
    all: recognised?.candidates.map(shown) ?? [],
    preferred: recognised?.preferred.map(shown) ?? [],
  };
}

describe('a crate', () => {
  it("of the article's shape: package and binary have different names", async () => {
    const recognised = recogniseRust(await openFixture('article'));
    expect(recognised?.candidates).toEqual([
      {
        package: 'rust-hello-world',
        bin: 'rust-hello',
        name: 'rust-hello-world',
        plan: {
          kind: 'cargo',
          package: 'rust-hello-world',
          folder: '',
          aside: false,
          bin: 'rust-hello',
          features: [],
          defaultFeatures: true,
          locked: false,
        },
      },
    ]);
    expect(recognised?.found).toEqual([
      'Rust: package rust-hello-world, edition 2021, binary rust-hello (src/main.rs)',
    ]);
    expect(recognised?.advice[0]).toContain('cargo generate-lockfile');
    expect(recognised?.advice[1]).toContain('[profile.release]\n  opt-level = "z"');
  });

  it('has the binaries that Cargo finds by itself', () => {
    const sources = ['src/main.rs', 'src/lib.rs', 'src/bin/one.rs', 'src/bin/two/main.rs', 'src/bin/two/part.rs'];
    const texts = Object.fromEntries(sources.map((path) => [path, '']));
    expect(programs({ 'Cargo.toml': MANIFEST, ...texts }).all).toEqual(['tools/one', 'tools/two', 'tools/tools']);
    expect(programs({ 'Cargo.toml': `${MANIFEST}autobins = false\n[[bin]]\nname = "one"\n`, ...texts }).all).toEqual([
      'tools/one',
    ]);
  });

  it('names a source once, whatever it is called', () => {
    const bin = '[[bin]]\nname = "cli"\npath = "src/main.rs"\n';
    expect(programs({ 'Cargo.toml': MANIFEST + bin, 'src/main.rs': '' }).all).toEqual(['tools/cli']);
  });

  it('of edition 2015 has no binaries beside those it names', () => {
    const manifest = '[package]\nname = "tools"\n[[bin]]\nname = "one"\n';
    expect(programs({ 'Cargo.toml': manifest, 'src/main.rs': '', 'src/bin/one.rs': '' }).all).toEqual(['tools/one']);
  });

  it('prefers default-run', () => {
    const manifest = `${MANIFEST}default-run = "one"\n`;
    const texts = { 'src/main.rs': '', 'src/bin/one.rs': '' };
    expect(programs({ 'Cargo.toml': manifest, ...texts }).preferred).toEqual(['tools/one']);
    expect(programs({ 'Cargo.toml': MANIFEST, ...texts }).preferred).toEqual(['tools/tools']);
  });

  it('asks for no more than is missing', () => {
    const profile =
      '[profile.release]\nopt-level = 3\nlto = "fat"\ncodegen-units = 1\npanic = "abort"\nstrip = "symbols"\n';
    const recognised = recogniseRust(
      filesFrom({ 'Cargo.toml': MANIFEST + profile, 'Cargo.lock': '', 'src/main.rs': '' }),
    );
    expect(recognised?.advice).toEqual([]);
    expect(recognised?.candidates[0]?.plan).toMatchObject({ locked: true });
  });

  it.each([
    ['rust-toolchain.toml', '[toolchain]\nchannel = "1.70.0"\n'],
    ['rust-toolchain', '1.70\n'],
  ])('with its own Rust in %s says so, and that the target is newer', (path, text) => {
    const recognised = recogniseRust(filesFrom({ 'Cargo.toml': MANIFEST, 'src/main.rs': '', [path]: text }));
    expect(recognised?.candidates[0]?.plan).toMatchObject({ toolchainFile: path });
    expect(recognised?.advice.join()).toContain(`${path} asks for Rust 1.70`);
  });

  it('is built with the features that were asked for', () => {
    const files = filesFrom({ 'Cargo.toml': MANIFEST, 'src/main.rs': '' });
    const program = recogniseRust(files, { features: 'a, b/c', 'default-features': 'false' })?.candidates[0]?.plan;
    expect(program).toMatchObject({ features: ['a', 'b/c'], defaultFeatures: false });
    expect(() => recogniseRust(files, { features: 'a;id' })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('--features: the feature "a;id"') }),
    );
  });

  it.each([
    ['[workspace.package]\nrust-version = "1.999"\n', 'Cargo.toml:6 asks for Rust 1.999'],
    ['[workspace.package]\nrust-version = "1.70"\n', ''],
  ])('gets a note about a Rust newer than the builder image has: %j', (more, advice) => {
    const manifest = `${MANIFEST}rust-version.workspace = true\n${more}`;
    const told = recogniseRust(filesFrom({ 'Cargo.toml': manifest, 'src/main.rs': '' }))?.advice.join('\n') ?? '';
    expect(told.includes('asks for Rust')).toBe(advice !== '');
    expect(told).toContain(advice);
  });

  it('gets a note about flags that no WebAssembly compiler takes', () => {
    const config = '[build]\nrustflags = ["-C", "target-cpu=native"]\n';
    const files = { 'Cargo.toml': MANIFEST, 'src/main.rs': '', '.cargo/config.toml': config };
    expect(recogniseRust(filesFrom(files))?.advice.join()).toContain('.cargo/config.toml:2 asks for target-cpu=native');
  });
});

describe('a workspace', () => {
  it('has the packages that match, and takes editions from it', async () => {
    const recognised = recogniseRust(await openFixture('rust-workspace'));
    expect(recognised?.found).toEqual(['Rust: workspace of 3 packages, 3 binaries', 'Cargo.lock']);
    expect(recognised?.candidates.map(({ bin }) => bin)).toEqual(['echo-args', 'shout', 'greet']);
    expect(recognised?.candidates[1]?.plan).toMatchObject({ features: ['loud'] });
  });

  it('skips what is excluded, and includes dependencies by path', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "tools/*"]\nexclude = ["tools/old"]\n',
      'a/Cargo.toml': '[package]\nname = "a"\nedition = "2021"\n[dependencies]\nb = { path = "../deep/b" }\n',
      'a/src/main.rs': '',
      'deep/b/Cargo.toml': '[package]\nname = "b"\nedition = "2021"\n',
      'deep/b/src/main.rs': '',
      'tools/old/Cargo.toml': '[package]\nname = "old"\nedition = "2021"\n',
      'tools/old/src/main.rs': '',
      'tools/new/Cargo.toml': '[package]\nname = "new"\nedition = "2021"\n',
      'tools/new/src/main.rs': '',
    };
    expect(programs(texts).all).toEqual(['a/a', 'new/new', 'b/b']);
  });

  it('with a package of its own prefers that one; default-members win', () => {
    const texts = {
      'src/main.rs': '',
      'x/Cargo.toml': '[package]\nname = "x"\nedition = "2021"\n',
      'x/src/main.rs': '',
    };
    const root = `${MANIFEST}[workspace]\nmembers = ["x"]\n`;
    expect(programs({ 'Cargo.toml': root, ...texts }).preferred).toEqual(['tools/tools']);
    expect(programs({ 'Cargo.toml': `${root}default-members = ["x"]\n`, ...texts }).preferred).toEqual(['x/x']);
  });
});

describe('of several binaries', () => {
  const named = (name: string, more = '') => `[package]\nname = "${name}"\nedition = "2021"\n${more}`;
  const two = { 'src/bin/helper.rs': '', 'src/bin/tools.rs': '' };

  it('the one that is named like its package comes first', () => {
    expect(programs({ 'Cargo.toml': MANIFEST, ...two }).preferred).toEqual(['tools/tools']);
    expect(programs({ 'Cargo.toml': named('other'), ...two }).preferred).toEqual(['other/helper', 'other/tools']);
  });

  it('default-run comes before the one that is named like its package', () => {
    expect(programs({ 'Cargo.toml': `${MANIFEST}default-run = "helper"\n`, ...two }).preferred).toEqual([
      'tools/helper',
    ]);
  });

  it('those whose required features are off come after the others', () => {
    const bin = '[[bin]]\nname = "helper"\nrequired-features = ["extra"]\n';
    const features = (usual: string) => `[features]\ndefault = [${usual}]\nmore = ["extra"]\nextra = []\n`;
    const files = (usual: string) => ({
      'Cargo.toml': named('pair', bin + features(usual)),
      'src/bin/helper.rs': '',
      'src/bin/other.rs': '',
    });
    expect(programs(files('')).preferred).toEqual(['pair/other']);
    expect(programs(files('"more"')).preferred).toEqual(['pair/helper', 'pair/other']);
  });

  it('those of other members count where the default members are libraries', () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["core", "cli", "xtask"]\ndefault-members = ["core"]\n',
      'core/Cargo.toml': named('core-of-it'),
      'core/src/lib.rs': '',
      'cli/Cargo.toml': named('cli'),
      'cli/src/main.rs': '',
      'xtask/Cargo.toml': named('xtask'),
      'xtask/src/main.rs': '',
    };
    expect(programs(texts).preferred).toEqual(['cli/cli']);
  });

  it("of a workspace the one that has the folder's name comes first", () => {
    const texts = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': named('jaq'),
      'a/src/main.rs': '',
      'b/Cargo.toml': named('server'),
      'b/src/main.rs': '',
    };
    const recognised = recogniseRust({ ...filesFrom(texts), name: 'jaq' });
    expect(recognised?.preferred.map(({ bin }) => bin)).toEqual(['jaq']);
    expect(programs(texts).preferred).toEqual(['jaq/jaq', 'server/server']);
  });

  it('none is an example, and the error says how one becomes a binary', () => {
    const files = filesFrom({ 'Cargo.toml': MANIFEST, 'src/lib.rs': '', 'examples/show.rs': '' });
    expect(() => recogniseRust(files)).toThrow(
      expect.objectContaining({
        fix: expect.arrayContaining([
          { text: 'An example becomes one: [[bin]] name = "show", path = "examples/show.rs".' },
        ]),
      }),
    );
  });
});

describe('what cannot be shipped is named with its place', () => {
  const main = { 'src/main.rs': '' };
  it.each<[string, Record<string, string>, string]>([
    [
      'no TOML',
      { 'Cargo.toml': '[package]\nname = "a\n', ...main },
      'Cargo.toml:2:10: it is not TOML: unterminated string',
    ],
    ['nothing in it', { 'Cargo.toml': '', ...main }, 'Cargo.toml: it has neither [package] nor [workspace]'],
    ['no name', { 'Cargo.toml': '\n[package]\nedition = "2021"\n', ...main }, 'Cargo.toml:2: [package] has no name'],
    [
      'a hostile name',
      { 'Cargo.toml': '[package]\nname = "a$(id)"\n', ...main },
      `Cargo.toml:2: the package's name "a$(id)" cannot be written`,
    ],
    [
      'a line break in a name',
      { 'Cargo.toml': '[package]\nname = "a\\nRUN id"\n', ...main },
      'Cargo.toml:2: the package',
    ],
    ['a library', { 'Cargo.toml': MANIFEST, 'src/lib.rs': '' }, 'Cargo.toml: it has no binary'],
    [
      'no source',
      { 'Cargo.toml': `${MANIFEST}[[bin]]\nname = "x"\n` },
      'Cargo.toml:5: the source of the binary x was not found: src/bin/x.rs',
    ],
    [
      'a source outside',
      { 'Cargo.toml': `${MANIFEST}[[bin]]\nname = "x"\npath = "../x.rs"\n` },
      'Cargo.toml:5: the source of the binary x is outside',
    ],
    [
      '[bin]',
      { 'Cargo.toml': `${MANIFEST}[bin]\nname = "x"\n`, ...main },
      'Cargo.toml:4: binaries are tables in an array',
    ],
    [
      'default-run of nothing',
      { 'Cargo.toml': `${MANIFEST}default-run = "x"\n`, ...main },
      'Cargo.toml:4: default-run names x',
    ],
    [
      'a dependency outside',
      { 'Cargo.toml': `${MANIFEST}[dependencies]\nx = { path = "../x" }\n`, ...main },
      'Cargo.toml:5: the dependency x is at ../x, outside',
    ],
    [
      'a member of a workspace above',
      { 'Cargo.toml': '[package]\nname = "a"\nedition.workspace = true\n', ...main },
      'Cargo.toml:3: its edition comes from a workspace',
    ],
    [
      'a member that inherits a dependency',
      { 'Cargo.toml': `${MANIFEST}[dependencies]\na = "1"\nx = { workspace = true }\n`, ...main },
      'Cargo.toml:6: it takes this from a workspace',
    ],
    [
      'a member that inherits its lints',
      { 'Cargo.toml': `${MANIFEST}[lints]\nworkspace = true\n`, ...main },
      'Cargo.toml:5: it takes this from a workspace',
    ],
    [
      'a member that is not there',
      { 'Cargo.toml': '[workspace]\nmembers = [\n  "x",\n]\n' },
      'Cargo.toml:3: the member x has no Cargo.toml',
    ],
    [
      'a member outside',
      { 'Cargo.toml': '[workspace]\nmembers = ["../x"]\n' },
      'Cargo.toml:2: the member ../x is outside',
    ],
  ])('%s', (_, texts, message) => {
    expect(() => recogniseRust(filesFrom(texts))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), exitCode: 1 }),
    );
  });
});

it('prefers packages that are not there to build, test or show the others, unless the manifest says so', () => {
  const member = (name: string) => ({
    [`${name}/Cargo.toml`]: `[package]\nname = "${name.replace(/.*\//, '')}"\n`,
    [`${name}/src/main.rs`]: '',
  });
  const texts = { ...member('app'), ...member('xtask'), ...member('examples/demo') };
  const workspace = '[workspace]\nmembers = ["app", "xtask", "examples/*"]\n';
  expect(programs({ 'Cargo.toml': workspace, ...texts })).toEqual({
    all: ['app/app', 'xtask/xtask', 'demo/demo'],
    preferred: ['app/app'],
  });
  const only = '[workspace]\nmembers = ["app", "xtask"]\ndefault-members = ["xtask"]\n';
  expect(programs({ 'Cargo.toml': only, ...texts }).preferred).toEqual(['xtask/xtask']);
});

it('takes back what the configuration says of the machine it was written on', () => {
  const program = (config: string) =>
    recogniseRust(filesFrom({ 'Cargo.toml': MANIFEST, 'src/main.rs': '', '.cargo/config.toml': config }))?.candidates[0]
      ?.plan;
  expect(program('[build]\nrustc-wrapper = "sccache"\n')).toMatchObject({ overrides: ['RUSTC_WRAPPER='] });
  expect(program('[target.\'cfg(unix)\']\nlinker = "clang"\n')).toMatchObject({
    overrides: ['CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER=cc', 'CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=cc'],
  });
  expect(program('[target.wasm32-wasip1]\nlinker = "x"\n[build]\njobs = 2\n')).not.toHaveProperty('overrides');
});

it('knows the Rust of the pinned builder image', async () => {
  const pins = await readFile(join(templatesFolder, 'builders/Containerfile'), 'utf8');
  expect(pins).toContain(`rust:${RUST_OF_BUILDER}-`);
});

it('is nothing without a Cargo.toml', () => {
  expect(recogniseRust(filesFrom({ 'src/main.rs': '' }))).toBeUndefined();
});
