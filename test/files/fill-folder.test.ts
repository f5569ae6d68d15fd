import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillFolder } from '../../generators/core/files/fill-folder.js';
import { tree } from '../support/files.js';
import { emptyFolder } from '../support/folder.js';

it.skipIf(process.platform === 'win32')(
  'a new folder gets its files at any depth, and only scripts are executable (needs modes of files: not on Windows)',
  async () => {
    const folder = await emptyFolder();
    const files = new Map<string, string | Buffer>([
      ['a', 'one\n'],
      ['b/c/run.sh', Buffer.from('exit 0\n')],
    ]);
    await fillFolder(folder, files, new Set(['b/c/run.sh']));
    expect(await tree(folder)).toEqual({ a: 'one\n', 'b/c/run.sh': 'exit 0\n' });
    const executable = async (path: string) => ((await stat(join(folder, path))).mode & 0o111) !== 0;
    expect([await executable('a'), await executable('b/c/run.sh')]).toEqual([false, true]);
  },
);
