import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { examineAll } from '../../../generators/commands/update/examine-all.js';
import { presetsOf } from '../../../generators/commands/update/presets.js';
import { pin } from '../../../generators/commands/update/version-pin.js';
import { resolvePreset } from '../../../generators/core/presets/fetch/resolve-preset.js';
import { referenceFor } from '../../../generators/core/presets/reference.js';
import { LEAST } from '../../support/presets.js';

let cwd: string;
const signal = new AbortController().signal;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'create-wasm-oci-examine-'));
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME']) vi.stubEnv(name, join(cwd, name));
  // An older version that says it was run, as fetched before.
  const old = join(cwd, 'XDG_CACHE_HOME/create-wasm-oci/versions/0.0.9');
  await mkdir(old, { recursive: true });
  await writeFile(join(old, 'package.json'), '{"version": "0.0.9", "bin": {"create-wasm-oci": "cli.js"}}');
  await writeFile(join(old, 'cli.js'), `require('node:fs').writeFileSync(${JSON.stringify(join(cwd, 'ran'))}, '')\n`);
  await pin('0.0.9', old);
  await mkdir(join(cwd, 'acme/all'), { recursive: true });
  await writeFile(join(cwd, 'acme/wasm-oci.toml'), `${LEAST}[overlay]\nshared = "all"\n`);
  await writeFile(join(cwd, 'acme/all/title.txt.ejs'), '<%- title %>\n');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cwd, { recursive: true, force: true });
});

/** A project that the older version wrote, with a preset; looked at as `update --check` does. */
async function examine(preset: object) {
  await mkdir(join(cwd, 'project'), { recursive: true });
  const ours = { language: 'c', name: 'x', image: 'localhost/x:latest', version: '0.0.9', preset };
  await writeFile(join(cwd, 'project/.yo-rc.json'), JSON.stringify({ 'create-wasm-oci': ours }));
  const options = { cwd, trust: false, onNote: () => {}, signal };
  const presets = presetsOf({ requested: undefined, ...options });
  const [result] = await examineAll(['project'], presets, { ...options, answers: {} });
  return result;
}

const stored = async () => {
  const preset = await resolvePreset('./acme', { cwd, from: '--preset', named: true });
  return referenceFor(preset, join(cwd, 'project'));
};

it('an older version renders a project once this one has its preset in the cache, checked', async () => {
  const reference = await stored();
  await rm(join(cwd, 'XDG_CACHE_HOME/create-wasm-oci/presets'), { recursive: true });
  await examine(reference);
  expect(existsSync(join(cwd, 'ran'))).toBe(true);
  expect(await readdir(join(cwd, 'XDG_CACHE_HOME/create-wasm-oci/presets'))).toHaveLength(1);
});

it.each<[string, (good: object) => object, string]>([
  ['whose stored preset breaks a rule', (good) => ({ ...good, version: 'git+file:///x' }), '"preset.version"'],
  ['whose preset is gone', (good) => ({ ...good, hash: `sha256:${'0'.repeat(64)}` }), 'is no longer what'],
])('an older version never sees a project %s', async (_, change, message) => {
  expect(await examine(change(await stored()))).toMatchObject({
    failure: { message: expect.stringContaining(message) },
  });
  expect(existsSync(join(cwd, 'ran'))).toBe(false);
});

it('an older version never sees a project whose preset nobody trusts', async () => {
  const reference = await stored();
  await rm(join(cwd, 'XDG_CONFIG_HOME'), { recursive: true });
  expect(await examine(reference)).toMatchObject({ failure: { message: expect.stringContaining('run as code') } });
  expect(existsSync(join(cwd, 'ran'))).toBe(false);
});
