/** The formats of an SBOM, the list of what is in a module. */
export const sbomFormats = [
  { value: 'cyclonedx', name: 'CycloneDX 1.6', extension: 'cdx.json', mediaType: 'application/vnd.cyclonedx+json' },
  { value: 'spdx', name: 'SPDX 2.3', extension: 'spdx.json', mediaType: 'application/spdx+json' },
] as const;

/** One of them. */
export type SbomFormat = (typeof sbomFormats)[number]['value'];

/** What is known of a format. */
export function sbomFormat(format: SbomFormat): (typeof sbomFormats)[number] {
  const found = sbomFormats.find(({ value }) => value === format);
  if (!found) throw new Error(`no format ${format}`);
  return found;
}

/** The name of the file: its extension is what other tools know the format by. */
export function sbomFile(slug: string, format: SbomFormat): string {
  return `${slug}.${sbomFormat(format).extension}`;
}
