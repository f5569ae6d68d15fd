import { describe, expect, it } from 'vitest';
import { readPreset } from '../../generators/core/presets/read-preset.js';
import { subtree } from '../../generators/core/presets/tree.js';
import { type Folder, LEAST, memoryTree, presetOf } from '../support/presets.js';

const OVERLAY = `${LEAST}[overlay]\nshared = "all"\nrust = "rust/"\n`;

describe('a preset', () => {
  it('is its settings and its files, each with where it goes', async () => {
    const { files } = await presetOf({
      'wasm-oci.toml': `${OVERLAY}[license]\nfile = "legal/LICENSE.txt"\n`,
      'legal/LICENSE.txt': 'Ours.\r\n',
      'all/README.md.ejs': '<%- title %>',
      'all/ci/check.sh': 'exit 0\n',
      'all/_gitignore': 'x\n',
      'rust/README.md': 'Rust',
      'notes.txt': 'not in any project',
    });
    const common = { template: false, executable: false };
    expect(files).toEqual([
      { ...common, from: 'legal/LICENSE.txt', path: 'LICENSE.txt', contents: 'Ours.\n' },
      { ...common, from: 'all/README.md.ejs', path: 'README.md', contents: '<%- title %>', template: true },
      { ...common, from: 'all/_gitignore', path: '.gitignore', contents: 'x\n' },
      { ...common, from: 'all/ci/check.sh', path: 'ci/check.sh', contents: 'exit 0\n', executable: true },
      { ...common, from: 'rust/README.md', path: 'README.md', contents: 'Rust', language: 'rust' },
    ]);
  });

  it('may be in a folder of a repository, if it is the only one', async () => {
    expect((await presetOf({ 'team/wasm-oci.toml': LEAST, 'README.md': '' })).shownFile).toBe(
      'acme/team/wasm-oci.toml',
    );
  });

  it.each<[string, Folder, string]>([
    ['none', { 'README.md': '' }, 'acme holds no wasm-oci.toml.'],
    ['several', { 'a/wasm-oci.toml': LEAST, 'b/wasm-oci.toml': LEAST }, 'acme holds several presets: a, b.'],
    ['a link', { 'wasm-oci.toml': { kind: 'link' } }, 'acme holds no wasm-oci.toml.'],
    ['bytes', { 'wasm-oci.toml': Buffer.of(0xff, 0xfe) }, 'acme/wasm-oci.toml: it is not text in UTF-8'],
    ['no overlay', { 'wasm-oci.toml': OVERLAY }, 'acme/wasm-oci.toml:4: overlay.shared: the preset holds no "all"'],
    [
      'no licence',
      { 'wasm-oci.toml': `${LEAST}[license]\nfile = "X"` },
      'acme/wasm-oci.toml:4: license.file: the preset holds no "X"',
    ],
    [
      'a linked licence',
      { 'wasm-oci.toml': `${LEAST}[license]\nfile = "X"`, X: { kind: 'link' } },
      'acme/X: it is a link, which could lead out of the preset',
    ],
  ])('is refused: %s', async (_, folder, message) => {
    await expect(presetOf(folder)).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
  });

  it.each<[string, Folder, string]>([
    ['a link', { 'all/passwd': { kind: 'link' } }, 'acme/all/passwd: it is a link'],
    ['a device', { 'all/tty': { kind: 'other' } }, 'acme/all/tty: it is neither a file nor a folder'],
    ['a way up', { 'all/../../x': 'x' }, 'acme/all/../../x: a path does not lead upwards'],
    ['git', { 'all/.git/hooks/post-checkout': 'x' }, "is git's own folder"],
    ['answers', { 'all/.yo-rc.json': '{}' }, '.yo-rc.json holds the answers'],
    ['bytes', { 'all/x.png': Buffer.of(0x89, 0x50, 0) }, 'acme/all/x.png: it is not text in UTF-8'],
    ['names that differ in case', { 'all/a': '', 'all/A': '' }, '"A" and "a" cannot both be files'],
    ['a file where a folder is', { 'all/src': '', 'rust/src/main.rs': '' }, '"src" and "src/main.rs" cannot both'],
    ['one place for two', { 'all/a': '', 'all/a.ejs': '' }, 'another file of the preset goes to "a" as well'],
    ['too much', { 'all/a': 'x'.repeat(9 * 1024 * 1024) }, 'are larger than 8 MB'],
  ])('is refused for its overlay: %s', async (_, overlay, message) => {
    const folder = { 'wasm-oci.toml': OVERLAY, 'all/ok': '', 'rust/ok': '', ...overlay };
    await expect(presetOf(folder)).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining(message) });
  });
});

describe('the hash of a preset', () => {
  const hash = async (folder: Folder) => (await presetOf(folder)).hash;
  const base: Folder = { 'wasm-oci.toml': OVERLAY, 'all/a': 'x\n', 'rust/b': 'y\n' };

  it('is over everything that goes into projects', async () => {
    const hashes = await Promise.all([
      hash(base),
      hash({ ...base, 'wasm-oci.toml': `${OVERLAY}# other\n` }),
      hash({ ...base, 'all/a': 'z\n' }),
      hash({ 'wasm-oci.toml': OVERLAY, 'all/a2': 'x\n', 'rust/b': 'y\n' }),
      hash({ 'wasm-oci.toml': OVERLAY, 'all/a': 'x\ny\n', 'rust/b': '' }),
    ]);
    expect(new Set(hashes).size).toBe(5);
    for (const one of hashes) expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('is over nothing else, and is the same for a checkout on Windows', async () => {
    expect(await hash({ ...base, 'package.json': '{}', 'README.md': 'x' })).toBe(await hash(base));
    expect(await hash({ ...base, 'all/a': 'x\r\n', 'wasm-oci.toml': OVERLAY.replaceAll('\n', '\r\n') })).toBe(
      await hash(base),
    );
  });

  it('is the same in another folder of the source', async () => {
    const moved = Object.fromEntries(Object.entries(base).map(([path, text]) => [`p/${path}`, text]));
    expect((await readPreset(subtree(memoryTree(moved), 'p'), { source: 'x' })).preset.hash).toBe(await hash(base));
  });
});
