import parse, { type Info } from 'spdx-expression-parse';
import { ExitCode, Failure } from '../failure.js';
import type { ManifestLicense } from '../languages/detect/recognised.js';
import { type Drift, keyPlace } from './answers.js';
import type { Preset } from './preset.js';

/**
 * The licence that goes on the image of an existing project: the preset's, where the project does not have one of its
 * own. Somebody else's crate keeps its licence, as one line: TOML has texts of several. One that is only named by a file, or
 * that is no SPDX expression, gets no label.
 */
export function licenseFor(preset: Preset | undefined, manifest: ManifestLicense | undefined): string | undefined {
  const expression = preset?.license?.spdx;
  if (expression === undefined || manifest === undefined) return expression;
  const own = manifest.expression?.trim() ?? '';
  return parsed(own) && own;
}

/** The licence of an existing project, where a preset has another one. */
export function otherLicense(preset: Preset, manifest: ManifestLicense | undefined): Drift | undefined {
  const [found, locked] = [manifest?.expression, preset.license?.spdx];
  if (found === undefined || locked === undefined || canonical(found) === canonical(locked)) return undefined;
  return { key: 'license', found: found.slice(0, 80), locked, where: keyPlace(preset, ['license', 'spdx']) };
}

/** @throws Failure (wrong input) naming both places, where a project's licence and a preset's differ */
export function checkLicense(preset: Preset, manifest: ManifestLicense | undefined): void {
  const other = otherLicense(preset, manifest);
  if (!other) return;
  const [own, theirs] = [other.found, other.locked].map((text) => JSON.stringify(text));
  throw new Failure(`${manifest?.place}: the licence is ${own}, and ${other.where} has ${theirs}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { command: '--preset none', text: 'builds it without the preset' },
      { text: 'A preset for projects of several licences leaves license.spdx to their manifests.' },
    ],
  });
}

/** An expression in one way of several to write it: `MIT OR Apache-2.0` is `(Apache-2.0 OR MIT)`. */
function canonical(expression: string): string {
  const info = parsed(expression.trim());
  return info ? shownInfo(info) : expression.trim();
}

function parsed(expression: string): Info | undefined {
  try {
    return parse(expression);
  } catch {
    return undefined;
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
