import { isDeepStrictEqual } from 'node:util';
import { ExitCode, Failure } from '../../core/failure.js';
import { changedAnswers, type NewAnswer, withItsImage } from '../../core/options/new-answers.js';
import type { Texts } from '../../core/options/resolve.js';
import { readDigests, storesSame } from '../../core/options/stored.js';
import { answersOf, type Drift } from '../../core/presets/answers.js';
import type { Preset } from '../../core/presets/preset.js';
import { packageVersion } from '../../core/system/package-root.js';
import { driftFrom } from '../../core/update/drift.js';
import { isInConflict } from '../../core/update/merge.js';
import { type MovedPin, movedPins } from '../../core/update/pins.js';
import { type Action, changes, keepingOwn, planUpdate } from '../../core/update/plan.js';
import type { DigestsOfRun } from './digests.js';
import type { Presets } from './presets.js';
import { readFiles } from './project-files.js';
import type { OldRendering } from './render-old.js';
import { type Rendered, renderStored } from './render-stored.js';
import type { StoredProject } from './stored-project.js';

/** What a person does about files in conflict. */
export const SETTLE = 'Choose between the lines inside <<<<<<< and >>>>>>>; then git add the files.';

/** A project beside what this version and its preset write for it today. */
export interface Examined {
  project: StoredProject;
  /** What is rendered today. */
  rendered: Rendered;
  /** What the version that wrote it renders. */
  base: ReadonlyMap<string, string>;
  /** What stands on disk. */
  mine: ReadonlyMap<string, string>;
  actions: Action[];
  /** The preset, where its content is another than the project was written with. */
  preset?: { name: string; from: string | undefined; to: string | undefined };
  /** What is answered anew. */
  answers: NewAnswer[];
  pins: MovedPin[];
  drift: Drift[];
  /** Whether an update has something to write. */
  behind: boolean;
}

/** What a project is compared with. */
export interface Against {
  presets: Presets;
  /** Answers that the person gives anew. */
  answers: Texts;
  /** What the version that wrote it renders; undefined when that is this version. */
  old: OldRendering | undefined;
  /** How digests are had that a project does not store; left out, no registry is asked. */
  digests?: DigestsOfRun | undefined;
}

/**
 * Compares a project with what is written for it today.
 *
 * @throws Failure (wrong input) when one of the two cannot be rendered, or conflicts of an earlier update are left
 */
export async function examine(project: StoredProject, { presets, old, ...against }: Against): Promise<Examined> {
  if (old instanceof Failure) throw old;
  const preset = await presets.today(project);
  const anew = withItsImage(against.answers, project.stored, preset && answersOf(preset, false));
  const rendered = await renderStored(project, preset, anew, against.digests);
  // Others may differ by what the preset locks.
  const answers = changedAnswers(rendered.answers, project.stored).filter(({ key }) => key in anew);
  const pinned = isDeepStrictEqual(readDigests(project.rc), readDigests(rendered.rc));
  const same = answers.length === 0 && preset?.hash === project.preset?.hash && pinned;
  const base = old ?? (same ? rendered.files : await renderedThen(project, presets));
  const mine = await readFiles(project.directory, new Set([...base.keys(), ...rendered.files.keys()]));
  refuseUnsettled(mine);
  const planned = planUpdate({ base, mine, theirs: rendered.files }, labelsFor(project, answers));
  const actions = project.adopted ? keepingOwn(planned, (path) => path.endsWith('ignore')) : planned;
  const stored = { ...project.stored, ...anew };
  const containerfile = {
    base: base.get('Containerfile'),
    mine: mine.get('Containerfile'),
    theirs: rendered.files.get('Containerfile'),
  };
  return {
    project,
    rendered,
    base,
    mine,
    actions,
    ...changedPreset(project, preset),
    answers,
    pins: movedPins(containerfile),
    drift: preset ? driftFrom(preset, { answers: rendered.answers, stored, containerfile }) : [],
    behind: actions.some(changes) || !storesSame(project.rc, rendered.rc),
  };
}

/** Merged once more, both sides of a conflict would count as the person's own text; and it is not up to date, either. */
function refuseUnsettled(mine: ReadonlyMap<string, string>): void {
  const left = [...mine].filter(([, text]) => isInConflict(text)).map(([path]) => path);
  if (left.length === 0) return;
  throw new Failure(`Conflicts of an earlier update are left to be settled: ${left.join(', ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [SETTLE],
  });
}

/** What this version wrote, with the preset and the answers of then. */
async function renderedThen(project: StoredProject, presets: Presets): Promise<ReadonlyMap<string, string>> {
  return (await renderStored(project, await presets.before(project))).files;
}

function changedPreset({ preset: before }: StoredProject, preset: Preset | undefined): Pick<Examined, 'preset'> {
  if (before?.hash === preset?.hash) return {};
  return { preset: { name: preset?.name ?? before?.name ?? '', from: before?.hash, to: preset?.hash } };
}

function labelsFor({ version }: StoredProject, answers: readonly NewAnswer[]): { mine: string; theirs: string } {
  const why =
    answers.length > 0 ? ' with the new answers' : version === packageVersion ? ' with the preset as it is now' : '';
  return { mine: 'yours', theirs: `create-wasm-oci ${packageVersion}${why}` };
}
