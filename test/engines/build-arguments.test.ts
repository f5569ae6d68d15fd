import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildArguments } from '../../generators/core/engines/build-arguments.js';
import { emptyFolder } from '../support/folder.js';

it('a build is given the variables that its Containerfile takes, and no others', async () => {
  const directory = await emptyFolder();
  const context = { directory, image: 'localhost/x' };
  const text = 'ARG PROFILE=release\nFROM x\n  arg  OTHER\nARG PROFILES\n# ARG NONE\nENV ARG SOME\n';
  await writeFile(join(directory, 'Containerfile'), text);
  const variables = { PROFILE: 'debug', OTHER: 'a b', NONE: '1', SOME: '1' };
  expect(await buildArguments(context, { variables })).toEqual([
    ...['--build-arg', 'PROFILE=debug'],
    ...['--build-arg', 'OTHER=a b'],
  ]);
  expect(await buildArguments(context, {})).toEqual([]);
});
