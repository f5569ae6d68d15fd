import { createHash } from 'node:crypto';
import type { SbomContents } from './contents.js';
import type { ModulePackage } from './inventory.js';
import { isExpression } from './license.js';
import { purlText } from './purl.js';

const DOCUMENT = 'SPDXRef-DOCUMENT';
const SPDX_MODULE = 'SPDXRef-Module';
const NO_ASSERTION = 'NOASSERTION';

/** An SBOM as a document of SPDX 2.3. Source of its fields: spdx-spec 2.3, clauses 6, 7 and 11. */
export function spdx({ name, path, sha256, packages, uses, tools, created, writer }: SbomContents): string {
  const refs = new Map(packages.map(({ id }, at) => [id, `SPDXRef-Package-${at + 1}`]));
  const depends = (from: string, ids: readonly string[]) =>
    ids.flatMap((id) => {
      const to = refs.get(id);
      return to === undefined ? [] : [relationship(from, 'DEPENDS_ON', to)];
    });
  const written = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name,
    creationInfo: {
      created,
      creators: [writer, ...tools].map((tool) => `Tool: ${tool.name}-${tool.version}`),
    },
    packages: [
      {
        SPDXID: SPDX_MODULE,
        name,
        packageFileName: path,
        primaryPackagePurpose: 'APPLICATION',
        downloadLocation: NO_ASSERTION,
        filesAnalyzed: false,
        checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
        licenseConcluded: NO_ASSERTION,
        licenseDeclared: NO_ASSERTION,
        copyrightText: NO_ASSERTION,
      },
      ...packages.map((one) => spdxPackageOf(one, refs.get(one.id) ?? '')),
    ],
    relationships: [
      relationship(DOCUMENT, 'DESCRIBES', SPDX_MODULE),
      ...depends(SPDX_MODULE, uses),
      ...packages.flatMap((one) => depends(refs.get(one.id) ?? '', one.uses)),
    ],
  };
  // Unique to what is in it, as the specification asks: the same module has the same one.
  const hash = createHash('sha256').update(JSON.stringify(written)).digest('hex');
  const document = { ...written, documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(name)}-${hash}` };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function relationship(spdxElementId: string, relationshipType: string, relatedSpdxElement: string) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function spdxPackageOf(one: ModulePackage, SPDXID: string) {
  const { name, version, license, sha256, repository } = one;
  const purl = purlText(one);
  return {
    SPDXID,
    name,
    ...(version !== undefined && { versionInfo: version }),
    primaryPackagePurpose: 'LIBRARY',
    downloadLocation: repository ?? NO_ASSERTION,
    filesAnalyzed: false,
    ...(sha256 !== undefined && { checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }] }),
    licenseConcluded: NO_ASSERTION,
    licenseDeclared: license !== undefined && isExpression(license) ? license : NO_ASSERTION,
    copyrightText: NO_ASSERTION,
    ...(purl && {
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    }),
  };
}
