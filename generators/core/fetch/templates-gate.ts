import { ExitCode, Failure } from '../failure.js';
import type { Preset } from '../preset/preset.js';
import type { ReadPreset } from '../preset/read-preset.js';
import type { PresetSource } from '../preset/source.js';
import type { ResolveOptions } from './fetch-source.js';
import { keep } from './kept-presets.js';
import { isTrusted, trust } from './trust.js';

/**
 * Templates are code: EJS runs what stands in them. Those of a path the person names are theirs; from anywhere else
 * they have to be trusted first, once for each content.
 *
 * @param source where it was read from; undefined when the path that a project stores was not looked at
 * @throws Failure (wrong input) when it holds templates that nobody trusts
 */
export async function trusted(
  read: ReadPreset,
  source: PresetSource | undefined,
  { named, trust: told }: Pick<ResolveOptions, 'named' | 'trust'>,
): Promise<Preset> {
  const { preset } = read;
  const kept = await keep(read);
  const templates = preset.files.filter(({ template }) => template).map(({ from }) => from);
  if (templates.length === 0) return preset;
  const ownPath = named && (source?.kind === 'folder' || source?.kind === 'file');
  if (told) await trust(preset);
  // Remembered for the runs that find it in .yo-rc.json; where the list cannot be written, this run goes on.
  else if (ownPath) await trust(preset).catch(() => undefined);
  else if (!(await isTrusted(preset.hash))) throw notTrusted(preset, templates, kept);
  return preset;
}

function notTrusted({ name, shownFile }: Preset, templates: string[], kept: string | undefined): Failure {
  return new Failure(
    `The preset ${name} (${shownFile}) holds templates, which run as code on this machine: ${templates.join(', ')}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        ...(kept ? [`Read them: ${kept}`] : []),
        'Add --trust-preset to let them run; it is remembered for this content, and asked for again when it changes.',
      ],
    },
  );
}
