import { ExitCode, Failure, type Fix } from '../failure.js';
import { compilerOf } from '../languages/languages.js';
import { type Answers, isPermanent } from '../options/questions.js';
import type { Texts } from '../options/resolve.js';
import { sbomFormats } from '../options/sbom-formats.js';
import { driftOf, keyPlace } from './answers.js';
import { checkHostBuild } from './host-build.js';
import type { Preset } from './preset.js';
import { hasPrefix } from './settings.js';

/** The answers that a preset checks. */
type Checked = Pick<Answers, 'image' | 'engine' | 'language'> & Partial<Pick<Answers, 'sbom'>>;

/** An answer that a preset does not allow. */
export interface NotAllowed {
  key: keyof Checked;
  /** The key of the preset that says so. */
  by: readonly string[];
  /** The answer, as text. */
  found: string;
  /** What it allows, as a part of a sentence. */
  allowed: string;
  /** The sentence of an error. */
  what: string;
  fix: Fix;
}

/**
 * Compares resolved answers with a preset's checks, before anything is written.
 *
 * @throws Failure (wrong input) naming the answer and the check
 */
export function checkAnswers(preset: Preset, answers: Checked): void {
  const [first] = notAllowed(preset, answers);
  if (first?.key !== 'language') checkHostBuild(preset, answers.engine);
  if (!first) return;
  const where = keyPlace(preset, first.by).replace(/^the/, 'The');
  throw new Failure(`${where}: ${first.what}.`, { exitCode: ExitCode.wrongInput, fix: [first.fix] });
}

/**
 * Compares the language and the template of a project that is built unchanged with what a preset locks: locked later, they
 * are not the project's.
 *
 * @throws Failure (wrong input) naming the answer and the preset's line
 */
export function checkUnchanged(preset: Preset, stored: Texts): void {
  const other = driftOf(preset, stored, {}).find(({ key }) => isPermanent(key));
  if (!other) return;
  const { key, found, locked, where } = other;
  throw new Failure(`${where.replace(/^the/, 'The')} locks the ${key} to ${locked}, and this project has ${found}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: '--preset none', text: 'builds it without the preset' }],
  });
}

/** The answers that a preset does not allow. */
export function notAllowed(preset: Preset, { image, engine, language, sbom }: Checked): NotAllowed[] {
  const {
    languages,
    checks: { engines, 'image-prefix': prefixes, sbom: required },
  } = preset;
  const found: NotAllowed[] = [];
  if (languages && !languages.includes(language)) {
    const [title, ...titles] = [language, ...languages].map((id) => compilerOf(id).title);
    found.push({
      ...{ key: 'language', by: ['languages'], found: language, allowed: languages.join(' or ') },
      what: `the language is ${title}, but must be ${titles.join(' or ')}`,
      fix: { text: `Give another one with --language ${languages[0]}, or use another preset.` },
    });
  }
  if (prefixes && !hasPrefix(image, prefixes)) {
    const allowed = prefixes.join(' or ');
    found.push({
      ...{ key: 'image', by: ['checks', 'image-prefix'], found: image, allowed: `an image below ${allowed}` },
      what: `the image is ${image}, but must begin with ${allowed}`,
      fix: { text: `Give another one with --image ${prefixes[0]?.replace(/\/$/, '')}/NAME:TAG.` },
    });
  }
  if (required && sbom === 'none') {
    const formats = sbomFormats.map(({ value }) => value);
    found.push({
      ...{ key: 'sbom', by: ['checks', 'sbom'], found: sbom, allowed: formats.join(' or ') },
      what: 'builds write no SBOM, but must',
      fix: { text: `Give a format with --sbom ${formats[0]}.` },
    });
  }
  if (engines && engine !== 'auto' && !engines.includes(engine)) {
    const allowed = engines.join(' or ');
    found.push({
      ...{ key: 'engine', by: ['checks', 'engines'], found: engine, allowed },
      what: `the engine is ${engine}, but must be ${allowed}`,
      fix: { text: `Give another one with --engine ${engines[0]}.` },
    });
  }
  return found;
}
