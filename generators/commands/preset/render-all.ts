import { ExitCode, Failure } from '../../core/failure.js';
import { compilers, findTemplate, type LanguageId } from '../../core/languages/languages.js';
import { repeatLine } from '../../core/options/repeat.js';
import { resolveAnswers } from '../../core/options/resolve.js';
import { answersOf } from '../../core/presets/answers.js';
import { checkAnswers } from '../../core/presets/check-answers.js';
import type { Preset } from '../../core/presets/preset.js';
import { type Project, renderProject } from '../../core/project/render.js';
import { loadTemplates } from '../../core/project/templates.js';
import { packageVersion, templatesFolder } from '../../core/system/package-root.js';
import { readToml } from '../../core/toml.js';
import type { PresetTestResult } from './result.js';

/** A name that a template must escape to get right. */
const TEST_NAME = `Preset "test" $HOME`;

/**
 * Renders a project of every language, or of these, with a preset. The user's own environment and stored answers have no say.
 *
 * @param engine what `--engine` said
 * @param languages those that `--language` said
 * @throws Failure (wrong input) when the engine is none, or the preset locks another
 */
export async function renderAll(
  preset: Preset,
  engine: string | undefined,
  languages: readonly LanguageId[] = compilers.map(({ id }) => id),
): Promise<PresetTestResult[]> {
  const results: PresetTestResult[] = [];
  for (const id of languages) {
    const { language, template } = preset.locked;
    if (preset.languages && !preset.languages.includes(id))
      results.push({ language: id, lockedOut: { what: 'languages', to: preset.languages.join(', ') } });
    else if (language !== undefined && language !== id)
      results.push({ language: id, lockedOut: { what: 'language', to: language } });
    else if (template !== undefined && !findTemplate(id, template))
      results.push({ language: id, lockedOut: { what: 'template', to: template } });
    else results.push(await renderLanguage(preset, id, engine));
  }
  return results;
}

async function renderLanguage(
  preset: Preset,
  language: LanguageId,
  engine: string | undefined,
): Promise<PresetTestResult> {
  const answers = await resolveAnswers({
    typed: { language, name: TEST_NAME, ...(engine !== undefined && { engine }) },
    environment: {},
    stored: {},
    preset: answersOf(preset, true),
  });
  try {
    checkAnswers(preset, answers);
    const project = renderProject(answers, {
      templates: await loadTemplates(templatesFolder, answers),
      version: packageVersion,
      repeat: repeatLine(answers, answers.name.slug, {
        preset: { source: preset.origin.source, defaults: preset.defaults },
      }),
      packageManager: 'npm',
      // Of the preset's own content: what one preset's files compile is nothing that another's project takes.
      cacheId: preset.hash.slice(-16),
      preset,
    });
    checkFormats(preset, project);
    return { language, answers, project };
  } catch (error) {
    if (error instanceof Failure) return { language, answers, failure: error };
    throw error;
  }
}

/** What a parser of the format makes of a file, for the formats in which a wrong escape goes unnoticed for long. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = { toml: readToml, json: JSON.parse };

/** @throws Failure (wrong input) naming the file that a preset brings and that is not what its name says */
function checkFormats(preset: Preset, { files }: Project): void {
  for (const { from, path } of preset.files) {
    const parse = PARSERS[/\.(\w+)$/.exec(path)?.[1] ?? ''];
    const text = files.get(path);
    if (!parse || text === undefined) continue;
    try {
      parse(text);
    } catch (error) {
      const why = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/[.:]$/, '');
      throw new Failure(`${from} becomes a ${path} that cannot be parsed: ${why}.`, {
        exitCode: ExitCode.wrongInput,
        fix: [{ text: 'Write values with their escaper: <%- escape.toml(title) %>, <%- escape.json(title) %>.' }],
      });
    }
  }
}
