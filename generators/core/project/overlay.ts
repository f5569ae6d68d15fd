import ejs from 'ejs';
import { ExitCode, Failure } from '../failure.js';
import type { LanguageId } from '../languages/languages.js';
import { shown } from '../options/invalid.js';
import { collision } from '../presets/overlay-path.js';
import { fillPlaceholders } from '../presets/placeholders.js';
import type { Preset, PresetFile } from '../presets/preset.js';
import type { View } from './view.js';

/** The files that a preset puts into projects of a language. One of the language wins over one of every language's. */
export function overlayFor(preset: Preset, language: LanguageId): PresetFile[] {
  const files = new Map<string, PresetFile>();
  for (const file of preset.files) if (file.language === undefined) files.set(file.path, file);
  for (const file of preset.files) if (file.language === language) files.set(file.path, file);
  return [...files.values()];
}

/**
 * Puts a preset's files among a project's own, in place of those of the same path. Templates see what ours see.
 *
 * @throws Failure (wrong input) when a template is wrong, or two files have the same place
 */
export function withOverlay(own: ReadonlyMap<string, string>, preset: Preset, view: View): Map<string, string> {
  const files = new Map(own);
  for (const file of overlayFor(preset, view.language.id as LanguageId))
    files.set(file.path, overlayContents(file, preset, view));
  const both = collision([...files.keys(), '.yo-rc.json']);
  if (!both) return files;
  throw wrongOverlay(preset, `${both.map(shown).join(' and ')} cannot both be files of a project on every system`);
}

function overlayContents({ from, contents, template }: PresetFile, preset: Preset, view: View): string {
  if (!template) return contents;
  try {
    return ejs.render(contents, view, { filename: from, strict: false });
  } catch (error) {
    // EJS goes on with an advertisement for a linter.
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n\nIf the above error');
    throw wrongOverlay(preset, `${from} cannot be rendered: ${why?.replace(/\.$/, '')}`);
  }
}

function wrongOverlay({ name, shownFile }: Preset, what: string): Failure {
  return new Failure(`The preset ${name} (${shownFile}): ${what}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: 'create-wasm-oci preset test PRESET', text: 'renders every language with it' }],
  });
}

/**
 * The labels that a preset adds to an image: its licence, and its own.
 *
 * @param license the preset's, or that of the project itself
 */
export function labelsOf(
  preset: Preset | undefined,
  slug: string,
  language: string,
  license: string | undefined,
): Record<string, string> {
  if (!preset) return {};
  const own = Object.entries(preset.labels).map(([key, text]) => [
    key,
    fillPlaceholders(text, { name: slug, language }),
  ]);
  return { ...(license && { 'org.opencontainers.image.licenses': license }), ...Object.fromEntries(own) };
}
