import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Cancelled, Failure, type Fix } from '../../core/failure.js';
import type { RequestedPreset } from '../../core/options/preset-flag.js';
import type { PresetReference } from '../../core/options/stored.js';
import type { Trust } from '../../core/options/trust.js';
import type { ResolveOptions } from '../../core/presets/fetch/fetch-source.js';
import { type Newer, newerSource } from '../../core/presets/fetch/newer-source.js';
import { MovedOn, resolvePreset, resolveStoredPreset } from '../../core/presets/fetch/resolve-preset.js';
import type { Preset } from '../../core/presets/preset.js';
import type { StoredProject } from './stored-project.js';

/** How presets are found in a run. */
export interface PresetOptions {
  /** What the flag or the variable says, for every project of the run. */
  requested: RequestedPreset | undefined;
  trust: Trust;
  /** Whether newer tags and versions are looked for. */
  newer?: boolean | undefined;
  cwd: string;
  onNote: (text: string) => void;
  signal: AbortSignal;
}

/** The presets of a run's projects. What several of them share is fetched and read once. */
export interface Presets {
  /** The one a project is to have: what the user named, else the current content of what it stores. */
  current(project: StoredProject): Promise<Preset | undefined>;
  /** The one it was written with, with its old content. */
  before(project: StoredProject): Promise<Preset | undefined>;
  /** A newer version of the current one than its tag or range takes; undefined, too, where the run does not ask for it. */
  newer(project: StoredProject): Promise<Newer | undefined>;
}

export function presetsOf({ requested, newer = false, ...options }: PresetOptions): Presets {
  const once = onceEach<Preset>();
  const newerOnce = onceEach<Newer | undefined>();
  return {
    async current({ directory, preset }) {
      if (requested) {
        const { source, origin } = requested;
        return source === undefined
          ? undefined
          : once(source, () => resolvePreset(source, { ...options, from: origin, named: true }));
      }
      if (!preset) return undefined;
      const how = { ...options, cwd: directory, from: '.yo-rc.json, "preset"', named: false };
      return once(keyOf(preset.source, directory), () => resolvePreset(preset.source, how));
    },
    async before({ directory, preset }) {
      if (!preset) return undefined;
      return once(`${preset.hash} ${keyOf(preset.source, directory)}`, () => presetBefore(preset, directory, options));
    },
    async newer({ directory, preset }) {
      if (!newer) return undefined;
      if (requested) {
        const { source, origin } = requested;
        if (source === undefined) return undefined;
        return newerOnce(source, () => newerSource(source, { ...options, from: origin, named: true }));
      }
      if (!preset) return undefined;
      const { source } = preset;
      const how = { ...options, cwd: directory, from: '.yo-rc.json, "preset"', named: false };
      return newerOnce(keyOf(source, directory), () => newerSource(source, how));
    },
  };
}

/** Finds for each key once; everybody who asks for it waits for the same. */
function onceEach<Found>(): (key: string, find: () => Promise<Found>) => Promise<Found> {
  const found = new Map<string, Promise<Found>>();
  return (key, find) => {
    const known = found.get(key) ?? find();
    found.set(key, known);
    return known;
  };
}

const FROM_CHECKOUT: Fix = {
  command: 'create-wasm-oci preset test FOLDER',
  text: 'reads its old content once, from a checkout of that time; then run update again',
};

/**
 * The preset that a project was written with, with its old content.
 *
 * @throws Failure (wrong input) that says how its old content is brought back
 */
export async function presetBefore(
  reference: PresetReference,
  directory: string,
  how: Pick<ResolveOptions, 'trust' | 'onNote' | 'signal'>,
): Promise<Preset> {
  const where = { cwd: directory, from: '.yo-rc.json, "preset"', named: false, before: true };
  return resolveStoredPreset(reference, { ...how, ...where }).catch((error: unknown) => {
    if (!(error instanceof Failure) || error instanceof Cancelled) throw error;
    const { message, exitCode, output } = error;
    throw new Failure(`${message} Its old content is needed to tell your changes from the preset's.`, {
      exitCode,
      output,
      // Of one that moved on, update would be named as the fix, and this is update.
      fix: [...(error instanceof MovedOn ? [] : error.fix), FROM_CHECKOUT],
    });
  });
}

/** Projects share a source when it means the same to each: a path from where they are, a package by the .npmrc there. */
function keyOf(source: string, directory: string): string {
  if (/^\.{1,2}(?:\/|$)/.test(source)) return resolve(directory, source);
  return `${folderOfNpmrc(directory) ?? ''} ${source}`;
}

/** npm heeds the .npmrc of a folder above, too, where a package.json makes that the root of the project. */
function folderOfNpmrc(directory: string): string | undefined {
  if (existsSync(join(directory, '.npmrc'))) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : folderOfNpmrc(above);
}
