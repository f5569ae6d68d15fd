import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ExitCode, Failure, type Fix } from '../../core/failure.js';
import { textOf } from '../../core/files/text-of.js';
import { changedAnswers, type NewAnswer, withItsImage } from '../../core/options/new-answers.js';
import type { Texts } from '../../core/options/resolve.js';
import { changedSettings } from '../../core/options/selection-flags.js';
import { readDigests, readSelection, readWritten, storesSame } from '../../core/options/stored.js';
import { answersOf, type Drift } from '../../core/presets/answers.js';
import type { Newer } from '../../core/presets/fetch/newer-source.js';
import type { Preset } from '../../core/presets/preset.js';
import { referenceFor } from '../../core/presets/reference.js';
import { isUnedited } from '../../core/project/existing/written.js';
import { asRendered } from '../../core/project/line-ends.js';
import { needsWrittenIn } from '../../core/project/source-needs.js';
import { packageVersion } from '../../core/system/package-root.js';
import { withBumpedPins } from '../../core/update/bumped-pins.js';
import { driftFrom, isLockedPin } from '../../core/update/drift.js';
import { isInConflict } from '../../core/update/merge.js';
import { type MovedPin, movedPins } from '../../core/update/pins.js';
import { type Action, changes, keepingOwn, planUpdate, type Trees } from '../../core/update/plan.js';
import { withReset } from '../../core/update/reset.js';
import type { DigestsOfRun } from './digests.js';
import type { Presets } from './presets.js';
import { readFiles } from './project-files.js';
import type { OldRendering } from './render-old.js';
import { neededBefore, renderStored, type StoredRendering } from './render-stored.js';
import type { StoredProject } from './stored-project.js';

/** The fix for files in conflict. */
export const RESOLVE: Fix = { text: 'Choose between the lines inside <<<<<<< and >>>>>>>; then git add the files.' };

/** A project beside what this version and its current preset write for it. */
export interface Examined {
  project: StoredProject;
  /** What this version renders. */
  rendered: StoredRendering;
  /** What the version that wrote it renders. */
  base: ReadonlyMap<string, string>;
  /** What is on disk. */
  mine: ReadonlyMap<string, string>;
  actions: Action[];
  /** The preset, where its content is another than the project was written with. */
  preset?: ChangedPreset;
  /** A newer version of the preset than its tag or range takes, where the run looks for it. */
  newer?: Newer | undefined;
  /** Answers that differ from the stored ones because the user gave them. */
  answers: NewAnswer[];
  pins: MovedPin[];
  drift: Drift[];
  /** What the sources ask for now that the Containerfile on the disk does not have, as users read it. */
  found?: readonly string[];
  /** Whether an update has something to write. */
  behind: boolean;
}

/** A preset whose content is another now: hashes, and where it has them, versions and commits. */
export interface ChangedPreset {
  name: string;
  source: string;
  from: string | undefined;
  to: string | undefined;
  version?: FromTo;
  commit?: FromTo;
}

/** What was, and what is; undefined where there is none. */
type FromTo = Record<'from' | 'to', string | undefined>;

/** What a project is compared with. */
export interface Against {
  presets: Presets;
  /** Answers that the user gives instead of the stored ones. */
  answers: Texts;
  /** How an existing project is built from now on: values of flags. */
  settings?: Readonly<Record<string, unknown>> | undefined;
  /** Files that get this version's text, whatever the user changed. */
  reset?: readonly string[] | undefined;
  /** What the version that wrote it renders; undefined when that is this version. */
  old: OldRendering | undefined;
  /** How digests are resolved that a project does not store; without it, no registry is asked. */
  digests?: DigestsOfRun | undefined;
}

/**
 * Compares a project with what this version writes for it.
 *
 * @throws Failure (wrong input) when one of the two cannot be rendered, or conflicts of an earlier update are unresolved
 */
