import { describe, expect, it } from 'vitest';
import { createPodman } from '../../generators/core/engines/podman/engine.js';
import { podmanErrors } from '../../generators/core/engines/podman/symptoms.js';
import { attachContainer, sessionFlags, withPort } from '../../generators/core/engines/session.js';
import type { Service } from '../../generators/core/languages/language.js';
import { SERVICE } from '../../generators/core/languages/service.js';
import type { Attached } from '../../generators/core/system/attach.js';
import { fakeHost } from '../support/fake-host.js';

const container = { run: ['run', 'image'], remove: ['rm', 'name'] };
const quiet = new AbortController().signal;

describe('a container with the streams of this process', () => {
  it.each([0, 1, 3, 124])('ends with the exit code %i of its program', async (exitCode) => {
    const { host } = fakeHost({ 'podman run': { exitCode } });
    expect(await attachContainer(host, podmanErrors, container, quiet)).toBe(exitCode);
  });

  it('that the engine could not run is a failure with its known error, whose output is on the screen already', async () => {
    const stderr = 'Error: requested OCI runtime crun-wasm is not available: invalid argument\n';
    const { host } = fakeHost({ 'podman run': { exitCode: 125, stderr } });
    await expect(attachContainer(host, podmanErrors, container, quiet)).rejects.toMatchObject({
      known: 'no-crun-wasm',
      exitCode: 3,
      output: [],
    });
  });

  it('is removed again and again until it ends, once the signal is given', async () => {
    const { host, lines } = fakeHost({ 'podman rm': {} });
    const stop = new AbortController();
    let end: (ended: Attached) => void = () => {};
    let removals = 0;
    const slow: typeof host = {
      ...host,
      attach: () => new Promise((resolve) => (end = resolve)),
      run(...call) {
        // The first one comes before there is a container.
        if (++removals === 2) end({ missing: false, exitCode: 137, stderr: '' });
        return host.run(...call);
      },
    };
    const attached = attachContainer(slow, podmanErrors, container, stop.signal);
    stop.abort();
    expect(await attached).toBe(130);
    expect(lines()).toEqual(['podman rm name', 'podman rm name']);
  });

  it('is removed once more where the engine itself died of Ctrl-C', async () => {
    const { host, lines } = fakeHost({ 'podman rm': {}, 'podman run': { exitCode: 130 } });
    const stop = new AbortController();
    stop.abort();
    expect(await attachContainer(host, podmanErrors, container, stop.signal)).toBe(130);
    expect(lines().filter((line) => line === 'podman rm name').length).toBeGreaterThan(0);
  });
});

describe('what a session is given', () => {
  const session = { args: ['-x', '--'], env: ['A=-b', 'HOME'], volumes: ['./d:/d:ro'], ports: ['1:2'] };

  it('is in front of the image, each value with its flag, and the arguments behind it', async () => {
    const { host, lines } = fakeHost({ 'podman run': {} });
    await createPodman(host).attach({ directory: '/d', image: 'localhost/x:1' }, session, quiet);
    expect(lines()[0]).toMatch(
      / --interactive --env=A=-b --env=HOME --volume=\.\/d:\/d:ro --publish=1:2 localhost\/x:1 -x --$/,
    );
  });

  it('is the port of a service, unless the user publishes one or sets another', () => {
    const service: Service = { kind: 'http', entry: 'src/main.c', ...SERVICE };
    const none = { args: [], env: [], volumes: [], ports: [] };
    expect(withPort(none, service).ports).toEqual(['8080:8080']);
    expect(withPort({ ...none, env: ['PORT=9000'] }, service).ports).toEqual(['9000:9000']);
    expect(withPort({ ...none, ports: ['1:8080'] }, service).ports).toEqual(['1:8080']);
    const shell = (PORT?: string) => withPort({ ...none, env: ['PORT'] }, service, { PORT }).ports;
    expect([shell('9000'), shell(), shell('')]).toEqual([['9000:9000'], ['8080:8080'], ['8080:8080']]);
    expect(withPort(none, undefined).ports).toEqual([]);
  });

  it('is its input only where there is nothing else', () => {
    expect(sessionFlags({ args: [], env: [], volumes: [], ports: [] })).toEqual(['--interactive']);
  });
});
