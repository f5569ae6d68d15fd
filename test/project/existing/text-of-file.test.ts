import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { textOfFile } from '../../../generators/core/project/existing/project-folder.js';
import { emptyFolder } from '../../support/folder.js';

it('a manifest is read without its byte order mark', async () => {
  const path = join(await emptyFolder(), 'Cargo.toml');
  await writeFile(path, '\uFEFF[workspace]\n');
  expect(textOfFile(path)).toBe('[workspace]\n');
});

it.skipIf(process.platform === 'win32')(
  'a pipe of the name of a manifest has no text, and is not waited for',
  async () => {
    const path = join(await emptyFolder(), 'Cargo.toml');
    execFileSync('mkfifo', [path]);
    expect(textOfFile(path)).toBe('');
  },
);

it('a folder, and a file that does not exist, have no text', async () => {
  const folder = await emptyFolder();
  expect([folder, join(folder, 'missing')].map(textOfFile)).toEqual(['', '']);
});
