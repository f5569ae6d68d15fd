import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readOciArchive } from '../../generators/core/oci/oci.js';
import type { IgnoreAnswers } from '../support/ignore-answers.js';
import { emptyFolder, podman, untag } from './support/run.js';

const { files, answers }: IgnoreAnswers = JSON.parse(
  readFileSync(join(import.meta.dirname, '../project/ignore-answers.json'), 'utf8'),
);

/** One of each kind: what the two readers differ in, classes, escapes, folders above, and what is taken back in. */
const asked = answers.filter(({ ignoreFile, excluded, refused }, index) => {
  const differs = excluded !== undefined && !Array.isArray(excluded);
  return differs || refused || /[[\\]|\.\./.test(ignoreFile) || index % 6 === 0;
});

it(`${asked.length} of the captured answers are what this Podman excludes`, async () => {
  expect(asked.length).toBeGreaterThan(20);
  const folder = await emptyFolder();
  const context = join(folder, 'context');
  for (const file of files) {
    await mkdir(dirname(join(context, file)), { recursive: true });
    await writeFile(join(context, file), 'x');
  }
  await writeFile(join(folder, 'Containerfile'), 'FROM scratch\nCOPY . /\n');
  const image = `localhost/ignore-answers-${process.pid}`;
  onTestFinished(() => untag(image));
  const build = ['build', '--quiet', '--layers=false', '--file', join(folder, 'Containerfile'), '--tag', image];
  const ignore = join(folder, 'ignore');
  for (const { ignoreFile, refused, excluded } of asked) {
    await writeFile(ignore, `${ignoreFile}\n`);
    const built = podman([...build, '--ignorefile', ignore, context]);
    if (refused || excluded === undefined) {
      await expect(built, ignoreFile).rejects.toThrow('syntax error in pattern');
      continue;
    }
    await built;
    const archive = join(folder, `${asked.length}.tar`);
    await podman(['save', '--quiet', '--format', 'oci-archive', '--output', archive, image]);
    const inside = new Set(
      (await readOciArchive(createReadStream(archive))).files.map(({ path }) => path.replace(/^\//, '')),
    );
    const expected = Array.isArray(excluded) ? excluded : excluded['podman build'];
    expect(files.filter((file) => !inside.has(file)).sort(), ignoreFile).toEqual([...expected].sort());
    await untag(image);
  }
});
