import { describe, expect, it } from 'vitest';
import { createDocker } from '../../generators/core/engines/docker/engine.js';
import { createPodman } from '../../generators/core/engines/podman/engine.js';
import { fakeHost } from '../support/fake-host.js';

const context = { directory: '/nowhere', image: 'localhost/hello:1' };
const inspect = (program: string) => `${program} image inspect --format {{.Os}}/{{.Architecture}}`;
/** Podman 5.4: a builder image of this machine for another platform is looked for in a registry. */
const REFUSED =
  'Error: creating build container: initializing source docker://localhost/builder:latest: pinging container registry localhost: Get "https://localhost/v2/": dial tcp 127.0.0.1:443: connect: connection refused';
const SHORT =
  'Error: creating build container: short-name "builder:latest" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"';
/** Docker 26 with buildx 0.13. */
const RESOLVE =
  'ERROR: failed to solve: localhost/builder:latest: failed to resolve source metadata for localhost/builder:latest: failed to do request: dial tcp 127.0.0.1:80: connect: connection refused';

describe('a builder image of this machine that is for another platform', () => {
  it.each([
    ['podman', REFUSED, 'localhost/builder:latest'],
    ['podman', SHORT, 'builder:latest'],
    ['docker', RESOLVE, 'localhost/builder:latest'],
  ])('is named by %s, and not a registry: %s', async (program, stderr, image) => {
    const { host, lines } = fakeHost({
      [`${program} build`]: { exitCode: 125, stderr },
      'docker buildx build': { exitCode: 1, stderr },
      [inspect(program)]: { stdout: 'wasi/wasm\n' },
    });
    const engine = program === 'podman' ? createPodman(host) : createDocker(host);
    await expect(engine.build(context, {})).rejects.toMatchObject({
      message: `The builder image ${image} exists on this machine, and is an image for WebAssembly, and no compiler runs in it.`,
      exitCode: 3,
      known: 'builder-platform',
    });
    expect(lines()).toContain(`${inspect(program)} ${image}`);
  });

  it('is not assumed where there is no such image here', async () => {
    const { host } = fakeHost({
      'podman build': { exitCode: 125, stderr: REFUSED },
      [inspect('podman')]: { exitCode: 125, stderr: 'Error: localhost/builder:latest: image not known' },
    });
    await expect(createPodman(host).build(context, {})).rejects.toMatchObject({ known: 'registry' });
  });
});
