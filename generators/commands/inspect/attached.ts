import { packageCount } from '../../core/sbom/inventory.js';
import { printable } from '../../core/terminal/printable.js';
import type { BesideImage } from './found.js';

/** Packages shown of one SBOM; the JSON document has all of them. */
const PACKAGES_SHOWN = 40;

/** What a registry has beside an image, for the report. */
export function attachedLines({ sboms, verified }: BesideImage): string[] {
  const lines: string[] = [];
  if (verified) {
    const proven = verified.provenance === undefined ? '' : ', which attests how it was built';
    lines.push(`Signed by ${printable(verified.key)}${proven}`);
  }
  if (sboms?.length === 0) lines.push('SBOM: the registry has none for this image');
  for (const { format, referrer, packages, unread } of sboms ?? []) {
    const what = unread === undefined ? packageCount(packages) : `not read, for ${unread}`;
    lines.push(`SBOM (${format}): ${what}, ${printable(referrer)}`);
    for (const { name, version = '' } of packages.slice(0, PACKAGES_SHOWN))
      lines.push(`  ${printable(`${name} ${version}`.trim(), 200)}`);
    if (packages.length > PACKAGES_SHOWN) lines.push(`  … and ${packages.length - PACKAGES_SHOWN} more`);
  }
  return lines;
}
