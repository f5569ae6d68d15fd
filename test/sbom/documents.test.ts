import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { createdAt, type SbomContents } from '../../generators/core/sbom/contents.js';
import { cyclonedx } from '../../generators/core/sbom/cyclonedx.js';
import { packagesIn } from '../../generators/core/sbom/discover.js';
import type { ModulePackage } from '../../generators/core/sbom/inventory.js';
import { spdx } from '../../generators/core/sbom/spdx.js';

const sha256 = 'ab'.repeat(32);
const serde: ModulePackage = {
  id: 'serde@1.0.229',
  type: 'cargo',
  name: 'serde',
  version: '1.0.229',
  origin: 'registry',
  license: 'MIT OR Apache-2.0',
  sha256,
  uses: ['core@0.1.0 (/src/core)'],
};
const packages: ModulePackage[] = [
  serde,
  {
    id: 'core@0.1.0 (/src/core)',
    type: 'cargo',
    name: 'core',
    version: '0.1.0',
    origin: 'local',
    license: 'ours, "all"',
    uses: [],
  },
  {
    id: 'forked@2.0.0 (git)',
    type: 'cargo',
    name: 'forked',
    version: '2.0.0',
    origin: 'git',
    repository: 'git+https://example.org/you/forked@0123abc',
    uses: [],
  },
  {
    id: 'github.com/google/uuid@v1.6.0',
    type: 'golang',
    name: 'github.com/google/uuid',
    version: 'v1.6.0',
    origin: 'registry',
    uses: [],
  },
];
const contents: SbomContents = {
  name: 'hello',
  path: '/hello.wasm',
  sha256,
  packages,
  uses: ['serde@1.0.229', 'forked@2.0.0 (git)', 'github.com/google/uuid@v1.6.0'],
  tools: [{ name: 'rustc', version: '1.95.0 (59807616e 2026-04-14)' }],
  created: '2026-01-02T03:04:05Z',
  writer: { name: 'create-wasm-oci', version: '0.1.0' },
};

describe('a document of CycloneDX', () => {
  const document = JSON.parse(cyclonedx(contents));

  it('is valid by the schema of CycloneDX 1.6', async () => {
    const valid = await cyclonedxSchema();
    expect(valid(document), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...document, components: [{ type: 'library' }] })).toBe(false);
  });

  it('has a package URL of each package that can be fetched, with its licence and its hash', () => {
    const purls = document.components.map(({ purl }: { purl?: string }) => purl);
    expect(purls).toEqual([
      'pkg:cargo/serde@1.0.229',
      undefined,
      'pkg:cargo/forked@2.0.0?vcs_url=git%2Bhttps%3A%2F%2Fexample.org%2Fyou%2Fforked%400123abc',
      'pkg:golang/github.com/google/uuid@v1.6.0',
    ]);
    expect(document.components[0]).toMatchObject({
      licenses: [{ expression: 'MIT OR Apache-2.0' }],
      hashes: [{ alg: 'SHA-256', content: sha256 }],
    });
    expect(document.components[1].licenses).toEqual([{ license: { name: 'ours, "all"' } }]);
  });

  it('has what each package uses, from the module on', () => {
    expect(document.dependencies).toContainEqual({ ref: 'module', dependsOn: contents.uses });
    expect(document.dependencies).toContainEqual({ ref: serde.id, dependsOn: serde.uses });
  });

  it('is the same each time', () => {
    expect(cyclonedx(contents)).toBe(cyclonedx(contents));
  });
});

describe('a document of SPDX', () => {
  const document = JSON.parse(spdx(contents));

  it('has the relationships of the module and its packages by valid ids', () => {
    const ids = document.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[a-zA-Z0-9.-]+$/);
    const named = new Map(document.packages.map(({ SPDXID, name }: Record<string, string>) => [SPDXID, name]));
    const used = document.relationships
      .filter(({ relationshipType }: Record<string, string>) => relationshipType === 'DEPENDS_ON')
      .map(({ spdxElementId, relatedSpdxElement }: Record<string, string>) => [
        named.get(spdxElementId),
        named.get(relatedSpdxElement),
      ]);
    expect(used).toEqual([
      ['hello', 'serde'],
      ['hello', 'forked'],
      ['hello', 'github.com/google/uuid'],
      ['serde', 'core'],
    ]);
  });

  it('declares a licence only where it is an expression of SPDX', () => {
    const declared = document.packages.map(({ licenseDeclared }: { licenseDeclared: string }) => licenseDeclared);
    expect(declared).toEqual(['NOASSERTION', 'MIT OR Apache-2.0', 'NOASSERTION', 'NOASSERTION', 'NOASSERTION']);
  });

  it('has another namespace for another module', () => {
    const other = JSON.parse(spdx({ ...contents, sha256: 'cd'.repeat(32) }));
    expect(other.documentNamespace).not.toBe(document.documentNamespace);
    expect(JSON.parse(spdx(contents)).documentNamespace).toBe(document.documentNamespace);
  });
});

it('the packages are read back from either format, without the program itself', () => {
  const names = packages.map(({ name, version }) => ({ name, version }));
  expect(packagesIn(cyclonedx(contents))).toEqual(names);
  expect(packagesIn(spdx(contents))).toEqual(names);
  for (const broken of ['', '[', 'null', '[]', '{"components":7}', '{"components":[null,{"name":1}]}'])
    expect(packagesIn(broken), broken).toEqual([]);
});

it('the time of a document is that of its image, or now', () => {
  expect(createdAt(1_700_000_000)).toBe('2023-11-14T22:13:20Z');
  expect(createdAt(undefined)).toMatch(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

/** The official schema, which the library of CycloneDX brings. Formats are not checked, which Ajv knows by other names. */
async function cyclonedxSchema() {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
    'res/schema',
  );
  const read = async (name: string) => JSON.parse(await readFile(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8'));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(await read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(await read('bom-1.6'));
}
