import type { SbomContents } from './contents.js';
import type { ModulePackage } from './inventory.js';
import { isExpression } from './license.js';
import { purlText } from './purl.js';

const MODULE_REF = 'module';

/**
 * An SBOM as a document of CycloneDX 1.6. It has no serial number: the same module has the same document. Tests hold it
 * against the schema of @cyclonedx/cyclonedx-library, whose writers are 464 kB in the package.
 */
export function cyclonedx({ name, path, sha256, packages, uses, tools, created, writer }: SbomContents): string {
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: created,
      tools: { components: [writer, ...tools].map((tool) => ({ type: 'application', ...tool })) },
      component: {
        type: 'application',
        'bom-ref': MODULE_REF,
        name,
        hashes: hashes(sha256),
        properties: [{ name: 'create-wasm-oci:path', value: path }],
      },
    },
    components: packages.map(componentOf),
    dependencies: [
      { ref: MODULE_REF, dependsOn: uses },
      ...packages.map(({ id, uses: its }) => ({ ref: id, dependsOn: its })),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function hashes(sha256: string) {
  return [{ alg: 'SHA-256', content: sha256 }];
}

function componentOf(one: ModulePackage) {
  const { id, name, version, license, sha256, repository } = one;
  const purl = purlText(one);
  return {
    type: 'library',
    'bom-ref': id,
    name,
    ...(version !== undefined && { version }),
    ...(sha256 !== undefined && { hashes: hashes(sha256) }),
    // The schema takes an expression only where it is one.
    ...(license !== undefined && {
      licenses: [isExpression(license) ? { expression: license } : { license: { name: license } }],
    }),
    ...(purl !== undefined && { purl }),
    ...(repository !== undefined && { externalReferences: [{ type: 'vcs', url: repository }] }),
  };
}
