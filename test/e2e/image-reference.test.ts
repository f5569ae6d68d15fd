import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildableReference } from '../../generators/core/options/image-reference.js';
import { emptyStore, needsLab } from './support/lab.js';
import { emptyFolder, podman, run } from './support/run.js';

const HEX = 'a1'.repeat(32);
const long = (count: number) => 'x'.repeat(count);

/** References that users write, and the edges of every rule. Which of them are right is Podman's to say. */
const REFERENCES = [
  ...['hello', 'hello:1.0', 'library/hello', 'localhost/hello:latest', 'localhost:5000/a/b', 'a/b/c/d/e/f', 'x.y:1'],
  ...['quay.io/you/hello_x--y:v1', 'quay.io/You/hello', 'UPPER.io/x', 'Upper/x', 'Hello', 'LOCALHOST/x', 'A_b.io/x'],
  ...['[::1]:5000/x', '[::1]/x', '[fe80::1]:5000/x:1', '127.0.0.1:5000/x', '1.2.3.4/x', 'xn--bcher-kva.example/x'],
  ...['a_b.example/x', 'a_b.example:5000/x', 'a_b/x', 'a__b.io/x', '-x.io/x', 'x-.io/x', 'host./x', '.host/x', 'é/x'],
  ...['quay.io:65535/x', 'quay.io:65536/x', 'quay.io:99999/x', 'quay.io:0/x', 'quay.io:/x', 'quay.io:port/x'],
  ...[
    'hello:',
    'hello:.x',
    'hello:-x',
    'hello:_x',
    `hello:${long(128)}`,
    `hello:${long(129)}`,
    'hello:1:2',
    'hello:1/x',
  ],
  ...[
    'a..b',
    'a.b',
    'a._b',
    'a_b',
    'a__b',
    'a___b',
    'a--b',
    'a//b',
    '/hello',
    'hello/',
    '-hello',
    'hello-',
    'hello world',
  ],
  ...[
    'https://quay.io/x',
    'docker://quay.io/x',
    'hello@@',
    `hello@sha256:${HEX}`,
    `hello:1@sha256:${HEX}`,
    `sha256:${HEX}`,
  ],
  ...[HEX, `${HEX}:1`, `${HEX}/x`, 'sha256:1', 'hello:sha256', 'docker.io/x', 'x.io/a:', 'x.io/a@', 'x.io:443/a_b.c'],
  ...[long(245), long(246), long(254), `quay.io/${long(247)}`, `quay.io/${long(248)}`, `localhost/${long(246)}`],
  ...[`docker.io/${long(237)}`, `docker.io/${long(238)}`, `docker.io/a/${long(243)}`, `docker.io/a/${long(244)}`],
];

it('takes an image reference where `podman tag` takes it, and nowhere else', async (context) => {
  // In a store of its own: a tag such as `hello` is taken from the image that had it.
  needsLab(context);
  const cwd = await emptyFolder();
  const env = emptyStore('references');
  await writeFile(join(cwd, 'Containerfile'), 'FROM scratch\nCOPY Containerfile /\n');
  const image = (await podman(['build', '--quiet', '.'], { cwd, env })).trim();
  const taken = REFERENCES.filter(isTaken);
  // All at once: each start of Podman takes a third of a second.
  await podman(['tag', '--', image, ...taken], { env });
  const refused = REFERENCES.filter((reference) => !isTaken(reference));
  const tagged: string[] = [];
  for (const reference of refused) {
    if ((await run('podman', ['tag', '--', image, reference], { env })).exitCode === 0) tagged.push(reference);
  }
  expect(tagged).toEqual([]);
  expect(taken.length).toBeGreaterThan(30);
  expect(refused.length).toBeGreaterThan(30);
});

function isTaken(reference: string): boolean {
  try {
    buildableReference(reference);
    return true;
  } catch {
    return false;
  }
}
