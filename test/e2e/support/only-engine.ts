import { inject, type TestContext } from 'vitest';
import { bareMachine } from './bare-machine.js';
import { findDocker } from './docker.js';
import { standIn } from './lab.js';
import { emptyFolder, run } from './run.js';

/** A machine with Node, npm, and one program that takes images. Registries and credentials are that program's own configuration. */
export async function withOnly(
  program: 'skopeo' | 'podman' | 'docker',
  test: Pick<TestContext, 'skip'>,
): Promise<Record<string, string>> {
  let path = inject('path');
  if (program === 'docker') {
    const found = await findDocker();
    if ('missing' in found) test.skip(found.missing);
    else path = found.path;
  }
  const real = (await run('sh', ['-c', `command -v ${program}`], { env: { PATH: path } })).stdout.trim();
  const bin = await emptyFolder();
  await standIn(bin, program, `PATH=${path} exec ${real} "$@"`);
  return bareMachine(bin);
}
