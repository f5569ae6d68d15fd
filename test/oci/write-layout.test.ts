import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeLayout } from '../../generators/core/oci/write-layout.js';
import { emptyFolder } from '../support/folder.js';

it.each(['hello.oci.tar', 'hello.oci'])(
  'writes %s through no link that a repository brings under the name of a part',
  async (name) => {
    const [project, home] = [await emptyFolder(), await emptyFolder()];
    await mkdir(join(home, 'folder'));
    await writeFile(join(home, 'file'), 'mine');
    // In a container, the number of a process is easily guessed.
    await symlink(join(home, name.endsWith('.tar') ? 'file' : 'folder'), join(project, `${name}.part-${process.pid}`));
    await writeLayout(join(project, name), new Map([['oci-layout', Buffer.from('{}')]]));
    expect(await readFile(join(home, 'file'), 'utf8')).toBe('mine');
    expect(await readdir(join(home, 'folder'))).toEqual([]);
    expect(await readdir(project)).toEqual([name, `${name}.part-${process.pid}`]);
  },
);

it.skipIf(process.platform === 'win32')('leaves a folder that others may read, and nothing beside it', async () => {
  const project = await emptyFolder();
  await writeLayout(join(project, 'hello.oci'), new Map([['oci-layout', Buffer.from('{}')]]));
  expect(((await stat(join(project, 'hello.oci'))).mode & 0o777).toString(8)).toBe(
    (0o777 & ~process.umask()).toString(8),
  );
  expect(await readdir(project)).toEqual(['hello.oci']);
});
