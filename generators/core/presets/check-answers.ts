import { ExitCode, Failure, type Fix } from '../failure.js';
import { compilerOf } from '../languages/languages.js';
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
  { image, engine, language, sbom }: Pick<Answers, 'image' | 'engine' | 'language'> & Partial<Pick<Answers, 'sbom'>>,
): void {
  const { languages } = preset;
  if (languages && !languages.includes(language)) {
    const [title, ...titles] = [language, ...languages].map((id) => compilerOf(id).title);
    throw checkFailed(preset, ['languages'], `the language is ${title}, but must be ${titles.join(' or ')}`, [
      { text: `Give another one with --language ${languages[0]}, or use another preset.` },
    ]);
  }
  checkHostBuild(preset, engine);
  const { engines, 'image-prefix': prefixes, sbom: required } = preset.checks;
  if (prefixes && !hasPrefix(image, prefixes)) {
    const example = `${prefixes[0]?.replace(/\/$/, '')}/NAME:TAG`;
    throw checkFailed(
      preset,
      ['checks', 'image-prefix'],
      `the image is ${image}, but must begin with ${prefixes.join(' or ')}`,
      [{ text: `Give another one with --image ${example}.` }],
    );
  }
  if (required && sbom === 'none') {
    throw checkFailed(preset, ['checks', 'sbom'], 'builds write no SBOM, but must', [
      { text: `Give a format with --sbom ${sbomFormats[0].value}.` },
    ]);
  }
  if (engines && engine !== 'auto' && !engines.includes(engine)) {
    throw checkFailed(preset, ['checks', 'engines'], `the engine is ${engine}, but must be ${engines.join(' or ')}`, [
      { text: `Give another one with --engine ${engines[0]}.` },
    ]);
  }
}

function checkFailed({ name, shownFile, lines }: Preset, key: readonly string[], what: string, fix: Fix[]): Failure {
  const path = pathText(key);
  const line = lines[path] === undefined ? '' : `:${lines[path]}`;
  return new Failure(`The preset ${name} (${shownFile}${line}, ${path}): ${what}.`, {
    exitCode: ExitCode.wrongInput,
    fix,
  });
}
