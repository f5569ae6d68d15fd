import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { goBuildInfo } from '../../generators/core/languages/go/build-info.js';
import { tinygoPackages } from '../../generators/core/languages/go/tinygo-packages.js';
import { cargoPackages } from '../../generators/core/languages/rust/cargo-packages.js';
import type { CargoPlan } from '../../generators/core/languages/rust/plan.js';

// What cargo 1.95 printed, but for the names of folders.
const TREE = `0|hello v0.1.0 (/src)|MIT|
1|serde v1.0.229|MIT OR Apache-2.0|
2|serde_core v1.0.229|MIT OR Apache-2.0|
1|serde_json v1.0.154|MIT/Apache-2.0|
2|itoa v1.0.19|MIT OR Apache-2.0|
2|serde_core v1.0.229|MIT OR Apache-2.0| (*)
1|local v0.2.0 (/src/with space/local)||
1|forked v2.0.0 (https://example.org/you/forked?rev=0123abc#0123abcd)||
`;
const LOCK = `version = 4
[[package]]
name = "serde"
version = "1.0.229"
source = "registry+https://example.org/index"
checksum = "${'ab'.repeat(32)}"
`;

describe('the packages of Cargo', () => {
  const { read, command } = cargoPackages(undefined, undefined);
  const { packages, uses } = read(TREE, new Map([['Cargo.lock', LOCK]]));

  it('are those of the tree, without the program, each once, with what it uses', () => {
    expect(packages.map(({ name }) => name)).toEqual(['serde', 'serde_core', 'serde_json', 'itoa', 'local', 'forked']);
    expect(uses).toHaveLength(4);
    expect(packages.find(({ name }) => name === 'serde_json')?.uses).toEqual(['itoa@1.0.19', 'serde_core@1.0.229']);
  });

  it('have the checksum of Cargo.lock, the licence as an expression, and where they come from', () => {
    expect(packages[0]).toMatchObject({ origin: 'registry', sha256: 'ab'.repeat(32), license: 'MIT OR Apache-2.0' });
    expect(packages[2]).toMatchObject({ license: 'MIT OR Apache-2.0' });
    expect(packages[2]).not.toHaveProperty('sha256');
    expect(packages[4]).toMatchObject({ origin: 'local', version: '0.2.0' });
    expect(packages[5]).toMatchObject({ origin: 'git', repository: 'git+https://example.org/you/forked@0123abcd' });
  });

  it('are asked for with the target and the features of the build, without the flags that cargo tree does not take', () => {
    expect(command).toEqual(expect.arrayContaining(['--locked', '--target', 'wasm32-wasip1']));
    const plan: CargoPlan = {
      kind: 'cargo',
      package: 'it',
      folder: 'it',
      aside: false,
      bin: '--release',
      features: ['json'],
      defaultFeatures: false,
      locked: false,
    };
    const words = cargoPackages(plan, undefined).command;
    expect(words).toEqual(
      expect.arrayContaining(['--manifest-path', 'it/Cargo.toml', '--no-default-features', 'json']),
    );
    for (const other of ['--release', '--bin', '--locked']) expect(words).not.toContain(other);
  });

  it('are none where the tree has only the program', () => {
    expect(read('0|hello v0.1.0 (/src)||\n', new Map())).toEqual({ packages: [], uses: [] });
  });
});

describe("Go's list of modules in a module", () => {
  const marked = (text: string) =>
    Buffer.concat([
      Buffer.from('before'),
      Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex'),
      Buffer.from(text),
      Buffer.from('f932433186182072008242104116d8f2', 'hex'),
    ]);

  it('is read with versions, sums, and what replaces a module', () => {
    const found = goBuildInfo(
      marked(
        'path\texample.org/hello\nmod\texample.org/hello\t(devel)\t\ndep\tgithub.com/google/uuid\tv1.6.0\th1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=\ndep\texample.org/old\tv1.0.0\n=>\t./vendored\t(devel)\t\nbuild\tGOOS=wasip1\n',
      ),
    );
    expect(found?.packages).toMatchObject([
      {
        name: 'github.com/google/uuid',
        version: 'v1.6.0',
        origin: 'registry',
        // As `echo … | base64 -d | xxd -p` has it.
        sha256: '348bda24330eb231c0f27d630212d2833ac0cf2d4782bfa136b6f9edefbde05d',
      },
      { name: './vendored', origin: 'local' },
    ]);
  });

  it('is none in a module of another compiler, or where it has no end', () => {
    expect(goBuildInfo(Buffer.from('\0asm'))).toBeUndefined();
    expect(goBuildInfo(marked('path\tx').subarray(0, 30))).toBeUndefined();
  });
});

describe('the modules of TinyGo', () => {
  const { command, read } = tinygoPackages(undefined);

  it('are those of the packages in the build, with the sums of go.sum and what replaces them', () => {
    const listed =
      '\n\ngithub.com/google/uuid|v1.6.0|\ngithub.com/google/uuid|v1.6.0|\nexample.org/old|v1.0.0|example.org/new|v1.1.0\n';
    const sums =
      'github.com/google/uuid v1.6.0 h1:NIvaJDMOsjHA8n1jAhLSgzrAzy1Hgr+hNrb57e+94F0=\ngithub.com/google/uuid v1.6.0/go.mod h1:x=\n';
    expect(read(listed, new Map([['go.sum', sums]])).packages).toMatchObject([
      { name: 'github.com/google/uuid', sha256: expect.stringMatching(/^348bda24/) },
      { name: 'example.org/new', version: 'v1.1.0' },
    ]);
    expect(command[0]).toBe('tinygo');
  });
});
