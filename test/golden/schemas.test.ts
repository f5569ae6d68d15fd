import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { storedJsonSchema } from '../../generators/core/options/stored-json-schema.js';
import { presetJsonSchema } from '../../generators/core/presets/json-schema.js';
import { readSettings } from '../../generators/core/presets/settings.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { readToml } from '../../generators/core/toml.js';
import { LEAST, OVERLAY } from '../support/presets.js';

const folder = join(packageRoot, 'docs/schemas');
const trees = join(packageRoot, 'test/golden/trees');

/** Validates as an editor does; strict, so that a keyword that no editor knows is an error. */
const validator = (schema: object) => {
  const validate = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
  return (value: unknown) => (validate(value) ? [] : (validate.errors ?? []).map((error) => error.instancePath));
};
const preset = validator(presetJsonSchema());
const stored = validator(storedJsonSchema());
const inToml = (toml: string) => preset(JSON.parse(JSON.stringify(readToml(toml).table)));

it.each([
  ['wasm-oci.schema.json', presetJsonSchema()],
  ['yo-rc.schema.json', storedJsonSchema()],
])('docs/schemas/%s is what the declarations say (npm run golden writes it)', (name, schema) => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  expect(readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')).toBe(text);
});

describe('the schema of wasm-oci.toml', () => {
  it.each([
    ['docs/preset-example', readFileSync(join(packageRoot, 'docs/preset-example/wasm-oci.toml'), 'utf8')],
    ['the least', LEAST],
    ['an overlay', OVERLAY],
    ['placeholders', `${LEAST}[defaults]\nimage = "r.io/{language}/{name}:1"\n[labels]\nteam = "{name}"`],
    ['a digest', `${LEAST}[builders]\nrust = "localhost:5000/rust@sha256:${'0'.repeat(64)}"`],
    ['a list', `${LEAST}[checks]\nengines = ["podman"]\nlabels = ["org.example.team"]\nimage-prefix = ["r.io/a/"]`],
    ['add-ons as text', `${LEAST}[locked]\nadd = "kubernetes,quadlet"`],
    ['add-ons as a list', `${LEAST}[defaults]\nadd = ["kubernetes", "quadlet"]`],
    ['yes and no', `${LEAST}[locked]\naot = false\nwasm-opt = true`],
  ])('takes what is a preset: %s', (_name, toml) => {
    expect(() => readSettings(toml, 'x')).not.toThrow();
    expect(inToml(toml)).toEqual([]);
  });

  it.each([
    ['', ''],
    ['schema = 2\nname = "a"', '/schema'],
    ['schema = 1\nname = 3', '/name'],
    ['schema = 1\nname = "x\\ny"', '/name'],
    [`${LEAST}[bilders]\nrust = "x"`, ''],
    [`${LEAST}[builders]\nrst = "r.io/x:1"`, '/builders'],
    [`${LEAST}[builders]\nrust = "rust:1"`, '/builders/rust'],
    [`${LEAST}[builders]\nrust = "r.io/rust"`, '/builders/rust'],
    [`${LEAST}[defaults]\nname = "x"`, '/defaults'],
    [`${LEAST}[defaults]\nengine = "lxc"`, '/defaults/engine'],
    [`${LEAST}[locked]\nlanguage = "java"`, '/locked/language'],
    [`${LEAST}[locked]\naot = "yes"`, '/locked/aot'],
    [`${LEAST}[locked]\nadd = ["helm"]`, '/locked/add'],
    [`${LEAST}[locked]\nadd = ["kubernetes,quadlet"]`, '/locked/add'],
    [`${LEAST}[defaults]\nadd = []`, '/defaults/add'],
    [`${LEAST}[defaults]\nlanguage = ["rust"]`, '/defaults/language'],
    [`${LEAST}locked = 3`, '/locked'],
    [`${LEAST}[labels]\n"a b" = "x"`, '/labels'],
    [`${LEAST}[labels]\na = ""`, '/labels/a'],
    [`${LEAST}[labels]\n"org.opencontainers.image.title" = "x"`, '/labels'],
    [`${LEAST}[labels]\norg.example.team = "x"`, '/labels/org'],
    [`${LEAST}[license]\nfile = "/etc/passwd"`, '/license/file'],
    [`${LEAST}[checks]\nportable = "yes"`, '/checks/portable'],
    [`${LEAST}[checks]\nmax-image-bytes = -1`, '/checks/max-image-bytes'],
    [`${LEAST}[checks]\nmax-module-bytes = 1.5`, '/checks/max-module-bytes'],
    [`${LEAST}[checks]\nlabels = "x"`, '/checks/labels'],
    [`${LEAST}[checks]\nengines = ["auto"]`, '/checks/engines/0'],
    [`${LEAST}[overlay]\nrust = ""`, '/overlay/rust'],
  ])('refuses %j, as the reader does', (toml, path) => {
    expect(() => readSettings(toml, 'x')).toThrow();
    expect(inToml(toml)).toContain(path);
  });
});

describe('the schema of .yo-rc.json', () => {
  const ours = (values: object) => stored({ 'create-wasm-oci': values });

  it.each(readdirSync(trees))('takes the file of the golden tree %s', (tree) => {
    expect(stored(JSON.parse(readFileSync(join(trees, tree, '.yo-rc.json'), 'utf8')))).toEqual([]);
  });

  it.each([
    [{ language: 'java' }, 'language'],
    [{ packageManager: 'deno' }, 'packageManager'],
    [{ name: 'a\u001b[2Jb' }, 'name'],
    [{ 'wasm-opt': 'maybe' }, 'wasm-opt'],
    [{ aot: true }, 'aot'],
    [{ version: 'latest' }, 'version'],
    [{ version: ['1.0.0'] }, 'version'],
    [{ cache: 'x' }, 'cache'],
    [{ digests: { 'r.io/a:1': 'sha256:1' } }, 'digests/r.io~1a:1'],
    [{ preset: { source: './a', name: 'a' } }, 'preset'],
    [{ preset: { source: './a', name: 'a', hash: 'x' } }, 'preset/hash'],
    [{ adopted: { 'build-system': 'sh' } }, 'adopted/build-system'],
    [{ adopted: { bin: 3 } }, 'adopted/bin'],
    [{ adopted: { 'default-features': 'maybe' } }, 'adopted/default-features'],
  ])('refuses %j', (values, path) => {
    expect(ours(values)).toContain(`/create-wasm-oci/${path}`);
  });

  it("takes other generators' keys, and ours of a later version", () => {
    expect(stored({ 'generator-other': { a: 1 }, 'create-wasm-oci': { later: 1 } })).toEqual([]);
  });
});
