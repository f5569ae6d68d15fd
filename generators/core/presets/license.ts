import parse, { type Info } from 'spdx-expression-parse';
import { ExitCode, Failure } from '../failure.js';
import type { ManifestLicense } from '../languages/detect/recognised.js';
import type { Preset } from './preset.js';

/**
 * The licence that goes on the image of an existing project: the preset's, where the project does not have one of its
 * own. Somebody else's crate keeps its licence. One that is only named by a file gets no label.
 *
 * @throws Failure (wrong input) naming both places, where they differ
 */
export function licenseFor(preset: Preset | undefined, manifest: ManifestLicense | undefined): string | undefined {
  const expression = preset?.license?.spdx;
  if (!preset || expression === undefined || manifest === undefined) return expression;
  if (manifest.expression === undefined || canonical(manifest.expression) === canonical(expression)) {
    return manifest.expression;
  }
  const line = preset.lines['license.spdx'];
  const where = `${preset.shownFile}${line === undefined ? '' : `:${line}`}, license.spdx`;
  const own = JSON.stringify(manifest.expression.slice(0, 80));
  throw new Failure(
    `${manifest.place}: the licence is ${own}, and the preset ${preset.name} (${where}) has ${JSON.stringify(expression)}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        { command: '--preset none', text: 'builds it without the preset' },
        { text: 'A preset for projects of several licences leaves license.spdx to their manifests.' },
      ],
    },
  );
}

/** An expression in one way of several to write it: `MIT OR Apache-2.0` is `(Apache-2.0 OR MIT)`. */
function canonical(expression: string): string {
  try {
    return shownInfo(parse(expression.trim()));
  } catch {
    return expression.trim();
  }
}

function shownInfo(info: Info): string {
  if ('license' in info) {
    return [info.license, info.plus ? '+' : '', info.exception ? ` WITH ${info.exception}` : ''].join('');
  }
  const parts = (part: Info): string[] =>
    'conjunction' in part && part.conjunction === info.conjunction
      ? [...parts(part.left), ...parts(part.right)]
      : [shownInfo(part)];
  return `(${[...new Set(parts(info))].sort().join(` ${info.conjunction} `)})`;
}