export async function examine(project: StoredProject, { presets, old, ...against }: Against): Promise<Examined> {
  if (old instanceof Failure) throw old;
  const preset = await presets.current(project);
  const given = withItsImage(against.answers, project.stored, preset && answersOf(preset, false));
  const rendered = await renderStored(project, preset, given, against);
  // Others may differ by what the preset locks.
  const changed = changedAnswers(rendered.answers, project.stored).filter(({ key }) => key in given);
  const answers = [...changed, ...newSettings(project, rendered)];
  const samePins = isDeepStrictEqual(readDigests(project.rc), readDigests(rendered.rc));
  const same = answers.length === 0 && preset?.hash === project.preset?.hash && samePins;
  const before =
    old ?? (same && (await isCurrent(project, rendered)) ? rendered.files : await renderedBefore(project, presets));
  const mine = await readFiles(project.directory, new Set([...before.keys(), ...rendered.files.keys()]));
  const base = asWritten(before, mine, project.rc);
  const reset = against.reset ?? [];
  refuseUnresolved([...mine].filter(([path]) => !reset.includes(path)));
  const locked = (name: string) =>
    name === 'BUILDER_IMAGE' && preset !== undefined && isLockedPin(preset, rendered.answers);
  const bumped = withBumps({ base, mine, theirs: rendered.files }, locked);
  const planned = planUpdate(bumped, labelsFor(project, answers));
  const kept = project.existing ? keepingOwn(planned, (path) => path.endsWith('ignore')) : planned;
  const actions = withReset(kept, { mine, theirs: rendered.files }, reset);
  const stored = { ...project.stored, ...given };
  const containerfile = {
    base: bumped.base.get('Containerfile'),
    mine: mine.get('Containerfile'),
    theirs: bumped.theirs.get('Containerfile'),
  };
  const added = { paths: rendered.added, base, mine, theirs: rendered.files };
  return {
    project,
    rendered,
    base,
    mine,
    actions,
    ...changedPreset(project, preset),
    newer: await presets.newer(project),
    answers,
    pins: movedPins(containerfile),
    found: containerfile.mine === undefined || containerfile.base === containerfile.theirs ? [] : rendered.found,
    drift: preset
      ? [
          ...driftFrom(preset, { answers: rendered.answers, stored, containerfile, added }),
          ...(rendered.license ? [rendered.license] : []),
        ]
      : [],
    behind: actions.some(changes) || !storesSame(project.rc, rendered.rc),
  };
}

/**
 * The base of the merge: what the old version writes, or the file on the disk where it is as it was written. Rendered
 * again, it may differ: an existing project has other sources than then, a Cargo.lock for one.
 */
function asWritten(
  before: ReadonlyMap<string, string>,
  mine: ReadonlyMap<string, string>,
  rc: string,
): ReadonlyMap<string, string> {
  const written = readWritten(rc);
  const unedited = [...mine].filter(([path, text]) => isUnedited(path, text, written));
  return new Map([...before, ...unedited.map(([path, text]) => [path, asRendered(text)] as const)]);
}

/** The three versions, with the pins of the Containerfile that a bot moved. */
function withBumps({ base, mine, theirs }: Trees, locked: (name: string) => boolean): Trees {
  const path = 'Containerfile';
  const texts = { base: base.get(path), mine: mine.get(path), theirs: theirs.get(path) };
  const bumped = withBumpedPins(texts, locked);
  const put = (tree: ReadonlyMap<string, string>, text: string | undefined) =>
    text === undefined ? tree : new Map([...tree, [path, text]]);
  return { base: put(base, bumped.base), mine, theirs: put(theirs, bumped.theirs) };
}

/** Merged again, both sides of a conflict would count as the user's own text; and the project is not up to date, either. */
function refuseUnresolved(mine: readonly (readonly [path: string, text: string])[]): void {
  const left = mine.filter(([, text]) => isInConflict(text)).map(([path]) => path);
  if (left.length === 0) return;
  throw new Failure(`conflicts of an earlier update are unresolved: ${left.join(', ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [RESOLVE],
  });
}

/** The settings of an existing project that differ from those it stores. */
function newSettings({ rc, existing }: StoredProject, rendered: StoredRendering): NewAnswer[] {
  const changed = existing ? changedSettings(readSelection(rc), readSelection(rendered.rc)) : [];
  return changed.map(({ key, from, to }) => ({ key, from, to }));
}

/**
 * Whether this version writes the same for the sources that the Containerfile was written for: it is what is rendered now, or
 * sources of its language ask for nothing.
 */
async function isCurrent({ directory, stored }: StoredProject, { files }: StoredRendering): Promise<boolean> {
  const text = await textOf(join(directory, 'Containerfile'));
  if (text === undefined || asRendered(text) === files.get('Containerfile')) return true;
  return Object.keys(await needsWrittenIn(stored.language, text)).length === 0;
}

/** What this version wrote with the old preset and answers, for the sources that the Containerfile was written for. */
async function renderedBefore(project: StoredProject, presets: Presets): Promise<ReadonlyMap<string, string>> {
  const preset = await presets.before(project);
  return (await renderStored(project, preset, {}, { needs: await neededBefore(project) })).files;
}

function changedPreset(
  { preset: before, directory }: StoredProject,
  preset: Preset | undefined,
): Pick<Examined, 'preset'> {
  if (before?.hash === preset?.hash) return {};
  const now = preset && referenceFor(preset, directory);
  const of = (key: 'version' | 'commit') =>
    before?.[key] === undefined && now?.[key] === undefined ? {} : { [key]: { from: before?.[key], to: now?.[key] } };
  const { name, source } = now ?? before ?? { name: '', source: '' };
  return { preset: { name, source, from: before?.hash, to: now?.hash, ...of('version'), ...of('commit') } };
}

function labelsFor({ version }: StoredProject, answers: readonly NewAnswer[]): { mine: string; theirs: string } {
  const why =
    answers.length > 0 ? ' with the new answers' : version === packageVersion ? ' with the current preset' : '';
  return { mine: 'yours', theirs: `create-wasm-oci ${packageVersion}${why}` };
}
