import { isAbsolute, relative } from 'node:path';
import type { Texts } from '../options/resolve.js';
import type { PresetReference } from '../options/stored.js';

/** Where a preset came from. */
export interface PresetOrigin {
  /** As it was given; a path is absolute here. */
  source: string;
  /** The path that the source begins with, where it is one. */
  path?: string;
  version?: string;
  commit?: string;
}

/** The source as it is reached from a folder: a path is made relative to it, everything else is the same from anywhere. */
export function sourceFrom({ source, path }: PresetOrigin, folder: string): string {
  if (path === undefined) return source;
  const rest = source.slice(path.length);
  const way = relative(folder, path);
  // On another drive of Windows there is no way from one to the other.
  if (isAbsolute(way)) return path + rest;
  const slashes = way.replaceAll('\\', '/');
  return (slashes.startsWith('..') ? slashes : `./${slashes}`) + rest;
}

/** What a project in that folder stores of a preset. */
export function referenceFor(
  { name, hash, origin }: { name: string; hash: string; origin: PresetOrigin },
  folder: string,
): PresetReference {
  const { version, commit } = origin;
  return { source: sourceFrom(origin, folder), name, ...(version && { version }), ...(commit && { commit }), hash };
}

/** A preset as a command line that is typed in that folder names it, and what it would answer there. */
export function inLine(
  { origin, defaults }: { origin: PresetOrigin; defaults: Texts },
  folder: string,
): { source: string; defaults: Texts } {
  return { source: sourceFrom(origin, folder), defaults };
}
