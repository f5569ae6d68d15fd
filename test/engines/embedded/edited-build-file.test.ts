import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { editedBuildFile } from '../../../generators/core/engines/embedded/edited-build-file.js';
import type { Target } from '../../../generators/core/engines/engine.js';
import { reads } from '../../support/fixes.js';
import { emptyFolder } from '../../support/folder.js';
import { fileOf, render } from '../../support/projects.js';

const project = await render('c', 'Hello');
const makefile = fileOf(project, 'Makefile');

/** What is said of a folder with these files in it. */
async function saidOf(files: Record<string, string>, { imitated } = project) {
  const directory = await mkdtemp(join(tmpdir(), 'create-wasm-oci-makefile-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const names = { directory, shownDirectory: 'hello', image: 'localhost/hello:latest', title: 'Hello', slug: 'hello' };
  return editedBuildFile({ ...names, language: 'c', imitated, artifact: false, wasmOpt: false, aot: false });
}

describe('an engine that does not read the Makefile', () => {
  it('builds with the one that was written, with the line ends of Windows, too, and before there is one', async () => {
    expect(await saidOf({ Makefile: makefile })).toBeUndefined();
    expect(await saidOf({ Makefile: makefile.replaceAll('\n', '\r\n') })).toBeUndefined();
    expect(await saidOf({})).toBeUndefined();
  });

  it('refuses an edited one, and names the engines that read it', async () => {
    const edited = makefile.replace('-Wall', '-Wall -DNAME=1');
    expect(await saidOf({ Makefile: edited })).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^Makefile is not the one .* embedded engine does not read it/),
      fix: [
        reads(expect.stringContaining('--engine podman')),
        reads(expect.stringContaining('create-wasm-oci update ')),
      ],
    });
  });

  it.each(['GNUmakefile', 'makefile'])('refuses a %s, which make takes instead', async (name) => {
    const said = await saidOf({ Makefile: makefile, [name]: 'all:\n' });
    expect(said?.message).toContain(`${name} takes the place of the generated Makefile`);
  });

  it('asks nothing of a language whose build files its compiler reads', async () => {
    expect(await saidOf({ Makefile: 'all:\n' }, await render('rust', 'Hello'))).toBeUndefined();
  });
});

it.skipIf(process.platform === 'win32')('reads no device to which a repository links its Makefile', async () => {
  const directory = await emptyFolder();
  await symlink('/dev/zero', join(directory, 'Makefile'));
  const imitated = { path: 'Makefile', text: 'all:\n' };
  const target = { directory, shownDirectory: 'x', imitated } as Target;
  await expect(editedBuildFile(target)).rejects.toThrow('it is neither a file nor a folder');
});
