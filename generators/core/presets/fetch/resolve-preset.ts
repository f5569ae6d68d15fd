import { ExitCode, Failure } from '../../failure.js';
import type { PresetReference } from '../../options/stored.js';
import type { Preset } from '../preset.js';
import type { PresetSource } from '../source.js';
import { fetchAndRead, type ResolveOptions, sourceOf } from './fetch-source.js';
import { readKept } from './kept-presets.js';
import { trusted } from './template-trust.js';

/**
 * Finds a preset and reads it, as it is now.
 *
 * @param given a path, an npm package or a git URL
 * @throws Failure (wrong input) when there is none, it breaks a rule, or it holds code and is not trusted
 */
export async function resolvePreset(given: string, options: ResolveOptions): Promise<Preset> {
  const source = await sourceOf(given, options);
  const read = await fetchAndRead(given, source, options);
  return trusted(read, source, options);
}

/**
 * Finds the preset that a project was written with, exactly as it was then.
 *
 * @param reference as the project stores it; its paths are relative to `options.cwd`, the project's directory
 * @throws Failure (wrong input) when its content is nowhere to be found any more, or is not trusted
 */
export async function resolveStoredPreset(reference: PresetReference, options: ResolveOptions): Promise<Preset> {
  const { source: given, hash } = reference;
  const kept = await readKept(reference, options.cwd);
  // A path says nothing here: it may be gone, and is only trusted when it is named.
  if (kept) return trusted(kept, undefined, options);
  const source = exactly(await sourceOf(given, options), reference);
  const read = await fetchAndRead(given, source, options);
  if (read.preset.hash !== hash) throw movedOn(reference);
  return trusted(read, source, options);
}

/** The version or commit of that time, in place of the range or branch. A path has none: its content decides. */
function exactly(source: PresetSource, { version, commit }: PresetReference): PresetSource {
  if (source.kind === 'npm' && version) return { ...source, range: version };
  return source.kind === 'git' && commit ? { ...source, ref: commit } : source;
}

/** The source of a stored preset holds another content now. */
export class MovedOn extends Failure {}

function movedOn({ name, source, hash }: PresetReference): MovedOn {
  return new MovedOn(
    `The preset ${name} (${source}) is no longer what this project was written with (${hash.slice(0, 19)}…).`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        { command: 'create-wasm-oci update', text: "updates the project to the preset's current content" },
        { command: '--preset none', text: 'leaves it out' },
      ],
    },
  );
}
