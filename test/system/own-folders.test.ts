import { afterEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, configFolder, stateFolder } from '../../generators/core/system/own-folders.js';

afterEach(() => vi.unstubAllEnvs());

const home = () => '/home/me';

describe('what is remembered between runs', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {}, '/home/me/.local/state/create-wasm-oci'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/create-wasm-oci'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/create-wasm-oci'],
    ['darwin', {}, '/home/me/Library/Application Support/create-wasm-oci/state'],
    ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\create-wasm-oci\\state'],
  ])('on %s with %j is in %s', (platform, env, folder) => {
    expect(stateFolder({ platform, env, home })).toBe(folder);
    expect(stateFolder({ platform, env, home })).not.toBe(configFolder({ platform, env, home }));
    expect(stateFolder({ platform, env, home })).not.toBe(cacheFolder({ platform, env, home }));
  });
});

describe.each([cacheFolder, configFolder, stateFolder])('%o', (folder) => {
  it.each(['', 'home', './x'])('is never in the folder of a project: HOME=%j is refused', (value) => {
    for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME']) vi.stubEnv(name, undefined);
    for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, value);
    expect(() => folder()).toThrow(expect.objectContaining({ name: 'Failure', exitCode: 1 }));
    vi.stubEnv('XDG_CACHE_HOME', '/x');
    vi.stubEnv('XDG_CONFIG_HOME', '/x');
    vi.stubEnv('XDG_STATE_HOME', '/x');
    expect(folder()).toBe('/x/create-wasm-oci');
  });
});
