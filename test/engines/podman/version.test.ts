import { describe, expect, it } from 'vitest';
import { floorOf, parseVersions, tooOld } from '../../../generators/core/engines/podman/version.js';
import type { System } from '../../../generators/core/system/system.js';
import { fixLines } from '../../support/fixes.js';

const linux: System = { platform: 'linux', distribution: ['debian'] };
const mac: System = { platform: 'darwin', distribution: [] };
const windows: System = { platform: 'win32', distribution: [] };

describe('the floors of the article', () => {
  it('are 4.8 on macOS and 4.7 elsewhere', () => {
    expect([floorOf('darwin'), floorOf('win32'), floorOf('linux')]).toEqual(['4.8.0', '4.7.0', '4.7.0']);
  });

  it.each<[string, System, { client: string; server?: string }]>([
    ['Linux without a server', linux, { client: '4.7.0' }],
    ['a distribution suffix', linux, { client: '4.9.4-rhel' }],
    ['Windows at the floor', windows, { client: '4.7.0', server: '4.7.0' }],
    ['macOS at the floor', mac, { client: '4.8.0', server: '4.8.0' }],
    ['5 with a release candidate', mac, { client: '5.6.0-rc1', server: '5.5.2' }],
  ])('let %s pass, and ask for no machine', async (_, system, versions) => {
    expect(await tooOld(versions, system, () => expect.fail('asked for machines'))).toBeUndefined();
  });

  it.each<[string, System, { client: string; server?: string }, string, string]>([
    ['an old client', linux, { client: '4.3.1' }, 'Podman 4.3.1 is too old', 'apt-get install podman'],
    ['an old client on macOS', mac, { client: '4.7.2', server: '5.0.0' }, 'Podman 4.7.2 is too old', 'podman.io'],
    [
      'an old machine on Windows',
      windows,
      { client: '4.7.0', server: '4.6.2' },
      'service is 4.6.2',
      'podman machine init --now wasm',
    ],
    [
      'an old machine on macOS',
      mac,
      { client: '4.8.0', server: '4.7.0' },
      'service is 4.7.0',
      'podman machine init --now wasm',
    ],
    ['an old remote server', linux, { client: '5.4.2', server: '4.3.1' }, 'service is 4.3.1', 'connection list'],
  ])('stop %s', async (_, system, versions, message, fix) => {
    const failure = await tooOld(versions, system, async () => []);
    expect(failure?.message).toContain(message);
    expect(fixLines(failure?.fix ?? []).join('\n')).toContain(fix);
    expect(failure?.exitCode).toBe(3);
  });
});

describe('parseVersions', () => {
  it('reads client and server', () => {
    const json = '{"Client":{"Version":"5.4.2","OsArch":"darwin/arm64"},"Server":{"Version":"5.3.0"}}';
    expect(parseVersions(json)).toEqual({ client: '5.4.2', server: '5.3.0' });
  });

  it('reads a local Podman, which has no server', () => {
    expect(parseVersions('{"Client":{"Version":"5.4.2"}}')).toEqual({ client: '5.4.2' });
    expect(parseVersions('{"Client":{"Version":"5.4.2"},"Server":null}')).toEqual({ client: '5.4.2' });
  });

  it.each(['', 'podman: command failed', '{}', 'null', '[]'])('takes %j for something else', (text) => {
    expect(parseVersions(text)).toBeUndefined();
  });
});
