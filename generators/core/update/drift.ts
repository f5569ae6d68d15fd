import { type Answers, questionOf } from '../options/questions.js';
import type { Texts } from '../options/resolve.js';
import { type Drift, driftOf, keyPlace } from '../presets/answers.js';
import { notAllowed } from '../presets/check-answers.js';
import type { Preset } from '../presets/preset.js';
import { asRendered } from '../project/line-ends.js';
import { isBump } from './bumped-pins.js';
import { pinsOf } from './pins.js';
import type { Trees } from './plan.js';

/** A project beside its preset. */
export interface Compared {
  answers: Answers;
  /** What `.yo-rc.json` says. */
  stored: Texts;
  /** The Containerfile: as the old version wrote it, as it is on disk, and as this version writes it. */
  containerfile: Record<'base' | 'mine' | 'theirs', string | undefined>;
  /** The files that the preset adds as a whole, and the three versions of all files. */
  added?: Trees & { paths: ReadonlySet<string> };
}

/**
 * Where a project differs from what its preset locks or allows: stored answers, and the files that it adds as a whole; in
 * the Containerfile the preset's builder image and labels. What an update changes by itself is no drift.
 */
export function driftFrom(preset: Preset, { answers, stored, containerfile, added }: Compared): Drift[] {
  const { name, shownFile } = preset;
  const where = (table: string) => `the preset ${name} (${shownFile}, ${table})`;
  const builder = preset.builders[answers.language] === undefined ? [] : ['BUILDER_IMAGE'];
  return [
    ...driftOf(preset, stored, answers),
    ...unallowed(preset, answers),
    ...edited(containerfile, pinsOf, builder, 'ARG ', where('builders')).filter(
      ({ found, locked }) => isLockedPin(preset, answers) || found === undefined || !isBump(found, locked),
    ),
    ...edited(containerfile, labelLines, Object.keys(preset.labels), 'LABEL ', where('labels')),
    ...(added ? ownFiles(added, where('overlay')) : []),
  ];
}

/** Whether a preset names the builder image by its digest: then no other is taken. */
export function isLockedPin({ builders }: Preset, { language }: Pick<Answers, 'language'>): boolean {
  return builders[language]?.includes('@') ?? false;
}

/**
 * Files of the preset that the user changed or deleted. One that it puts in the place of a template's own (a README, the
 * program) is a start that each project goes on from.
 */
function ownFiles({ paths, base, mine, theirs }: Trees & { paths: ReadonlySet<string> }, where: string): Drift[] {
  return [...paths].sort().flatMap((path): Drift[] => {
    const [was, text, locked] = [base.get(path), mine.get(path), theirs.get(path)];
    if (locked === undefined) return [];
    if (text === undefined)
      return was === undefined ? [] : [{ key: path, found: undefined, locked: 'this file', where, file: path }];
    const found = asRendered(text);
    return found === locked || found === was
      ? []
      : [{ key: path, found: 'another text', locked: 'its own', where, file: path }];
  });
}

/** Stored answers that the preset does not allow: its checks, or its list of languages, changed. A locked one is reported already. */
function unallowed(preset: Preset, answers: Answers): Drift[] {
  return notAllowed(preset, answers).flatMap(({ key, by, found, allowed }) =>
    preset.locked[key] !== undefined || !questionOf(key).stored
      ? []
      : [{ key, found, locked: allowed, where: keyPlace(preset, by) }],
  );
}

/** The values of these keys that the user changed or removed. */
function edited(
  { base, mine, theirs }: Compared['containerfile'],
  read: (text: string) => ReadonlyMap<string, string>,
  keys: readonly string[],
  prefix: string,
  where: string,
): Drift[] {
  // A user who deleted the Containerfile decided so, and builds no image by it.
  if (mine === undefined) return [];
  const [was, found, locked] = [read(base ?? ''), read(mine), read(theirs ?? '')];
  return keys.flatMap((key) => {
    const value = locked.get(key);
    const own = found.get(key);
    if (value === undefined || own === value || own === was.get(key)) return [];
    return [{ key: `Containerfile, ${prefix}${key}`, found: own, locked: value, where, file: 'Containerfile' }];
  });
}

/** The labels of a Containerfile that have a line of their own, as ours do. */
function labelLines(containerfile: string): Map<string, string> {
  return new Map(
    [...containerfile.matchAll(/^LABEL ([^\s=]+)=(.*?)\r?$/gm)].map(([, key = '', value = '']) => [key, value]),
  );
}
