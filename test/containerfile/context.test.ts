import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../generators/core/failure.js';
import type { ExistingJob } from '../../generators/core/project/existing/resolve.js';
import { fixtures } from '../support/fixtures.js';
import { emptyFolder } from '../support/folder.js';
import { resolved } from '../support/resolve-existing.js';

/** Types each line that a message names, in the same folder, until one works. */
async function followed(cwd: string, argv: readonly string[] = []): Promise<{ lines: string[]; job: ExistingJob }> {
  const lines: string[] = [];
  let words = argv;
  for (;;) {
    try {
      return { lines, job: await resolved(cwd, words) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const line = error.fix.find(({ command }) => command?.startsWith('create-wasm-oci containerfile'))?.command;
      if (line === undefined || lines.includes(line)) throw error;
      lines.push(line);
      words = line.split(' ').slice(2);
    }
  }
}

async function parts(): Promise<string> {
  const folder = await emptyFolder();
  await cp(join(fixtures, 'parts'), folder, { recursive: true });
  return folder;
}

describe('a project that needs what is above its folder', () => {
  it.each([
    [
      'programs',
      'create-wasm-oci containerfile .. --in programs',
      { kind: 'make', target: 'ask', workdir: 'programs' },
    ],
    [
      'build/cmake',
      'create-wasm-oci containerfile ../.. --in build/cmake',
      { kind: 'cmake', target: 'ask-cmake', workdir: 'build/cmake' },
    ],
    [
      'cmd/tool',
      'create-wasm-oci containerfile ../.. --in cmd/tool',
      { kind: 'go', package: '.', workdir: 'cmd/tool' },
    ],
    ['tool', 'create-wasm-oci containerfile .. --in tool', { kind: 'cargo', bin: 'parts-tool', workdir: 'tool' }],
  ])('is built by the line that its message names: %s', async (folder, line, plan) => {
    const { lines, job } = await followed(join(await parts(), folder));
    expect(lines).toEqual([line]);
    expect(job.program.plan).toMatchObject(plan);
    expect(job.chosen).toMatchObject({ in: folder });
  });

  it('is built by that line from any folder', async () => {
    const folder = await parts();
    const { lines } = await followed(folder, ['programs', '--cflags', '-O3']);
    expect(lines).toEqual(['create-wasm-oci containerfile . --cflags=-O3 --in programs']);
  });

  it('gets a larger context where that of --in is too small', async () => {
    const folder = await parts();
    const { lines, job } = await followed(join(folder, 'cmd'), ['.', '--in', 'tool']);
    expect(lines).toEqual(['create-wasm-oci containerfile .. --in cmd/tool']);
    expect(job.directory).toBe(folder);
  });

  it('is built with its own folder only where that is said', async () => {
    const folder = join(await parts(), 'programs');
    expect((await resolved(folder, ['--in', '.'])).program.plan).not.toHaveProperty('workdir');
  });

  it('names what its sources include', async () => {
    const folder = await emptyFolder();
    await write(folder, {
      'shared.h': '',
      'app/src/main.c': '#include "../../shared.h"\nint main(void) { return 0; }\n',
    });
    const { lines, job } = await followed(join(folder, 'app'));
    expect(lines).toEqual(['create-wasm-oci containerfile .. --in app']);
    expect(job.program.plan).toMatchObject({ kind: 'sources', sources: ['src/main.c'], workdir: 'app' });
    expect(job.answers.name.slug).toBe('app');
  });

  it('names a path only where there is something', async () => {
    const folder = await emptyFolder();
    await write(folder, {
      'app/Makefile': '-include ../local.mk\napp: app.o\n\t$(CC) -o $@ $^\ninstall:\n\tcp app ../bin\n',
      'app/app.c': 'int main(void) { return 0; }\n',
    });
    expect((await followed(join(folder, 'app'))).lines).toEqual([]);
  });
});

describe('a member of a Cargo workspace', () => {
  const workspace = {
    'Cargo.toml': '[workspace]\nmembers = ["apps/*"]\n[workspace.package]\nedition = "2021"\n',
    'apps/one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nedition.workspace = true\n',
    'apps/one/src/main.rs': 'fn main() {}\n',
    'apps/two/Cargo.toml': '[package]\nname = "two"\nversion = "0.1.0"\nedition = "2021"\n',
    'apps/two/src/main.rs': 'fn main() {}\n',
  };

  it('is built in its workspace by the line that its message names', async () => {
    const folder = await emptyFolder();
    await write(folder, workspace);
    const { lines, job } = await followed(join(folder, 'apps/one'));
    expect(lines).toEqual(['create-wasm-oci containerfile ../.. --in apps/one']);
    expect(job.program).toMatchObject({ package: 'one', plan: { folder: 'apps/one' } });
    expect(job.program.plan).not.toHaveProperty('workdir');
  });
});

describe('--in', () => {
  it.each(['../x', '/x', 'a\nb', 'a$b', 'nothing'])('%j is refused', async (folder) => {
    await expect(resolved(await parts(), ['--in', folder])).rejects.toMatchObject({
      message: expect.stringMatching(/^--in/),
      exitCode: 1,
    });
  });

  it('is stored as it is shown, and ignores what builds leave in the folder', async () => {
    const job = await resolved(await parts(), ['--in', './programs/']);
    expect(job.chosen).toEqual({ bin: 'ask', in: 'programs' });
    expect(job.project.buildOutputs).toEqual(['**/*.o', '**/*.a', '**/*.d', 'programs/ask']);
  });
});

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
