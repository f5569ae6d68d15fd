import { describe, expect, it } from 'vitest';
import {
  confErrorIn,
  confFilesOf,
  confPlaces,
  mistakePlace,
  mistakesIn,
} from '../../../generators/core/engines/podman/containers-conf.js';

const mistakes = (text: string) => mistakesIn({ path: 'c.conf', text }).map(({ id, line }) => [id, line]);

describe('mistakesIn', () => {
  it.each<[string, string, [string, number][]]>([
    ['a text', '[engine.platform_to_oci_runtime]\n"wasi/wasm" = "crun-wasm"\n', []],
    ['an array', '# x\n[engine.platform_to_oci_runtime]\n"wasi/wasm" = ["crun-wasm"]\n', [['array', 3]]],
    [
      'an array over several lines',
      '[engine.platform_to_oci_runtime]\n"wasi/wasm" = [\n"crun-wasm"]\n',
      [['array', 2]],
    ],
    ['an inline table', '[engine]\nplatform_to_oci_runtime = {"wasi/wasm" = ["crun-wasm"]}\n', [['array', 2]]],
    ['the shipped comment', '[engine.platform_to_oci_runtime]\n#"wasi/wasm" = ["crun-wasm"]\n', []],
    ['an array of another table', '[engine.runtimes]\ncrun-wasm = ["/usr/bin/crun-wasm"]\n', []],
    ['the right setting', '[engine]\nruntime_supports_nocgroup = ["crun"]\n', []],
    ['the wrong spelling', '[engine]\nruntime_supports_nocgroups = ["crun"]\n', [['spelling', 2]]],
    ['the wrong spelling in a comment', '[engine]\n# runtime_supports_nocgroups = ["crun"]\n', []],
    ['CRLF', '[engine]\r\nruntime_supports_nocgroups = []\r\n', [['spelling', 2]]],
  ])('%s', (_, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });
});

describe('confErrorIn', () => {
  it('reads what Podman 5.4.2 says', () => {
    const said =
      'Failed to obtain podman configuration: reading additional config "/etc/extra.conf": decode configuration /etc/extra.conf: toml: line 2 (last key "engine.platform_to_oci_runtime.\\"wasi/wasm\\""): incompatible types: TOML value has type []any; destination has type string\n';
    const mistake = confErrorIn(said);
    expect(mistake).toMatchObject({ id: 'array', path: '/etc/extra.conf', line: 2 });
    expect(mistake && mistakePlace(mistake)).toBe('/etc/extra.conf line 2');
  });

  it('reads another mistake in the same file', () => {
    const said =
      'Error: reading system config: decode configuration /etc/containers/containers.conf: toml: line 7: expected value';
    expect(confErrorIn(said)).toMatchObject({ id: 'unreadable', line: 7 });
  });

  it('is silent about anything else', () => {
    expect(confErrorIn('Error: short-name resolution enforced')).toBeUndefined();
  });
});

describe('where the files are', () => {
  it('as containers.conf(5) has it', () => {
    expect(confPlaces({}, '/home/ada')).toEqual([
      '/usr/share/containers/containers.conf',
      '/etc/containers/containers.conf',
      '/etc/containers/containers.conf.d/',
      '/home/ada/.config/containers/containers.conf',
      '/home/ada/.config/containers/containers.conf.d/',
    ]);
    expect(confPlaces({ XDG_CONFIG_HOME: '/x' }, '/home/ada')).toContain('/x/containers/containers.conf');
    const env = { CONTAINERS_CONF: '/only.conf', CONTAINERS_CONF_OVERRIDE: '/more.conf' };
    expect(confPlaces(env, '/home/ada')).toEqual(['/only.conf', '/more.conf']);
  });

  it('puts together what grep -Hn printed', () => {
    const printed =
      '/etc/containers/containers.conf:1:[engine]\n/etc/containers/containers.conf:2:a = "b:1:c"\n/b.conf:1:x\n';
    expect(confFilesOf(printed)).toEqual([
      { path: '/etc/containers/containers.conf', text: '[engine]\na = "b:1:c"' },
      { path: '/b.conf', text: 'x' },
    ]);
    expect(confFilesOf('')).toEqual([]);
  });
});
