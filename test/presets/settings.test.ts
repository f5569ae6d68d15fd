import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SchemaTable, schema, type ValueRule } from '../../generators/core/presets/schema.js';
import { readSettings, TOML_MAX } from '../../generators/core/presets/settings.js';
import { packageRoot } from '../../generators/core/system/package-root.js';
import { LEAST } from '../support/presets.js';

const wrong = (toml: string) => {
  try {
    readSettings(toml, 'acme/wasm-oci.toml');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was taken');
};

describe('the least that a preset says', () => {
  it('is a schema and a name', () => {
    expect(readSettings(LEAST, 'x')).toMatchObject({
      name: 'acme',
      defaults: {},
      locked: {},
      builders: {},
      labels: {},
    });
  });
});

describe('a mistake', () => {
  it.each([
    ['', 'acme/wasm-oci.toml: schema: it is missing'],
    ['schema = 1\n', 'acme/wasm-oci.toml: name: it is missing'],
    ['schema = 2\nname = "a"', ':1: schema: this preset is written for a later create-wasm-oci, which knows schema 2'],
    ['schema = "1"\nname = "a"', ':1: schema: the schema version is needed, which is 1'],
    ['schema = 1\nname = "x\\ny"', ':2: name: "x\\ny" holds a line break'],
    [`${LEAST}\n[bilders]\nrust = "x"`, ':4: bilders: a preset has no such key; did you mean "builders"?'],
    [`${LEAST}\n[builders]\nrst = "x"`, ':5: builders.rst: [builders] has no such key; did you mean "rust"?'],
    [`${LEAST}zzzzzz = 1`, ':3: zzzzzz: a preset has no such key; there are schema, name,'],
    [`${LEAST}[defaults]\nname = "x"`, ':4: defaults.name: [defaults] has no such key'],
    [`${LEAST}locked = 3`, ':3: locked: it is a table'],
    [`${LEAST}[locked]\nlanguage = "java"`, ':4: locked.language: "java" is not one of rust, c, cpp, tinygo, go'],
    [`${LEAST}[locked]\nlanguage = 7`, ':4: locked.language: a text in quotes is needed'],
    [`${LEAST}[defaults]\nimage = "A B"`, ':4: defaults.image: "A B" is not an image reference'],
    [
      `${LEAST}[defaults]\nimage = "r.io/{nmae}:1"`,
      ':4: defaults.image: "{nmae}" is not a placeholder; {name} and {language} are',
    ],
    [`${LEAST}[locked]\naot = "yes"`, ':4: locked.aot: true or false is needed'],
    [`${LEAST}[defaults]\nengine = "lxc"`, ':4: defaults.engine: "lxc" is not one of'],
    [`${LEAST}[builders]\nrust = "rust:1"`, ':4: builders.rust: "rust:1" names no registry'],
    [`${LEAST}[builders]\nrust = "r.io/rust"`, ':4: builders.rust: "r.io/rust" has neither tag nor digest'],
    [
      `${LEAST}[builders]\nrust = "r.io/rust:1\\nRUN id"`,
      ':4: builders.rust: "r.io/rust:1\\nRUN id" holds a line break',
    ],
    [`${LEAST}[labels]\n"a b" = "x"`, ':4: labels."a b": a label is named by letters'],
    [`${LEAST}[labels]\n"a=\\"x\\" b" = "x"`, 'a label is named by letters'],
    [`${LEAST}[labels]\na = "x\\u0000"`, ':4: labels.a: "x\\u0000" holds a line break'],
    [`${LEAST}[labels]\norg.example.team = "x"`, ':4: labels.org: a name with dots needs quotes'],
    [`${LEAST}[labels]\na = ""`, ':4: labels.a: the text is empty'],
    [
      `${LEAST}[labels]\n"org.opencontainers.image.title" = "x"`,
      "a preset does not set this label: it is the project's name",
    ],
    [`${LEAST}[labels]\n"org.opencontainers.image.licenses" = "MIT"`, 'does not set this label: set license.spdx'],
    [
      `${LEAST}[license]\nspdx = "Apache 2.0"`,
      ':4: license.spdx: "Apache 2.0" is not an SPDX licence expression (did you mean "Apache-2.0"?)',
    ],
    [`${LEAST}[license]\nspdx = "our own, see the wiki page"`, 'for example Apache-2.0 or LicenseRef-Proprietary'],
    [`${LEAST}[license]\nfile = "/etc/passwd"`, ':4: license.file: "/etc/passwd" is absolute'],
    [`${LEAST}[license]\nfile = "../LICENSE"`, ':4: license.file: a path does not lead upwards'],
    [`${LEAST}[overlay]\nshared = "a/../.."`, ':4: overlay.shared: a path does not lead upwards'],
    [`${LEAST}[checks]\nportable = "yes"`, ':4: checks.portable: true or false is needed'],
    [`${LEAST}[checks]\nmax-image-bytes = -1`, ':4: checks.max-image-bytes: a whole number of bytes above 0'],
    [
      `${LEAST}[checks]\nmax-image-bytes = 9223372036854775807`,
      ':4: checks.max-image-bytes: a whole number of bytes above 0',
    ],
    [`${LEAST}[checks]\nmax-image-bytes = 99999999999999999999`, 'the integer is beyond 64 bits'],
    [`${LEAST}[checks]\nlabels = "x"`, ':4: checks.labels: a list of texts'],
    [
      `${LEAST}[checks]\nengines = ["auto"]`,
      ':4: checks.engines: "auto" is not one of podman, docker, nerdctl, embedded',
    ],
    [
      `${LEAST}[checks]\nimage-prefix = ["No Such"]`,
      ':4: checks.image-prefix: "No Such/name" is not an image reference',
    ],
    [`${LEAST}[defaults]\nlanguage = "c"\n[locked]\nlanguage = "c"`, ':4: defaults.language: it is also locked'],
    [
      `${LEAST}languages = ["c", "go"]\n[defaults]\nlanguage = "rust"`,
      ':5: defaults.language: languages allows only c, go',
    ],
    [`${LEAST}languages = ["java"]`, ':3: languages: "java" is not one of rust, c, cpp, tinygo, go'],
    [`${LEAST}languages = []`, ':3: languages: a list of texts in [ ] is needed'],
    [`${LEAST}languages = "c"`, ':3: languages: a list of texts in [ ] is needed'],
    [
      `${LEAST}[locked]\nengine = "embedded"\n[checks]\nengines = ["podman"]`,
      ':4: locked.engine: checks.engines allows only podman',
    ],
    [`${LEAST}[locked]\nsbom = "none"\n[checks]\nsbom = true`, ':4: locked.sbom: checks.sbom requires one'],
    [
      `${LEAST}[defaults]\nimage = "quay.io/a/{name}"\n[checks]\nimage-prefix = ["quay.io/ab"]`,
      ':4: defaults.image: it does not begin with quay.io/ab',
    ],
    ['schema = \n', 'acme/wasm-oci.toml:1: it is not TOML: unspecified values are invalid'],
    [`${LEAST}[a\n`, ':3: it is not TOML'],
    [`${LEAST}${'#'.repeat(TOML_MAX)}`, 'it is longer than 32 kB'],
    [`${LEAST}__proto__ = 1`, ':3: __proto__: a preset has no such key'],
    [`${LEAST}[labels]\nconstructor = 3`, ':4: labels.constructor: a text in quotes'],
  ])('in %j is reported with file, line and key', (toml, message) => {
    expect(wrong(toml)).toContain(message);
    expect(wrong(toml)).toMatch(/^acme\/wasm-oci\.toml/);
  });

  it('does not hide the next one', () => {
    const message = wrong(`${LEAST}[locked]\nlanguage = "java"\n\n[license]\nspdx = "x"`);
    expect(message).toContain('wasm-oci.toml:4: locked.language');
    expect(message).toContain('wasm-oci.toml:7: license.spdx');
  });

  it('is found behind a text of several lines and an array of several lines', () => {
    const toml = `${LEAST}[labels]\na = """x"""\n\n[checks]\nlabels = [\n  "a",\n  "b",\n]\nportable = 1`;
    expect(wrong(toml)).toContain(':11: checks.portable');
  });
});

describe('docs/reference/presets.md', () => {
  it('names every key of the schema', async () => {
    const docs = await readFile(join(packageRoot, 'docs/reference/presets.md'), 'utf8');
    for (const key of keysOf(schema)) expect(docs, key).toContain(`\`${key}\``);
  });
});

function keysOf(table: SchemaTable, above = ''): string[] {
  if (!('keys' in table)) return [];
  return Object.entries(table.keys).flatMap(([key, inside]: [string, ValueRule | SchemaTable]) =>
    typeof inside === 'function' ? [`${above}${key}`] : keysOf(inside, `${above}${key}.`),
  );
}
