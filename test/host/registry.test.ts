import { expect, it } from 'vitest';
import { namingRegistry } from '../../generators/core/host/registry.js';

it.each([
  [
    'podman, a denied push',
    'Error: trying to reuse blob sha256:ab at destination: checking whether a blob sha256:ab exists in 127.0.0.1:5000/x/y: authentication required',
    '127.0.0.1:5000',
  ],
  [
    'podman, a pull',
    'Error: creating build container: initializing source docker://ghcr.io/webassembly/wasi-sdk:wasi-sdk-33: reading manifest: denied',
    'ghcr.io',
  ],
  [
    'podman, HTTP',
    'pinging container registry 127.0.0.1:5000: Get "https://127.0.0.1:5000/v2/": http: server gave HTTP response to HTTPS client',
    '127.0.0.1:5000',
  ],
  [
    'docker, a push',
    'The push refers to repository [registry.example.com:443/x/y]\ndenied: requested access to the resource is denied',
    'registry.example.com:443',
  ],
  ['docker, a pull', 'failed to resolve source metadata for docker.io/library/nothing:latest: not found', 'docker.io'],
])('the registry of a fix is that of the output: %s', (_what, output, registry) => {
  expect(namingRegistry(['podman login REGISTRY'], output)).toEqual([`podman login ${registry}`]);
});

it('is that of the image where it is known, whatever mirror the output names', () => {
  const output = 'initializing source docker://mirror.example.com/you/hello:1: unauthorized';
  expect(namingRegistry(['podman login REGISTRY'], output, 'quay.io/you/hello:1')).toEqual(['podman login quay.io']);
});
