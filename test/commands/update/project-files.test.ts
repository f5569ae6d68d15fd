import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFiles } from '../../../generators/commands/update/project-files.js';
import { write } from '../../support/files.js';
import { emptyFolder } from '../../support/folder.js';

it('the existing files of a project are read, byte order marks included', async () => {
  const folder = await emptyFolder();
  await write(folder, { a: '\ufeffa', 'below/b': 'b', c: 'c' });
  expect(await readFiles(folder, ['a', 'below/b', 'none', 'none/either'])).toEqual(
    new Map([
      ['a', '\ufeffa'],
      ['below/b', 'b'],
    ]),
  );
});

it.each<[string, string, (folder: string) => Promise<unknown>, RegExp]>([
  ['a folder', 'a', (folder) => mkdir(join(folder, 'a')), /^a is a folder where a file belongs\.$/],
  [
    'no text',
    'a',
    (folder) => writeFile(join(folder, 'a'), Buffer.from([0xff, 0xfe, 0x00])),
    /^a is not UTF-8 text: it cannot be merged\.$/,
  ],
  ['a link', 'a', (folder) => symlink('/etc/passwd', join(folder, 'a')), /^a is a symbolic link/],
  ['outside', '../a', async () => {}, /"\.\.\/a" is not a path inside/],
])('a path of a project that is %s is refused', async (_, path, make, message) => {
  const folder = await emptyFolder();
  await make(folder);
  await expect(readFiles(folder, [path])).rejects.toMatchObject({
    name: 'Failure',
    exitCode: 1,
    message: expect.stringMatching(message),
    fix: [{ text: expect.stringMatching(/./) }],
  });
});
