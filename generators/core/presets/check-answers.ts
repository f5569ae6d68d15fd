import { ExitCode, Failure, type Fix } from '../failure.js';
import type { Answers } from '../options/questions.js';
import { sbomFormats } from '../options/sbom-formats.js';
import { pathText } from '../toml.js';
import { checkHostBuild } from './host-build.js';
import type { Preset } from './preset.js';
import { hasPrefix } from './settings.js';

/**
 * Compares resolved answers with a preset's checks, before anything is written.
 *
 * @throws Failure (wrong input) naming the answer and the check
 */
export function checkAnswers(
  preset: Preset,
  { image, engine, sbom }: Pick<Answers, 'image' | 'engine'> & Partial<Pick<Answers, 'sbom'>>,
): void {
  checkHostBuild(preset, engine);
  const { engines, 'image-prefix': prefixes, sbom: required } = preset.checks;
  if (prefixes && !hasPrefix(image, prefixes)) {
    const example = `${prefixes[0]?.replace(/\/$/, '')}/NAME:TAG`;
    throw checkFailed(preset, 'image-prefix', `the image is ${image}, but must begin with ${prefixes.join(' or ')}`, [
      { text: `Give another one with --image ${example}.` },
    ]);
  }
  if (required && sbom === 'none') {
    throw checkFailed(preset, 'sbom', 'builds write no SBOM, but must', [
      { text: `Give a format with --sbom ${sbomFormats[0].value}.` },
    ]);
  }
  if (engines && engine !== 'auto' && !engines.includes(engine)) {
    throw checkFailed(preset, 'engines', `the engine is ${engine}, but must be ${engines.join(' or ')}`, [
      { text: `Give another one with --engine ${engines[0]}.` },
    ]);
  }
}

function checkFailed({ name, shownFile, lines }: Preset, check: string, what: string, fix: Fix[]): Failure {
  const path = pathText(['checks', check]);
  const line = lines[path] === undefined ? '' : `:${lines[path]}`;
  return new Failure(`The preset ${name} (${shownFile}${line}, ${path}): ${what}.`, {
    exitCode: ExitCode.wrongInput,
    fix,
  });
}
