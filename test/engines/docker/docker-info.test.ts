import { describe, expect, it } from 'vitest';
import {
  noWasmRuntime,
  parseDockerInfo,
  parseDockerVersions,
  type Runtimes,
  wasmRuntime,
} from '../../../generators/core/engines/docker/docker-info.js';
import { fixLines } from '../../support/fixes.js';

/** What Docker 26.1.5 lists by itself. */
const plain: Runtimes = { runc: { path: 'runc' }, 'io.containerd.runc.v2': { path: 'runc' } };

describe('parseDockerVersions', () => {
  it.each([
    ['{"Client":{"Version":"26.1.5","ApiVersion":"1.45"},"Server":null}', { client: '26.1.5' }],
    [
      '{"Client":{"Version":"26.1.5","ApiVersion":"1.45"},"Server":{"Version":"26.1.4"}}',
      { client: '26.1.5', server: '26.1.4' },
    ],
    // Podman 5.4.2 under the name of docker
    ['{"Client":{"APIVersion":"5.4.2","Version":"5.4.2"}}', undefined],
    ['hello', undefined],
  ])('reads %s', (json, versions) => {
    expect(parseDockerVersions(json)).toEqual(versions);
  });
});

describe('parseDockerInfo', () => {
  const info = (DriverStatus: unknown) => JSON.stringify({ Runtimes: plain, DriverStatus });

  it('tells the containerd image store from the classic one', () => {
    expect(parseDockerInfo(info([['driver-type', 'io.containerd.snapshotter.v1']]))?.containerdStore).toBe(true);
    expect(parseDockerInfo(info([['Backing Filesystem', 'extfs']]))?.containerdStore).toBe(false);
    expect(parseDockerInfo(info(null))?.containerdStore).toBe(false);
  });

  it.each(['{"Runtimes":null,"DriverStatus":null,"ServerErrors":["Cannot connect"]}', '', 'hello'])(
    'knows nothing without a daemon: %j',
    (json) => {
      expect(parseDockerInfo(json)).toBeUndefined();
    },
  );
});

describe('wasmRuntime', () => {
  const annotated = ['--annotation', 'run.oci.handler=wasm'];

  it.each<[string, Runtimes, string[] | undefined]>([
    ['crun-wasm', { crun: { path: '/usr/bin/crun' }, 'crun-wasm': { path: '/usr/bin/crun-wasm' } }, ['crun-wasm']],
    ['crun-wasm under another name', { wasm: { path: '/opt/crun-wasm' } }, ['wasm']],
    ['crun, which has to be told', { crun: { path: '/usr/bin/crun' } }, ['crun', ...annotated]],
    ['none', {}, undefined],
  ])('finds %s', (_, runtimes, flags) => {
    expect(wasmRuntime({ ...plain, ...runtimes })).toEqual(flags && ['--runtime', ...flags]);
  });
});

describe('noWasmRuntime', () => {
  const linux = { platform: 'linux', distribution: ['debian'] } as const;

  it('says what to write into daemon.json', () => {
    const { message, fix } = noWasmRuntime(plain, linux);
    expect(message).toBe('Docker has built the image, but has no runtime crun-wasm to run it with.');
    expect(fixLines(fix).join('\n')).toContain('{"runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm"}}}');
  });

  it("explains Docker Desktop's Wasm workloads", () => {
    const shims = { 'io.containerd.wasmedge.v1': {}, 'io.containerd.spin.v2': {} };
    const { message, fix } = noWasmRuntime({ ...plain, ...shims }, { platform: 'darwin', distribution: [] });
    expect(message).toContain("(io.containerd.wasmedge.v1, io.containerd.spin.v2: Docker Desktop's Wasm workloads");
    expect(fixLines(fix).join('\n')).toContain('run the image with Podman');
  });
});
