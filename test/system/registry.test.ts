import { expect, it } from 'vitest';
import { dockerErrors } from '../../generators/core/engines/docker/symptoms.js';
import { diagnose } from '../../generators/core/engines/known-errors.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { registryOf } from '../../generators/core/system/registry.js';
import type { System } from '../../generators/core/system/system.js';
import { fixLines } from '../support/fixes.js';

const PUSHED =
  'Getting image source signatures\nCopying blob sha256:a3b7\nError: trying to reuse blob sha256:a3b7 at destination: ';
const pulled = (reference: string) => `Trying to pull ${reference}...\nError: `;
const SHORT =
  'Resolving "you/hello" using unqualified-search registries (/etc/containers/registries.conf)\nTrying to pull docker.io/you/hello:1...\nError: ';

/**
 * What podman 5.4.2, podman 4.3.1 and Docker 26.1.5 (buildx 0.13.1) print of a registry with htpasswd, one that speaks HTTP,
 * one that answers 403, ports and hosts where none is, and a mirror of docker.io. Blob digests are shortened.
 */
const CAPTURED: readonly [what: string, output: string, registry: string | undefined, id: string | undefined][] = [
  [
    'podman push, 401',
    `${PUSHED}checking whether a blob sha256:a3b7 exists in 127.0.0.1:5795/x/y: authentication required`,
    '127.0.0.1:5795',
    'push-denied',
  ],
  [
    'podman 4.3 push, 401',
    `${PUSHED}checking whether a blob sha256:a3b7 exists in 127.0.0.1:5795/x/y: unauthorized: authentication required`,
    '127.0.0.1:5795',
    'push-denied',
  ],
  [
    'podman push, 403',
    `${PUSHED}checking whether a blob sha256:a3b7 exists in 127.0.0.1:5796/x/y: StatusCode: 403, ""`,
    '127.0.0.1:5796',
    'push-denied',
  ],
  [
    'podman 4.3 push, 403, without the host',
    `${PUSHED}failed to read from destination repository x/y: 403 (Forbidden)`,
    undefined,
    'push-denied',
  ],
  [
    'podman push, HTTP',
    `${PUSHED}pinging container registry 127.0.0.1:5795: Get "https://127.0.0.1:5795/v2/": http: server gave HTTP response to HTTPS client`,
    '127.0.0.1:5795',
    'registry-http',
  ],
  [
    'podman push, refused',
    `${PUSHED}pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused`,
    '127.0.0.1:1',
    'push-unreachable',
  ],
  [
    'podman push of a name without a registry',
    `${PUSHED}pinging container registry registry-1.docker.io: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 192.0.2.53:53: no such host`,
    'docker.io',
    'push-unreachable',
  ],
  [
    'docker push, 401',
    'The push refers to repository [127.0.0.1:5795/x/y]\n877db8aeac41: Waiting\npush access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    '127.0.0.1:5795',
    'push-denied',
  ],
  [
    'docker push, 403',
    'The push refers to repository [127.0.0.1:5796/x/y]\n877db8aeac41: Waiting\nunexpected status from HEAD request to http://127.0.0.1:5796/v2/x/y/blobs/sha256:61a8: 403 Forbidden',
    '127.0.0.1:5796',
    'push-denied',
  ],
  [
    'docker push, no such host',
    'The push refers to repository [nosuch.invalid/x/y]\n877db8aeac41: Waiting\nfailed to do request: Head "https://nosuch.invalid/v2/x/y/blobs/sha256:877d": dial tcp: lookup nosuch.invalid on 192.0.2.53:53: no such host',
    'nosuch.invalid',
    'push-unreachable',
  ],
  [
    'podman build, 401',
    `STEP 1/1: FROM 127.0.0.1:5795/x/y:1\n${pulled('127.0.0.1:5795/x/y:1')}creating build container: initializing source docker://127.0.0.1:5795/x/y:1: reading manifest 1 in 127.0.0.1:5795/x/y: authentication required`,
    '127.0.0.1:5795',
    'builder-image',
  ],
  [
    'podman build, denied',
    `${pulled('127.0.0.1:5796/x/y:1')}initializing source docker://127.0.0.1:5796/x/y:1: reading manifest 1 in 127.0.0.1:5796/x/y: requested access to the resource is denied`,
    '127.0.0.1:5796',
    'builder-image',
  ],
  [
    'podman build, HTTP',
    `${pulled('127.0.0.1:5795/x/y:1')}creating build container: initializing source docker://127.0.0.1:5795/x/y:1: pinging container registry 127.0.0.1:5795: Get "https://127.0.0.1:5795/v2/": http: server gave HTTP response to HTTPS client`,
    '127.0.0.1:5795',
    'registry-http',
  ],
  [
    'podman build, refused, after retries',
    `Trying to pull 127.0.0.1:1/x/y:1...\ntime="2026-11-27T01:11:39Z" level=warning msg="Failed, retrying in 2s ... (1/3). Error: initializing source docker://127.0.0.1:1/x/y:1: pinging container registry 127.0.0.1:1: Get \\"https://127.0.0.1:1/v2/\\": dial tcp 127.0.0.1:1: connect: connection refused"\nError: creating build container: initializing source docker://127.0.0.1:1/x/y:1: pinging container registry 127.0.0.1:1: Get "https://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused`,
    '127.0.0.1:1',
    'registry',
  ],
  [
    'podman build, unknown manifest',
    `${pulled('127.0.0.1:5780/x/nothing:1')}creating build container: initializing source docker://127.0.0.1:5780/x/nothing:1: reading manifest 1 in 127.0.0.1:5780/x/nothing: manifest unknown`,
    '127.0.0.1:5780',
    'builder-image',
  ],
  [
    'podman build of a short name through a mirror: the mirror was asked',
    `${SHORT}creating build container: initializing source docker://you/hello:1: reading manifest 1 in 127.0.0.1:5780/docker.io/you/hello: manifest unknown`,
    '127.0.0.1:5780',
    'builder-image',
  ],
  [
    'podman build of a second image, the first of which came',
    `${SHORT.replace('Error: ', '')}Trying to pull quay.io/a/b:1...\nError: creating build container: initializing source docker://quay.io/a/b:1: reading manifest 1 in quay.io/a/b: authentication required`,
    'quay.io',
    'builder-image',
  ],
  [
    'docker build, 401',
    'ERROR: failed to solve: 127.0.0.1:5795/x/y:1: failed to resolve source metadata for 127.0.0.1:5795/x/y:1: unexpected status from HEAD request to http://127.0.0.1:5795/v2/x/y/manifests/1: 401 Unauthorized',
    '127.0.0.1:5795',
    'builder-image',
  ],
  [
    'docker build, not found',
    'ERROR: failed to solve: 127.0.0.1:5780/x/nothing:1: failed to resolve source metadata for 127.0.0.1:5780/x/nothing:1: 127.0.0.1:5780/x/nothing:1: not found',
    '127.0.0.1:5780',
    'builder-image',
  ],
  [
    'docker build of a short name',
    'ERROR: failed to solve: x/y:1: failed to resolve source metadata for docker.io/x/y:1: failed to do request: Head "https://registry-1.docker.io/v2/x/y/manifests/1": dial tcp: lookup registry-1.docker.io on 192.0.2.53:53: no such host',
    'docker.io',
    'registry',
  ],
];

