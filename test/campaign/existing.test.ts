import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixtures } from '../support/fixtures.js';
import { hostileText } from '../support/hostile.js';
import { figure, inputs, makeWorld, plantPrograms, treeHash } from './world.js';

const SHAPES = [
  'article',
  'rust-workspace',
  'c-make',
  'c-cmake',
  'c-configure',
  'c-autoreconf',
  'c-meson',
  'c-sources',
  'cpp-cmake',
  'cpp-make',
  'cpp-sources',
  'go-module',
];
const MANIFESTS = ['Cargo.toml', 'Makefile', 'CMakeLists.txt', 'go.mod', '.dockerignore', '.yo-rc.json', '.npmrc'];

/** A text that manifests of all kinds take apart: it would be another instruction, another command, another flag. */
const injections = fc.constantFrom(
  '\nRUN touch /pwned\n',
  '$(touch /pwned)',
  '`touch /pwned`',
  '; touch /pwned',
  '-fplugin=x.so',
  '@x.c',
  '"; ENTRYPOINT ["/evil"]',
);
const change = fc.record({
  kind: fc.constantFrom('rename a source', 'rename a folder', 'change a manifest', 'add a manifest'),
  at: fc.nat(),
  text: fc.oneof(hostileText, injections),
});
const project = fc.record({
  shape: fc.constantFrom(...SHAPES),
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
});

it('an existing project with hostile names and manifests is refused, or gets container files without a foreign line', async () => {
  const world = await makeWorld();
  const counts = { written: 0, refused: 0 };
  const folder = join(world.work, 'theirs');
  for (const { shape, changes } of inputs(project, 1400)) {
    await cp(join(fixtures, shape), folder, { recursive: true });
    for (const one of changes) await apply(folder, one).catch(isRefusedByDisk);
    await plantPrograms(folder);
    const before = await treeHash([folder]);
    const args = ['containerfile', '.', '--yes', '--no-build', '--dry-run', '--json'];
    const { exitCode, stdout } = await world.run(args, folder);
    expect(await treeHash([folder])).toBe(before);
    counts[exitCode === 0 ? 'written' : 'refused']++;
    if (exitCode === 0) {
      const { contents } = JSON.parse(stdout) as { contents: Record<string, string> };
      const instructions = DockerfileParser.parse(contents.Containerfile ?? '').getInstructions();
      const keywords = instructions.map((one) => one.getKeyword());
      expect(
        keywords.filter((word) => word === 'ENTRYPOINT'),
        stdout,
      ).toHaveLength(1);
      expect(keywords.slice(keywords.lastIndexOf('FROM')), stdout).not.toContain('RUN');
      for (const one of instructions.filter((each) => each.getKeyword() === 'RUN')) {
        expect(unquoted(one.getRawArgumentsContent() ?? ''), stdout).not.toContain('touch /pwned');
      }
    }
    await world.isUnharmed();
    await rm(folder, { recursive: true, force: true });
  }
  figure('existing projects', counts);
  expect(counts.written).toBeGreaterThan(0);
});

/** A shell line without what is in single quotes, which a shell does not read. */
function unquoted(line: string): string {
  return line.replace(/'[^']*'/g, '');
}

async function apply(folder: string, { kind, at, text }: { kind: string; at: number; text: string }): Promise<void> {
  if (kind === 'add a manifest') {
    await writeFile(join(folder, MANIFESTS[at % MANIFESTS.length] ?? ''), text);
    return;
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const manifests = entries.filter((entry) => MANIFESTS.includes(entry.name));
  const sources = entries.filter((entry) => entry.isFile() && /\.(?:c|rs|go)$/.test(entry.name));
  const folders = entries.filter((entry) => entry.isDirectory());
  const among = { 'change a manifest': manifests, 'rename a source': sources, 'rename a folder': folders }[kind] ?? [];
  const chosen = among[at % Math.max(1, among.length)];
  if (!chosen) return;
  const path = join(chosen.parentPath, chosen.name);
  if (kind === 'change a manifest') {
    const { readFile } = await import('node:fs/promises');
    const before = await readFile(path, 'utf8');
    const place = at % (before.length + 1);
    await writeFile(path, before.slice(0, place) + text + before.slice(place));
    return;
  }
  const extension = kind === 'rename a source' ? /\.\w+$/.exec(chosen.name)?.[0] : '';
  const to = join(chosen.parentPath, `${text}${extension}`);
  if (!to.startsWith(folder) || to === folder) return;
  await mkdir(dirname(to), { recursive: true });
  await rename(path, to);
}

function isRefusedByDisk(error: NodeJS.ErrnoException): void {
  if (!error.code) throw error;
}
