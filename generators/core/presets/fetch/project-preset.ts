import type { RequestedPreset } from '../../options/preset-flag.js';
import type { PresetAnswers } from '../../options/resolve.js';
import type { PresetReference } from '../../options/stored.js';
import { answersOf } from '../answers.js';
import type { Preset } from '../preset.js';
import type { ResolveOptions } from './fetch-source.js';
import { resolvePreset, resolveStoredPreset } from './resolve-preset.js';

/** Where a run's preset can come from. */
export interface PresetSources extends Pick<ResolveOptions, 'trust' | 'onNote' | 'signal'> {
  /** What the flag or the variable says. */
  requested: RequestedPreset | undefined;
  /** What the project stores. */
  stored: PresetReference | undefined;
  /** The folder the user is in. */
  cwd: string;
  /** The project's directory, absolute. */
  project: string;
}

/** A run's preset, and what it says to the questions. */
export interface ResolvedPreset {
  preset: Preset;
  answers: PresetAnswers;
}

/**
 * Resolves the preset that a run names, as it is now; else the one that the project was written with, as it was then.
 * Undefined when there is none, or when the user asked for none.
 *
 * @throws Failure (wrong input) when it cannot be found or breaks a rule; Cancelled
 */
export async function resolveProjectPreset({
  requested,
  stored,
  cwd,
  project,
  ...how
}: PresetSources): Promise<ResolvedPreset | undefined> {
  if (requested?.source !== undefined) {
    const preset = await resolvePreset(requested.source, { ...how, cwd, from: requested.origin, named: true });
    return { preset, answers: answersOf(preset, true) };
  }
  if (requested || !stored) return undefined;
  const from = '.yo-rc.json, "preset"';
  const preset = await resolveStoredPreset(stored, { ...how, cwd: project, from, named: false });
  return { preset, answers: answersOf(preset, false) };
}