const LINUX = { platform: 'linux' } as System;

it.each(CAPTURED)('%s: the registry is found, and the error is known', (what, output, registry, id) => {
  const errors = what.startsWith('docker') ? dockerErrors : podmanErrors;
  const symptom = diagnose(errors, output, what.includes('push') ? 'push' : 'build');
  expect({ registry: registryOf(output), id: symptom?.id }).toEqual({ registry, id });
  if (registry === undefined) return;
  expect(fixLines(symptom?.fix(LINUX, errors, output, registry) ?? []).join('\n')).not.toContain('REGISTRY');
});

it('a short name in docker:// is no registry', () => {
  expect(registryOf('Error: initializing source docker://you/hello:1: EOF')).toBeUndefined();
});

it('the registry of a push is that of the image, whatever the output names', () => {
  const output = 'initializing source docker://mirror.example.com/you/hello:1: unauthorized';
  expect(registryOf(output, 'quay.io/you/hello:1')).toBe('quay.io');
});

it('the file that allows HTTP for a registry has a name without a colon', () => {
  const [, output = '', registry = ''] = CAPTURED.find(([what]) => what === 'podman push, HTTP') ?? [];
  expect(diagnose(podmanErrors, output, 'push')?.fix(LINUX, podmanErrors, output, registry)).toEqual([
    {
      text: '/etc/containers/registries.conf.d/127.0.0.1-5795.conf: [[registry]] with location = "127.0.0.1:5795", insecure = true',
    },
  ]);
});
