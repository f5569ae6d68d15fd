import { chmod, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostileText } from '../support/hostile.js';
import { figure, inputs, makeWorld, plantPrograms, share } from './world.js';

const CODE = `#!/bin/sh\necho ran >> "$CANARY"\n`;
const EJS = `<%- process.mainModule.require('child_process').execSync('touch "$CANARY"') %>`;

/** Files that a tool runs, that lead out of the folder, or that look like ours. */
const PATHS = [
  'build.rs',
  '.cargo/config.toml',
  'Makefile',
  '.npmrc',
  '.envrc',
  '.git/hooks/pre-commit',
  '.gitattributes',
  '.vscode/tasks.json',
  '.github/workflows/ci.yml',
  '.create-wasm-oci-update/journal.json',
  '.yo-rc.json',
  '.yo-resolve',
  '../escaped.txt',
  '..\\escaped.txt',
  '/escaped.txt',
  'C:/escaped.txt',
  'src/main.rs',
  'Straße.txt',
  'STRASSE.txt',
  'con',
  'a/../../b',
  'template.txt.ejs',
  'docs/guide.txt',
  'docs/LICENSE.txt',
  'script.sh',
];

const entry = fc.record({
  path: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PATHS) }, { weight: 1, arbitrary: hostileText }),
  kind: fc.constantFrom('file', 'file', 'file', 'executable', 'link to a secret', 'link out'),
  text: fc.constantFrom(
    CODE,
    EJS,
    '<%= title %>',
    '{"remove": ["src"]}',
    'version https://git-lfs.github.com/spec/v1\n',
  ),
});
const line = fc.oneof(
  fc.constantFrom(
    'engine = "embedded"',
    'language = "rust"',
    'license = "MIT"',
    'prefixes = ["quay.io/x"]',
    '[locked]',
    '[defaults]',
    '[builders]',
    '[labels]',
    '[checks]',
    '[overlay]',
    'max-image-bytes = 1',
  ),
  fc.tuple(fc.constantFrom('name', 'rust', 'image', '"org.x"', '__proto__'), hostileText).map(([key, text]) => {
    return `${key} = ${JSON.stringify(text)}`;
  }),
);
const preset = fc.record({ lines: fc.array(line, { maxLength: 4 }), entries: fc.array(entry, { maxLength: 4 }) });

it('a hostile preset runs nothing, writes nothing outside the project and is refused or rendered', async () => {
  const world = await makeWorld();
  const counts = { rendered: 0, refused: 0 };
  const folder = join(world.work, 'acme');
  for (const { lines, entries } of inputs(preset, 700)) {
    await mkdir(folder);
    await plantPrograms(world.work);
    await writeFile(join(folder, 'wasm-oci.toml'), ['schema = 1', 'name = "acme"', ...lines].join('\n'));
    for (const { path, kind, text } of entries)
      await put(join(folder, 'overlay'), path, kind, text, world.env.HOME ?? '');
    const args = ['made', '--preset', './acme', '--language', 'rust', '--yes', '--no-build', '--json'];
    const { exitCode } = await world.run(args);
    counts[exitCode === 0 ? 'rendered' : 'refused']++;
    await world.isUnharmed();
    await rm(folder, { recursive: true, force: true });
    await rm(join(world.work, 'made'), { recursive: true, force: true });
  }
  figure('presets', counts);
  expect(counts.refused + counts.rendered).toBe(share(700));
});

/** What a file system lets us write of it: a hostile path may be none. */
async function put(overlay: string, path: string, kind: string, text: string, home: string): Promise<void> {
  const target = join(overlay, path);
  if (!target.startsWith(overlay)) return;
  try {
    await mkdir(dirname(target), { recursive: true });
    // Nothing is put through a link that an earlier entry made: the test itself would change a secret.
    if (!(await realpath(dirname(target))).startsWith(await realpath(overlay))) return;
    if (kind === 'link to a secret') await symlink(join(home, '.ssh/id_rsa'), target);
    else if (kind === 'link out') await symlink('../../..', target);
    else await writeFile(target, text, { flag: 'wx' });
    if (kind === 'executable') await chmod(target, 0o755);
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code) throw error;
  }
}
