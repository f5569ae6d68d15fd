import { basename, join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { textOf } from '../../core/files/text-of.js';
import type { Answers } from '../../core/options/questions.js';
import { resolveAnswers, type Texts } from '../../core/options/resolve.js';
import { answersForProject, type Drift } from '../../core/presets/answers.js';
import { otherLicense } from '../../core/presets/license.js';
import type { Preset } from '../../core/presets/preset.js';
import { SeveralPrograms } from '../../core/project/existing/several-programs.js';
import { renderNew } from '../../core/project/new/render.js';
import { needsWrittenIn, type SourceNeeds } from '../../core/project/source-needs.js';
import { quoted } from '../../core/system/shell.js';
import type { DigestsOfRun } from './digests.js';
import type { StoredProject } from './stored-project.js';

/** What this version writes for a project's stored answers. */
export interface StoredRendering {
  answers: Answers;
  /** Without `.yo-rc.json`. */
  files: ReadonlyMap<string, string>;
  executables: ReadonlySet<string>;
  /** What of the sources shows in the Containerfile, as users read it. */
  found: readonly string[];
  /** The files that the preset adds as a whole. */
  added: ReadonlySet<string>;
  /** The licence of an existing project, where the preset has another one. */
  license?: Drift | undefined;
  /** The `.yo-rc.json` that goes with them. */
  rc: string;
}

/** What a project is rendered with beside its answers. */
interface HowRendered {
  /** How an existing project is built from now on: values of flags. */
  settings?: Readonly<Record<string, unknown>> | undefined;
  /** How it gets digests that it does not store; without it, no registry is asked. */
  digests?: DigestsOfRun | undefined;
  /** What its sources asked of the builder stage at another time. */
  needs?: SourceNeeds | undefined;
}

/**
 * Renders a project again with what it stores of itself. Variables, which users set for other runs, do not count.
 *
 * @param given answers that count instead of the stored ones
 * @throws Failure (wrong input) when a stored answer breaks a rule, or an existing project has changed too much
 */
export async function renderStored(
  project: StoredProject,
  preset: Preset | undefined,
  given: Texts = {},
  { settings = {}, digests, needs }: HowRendered = {},
): Promise<StoredRendering> {
  const { directory, stored, existing, cacheId } = project;
  if (existing) return renderExistingProject(project, preset, { ...given, ...settings }, { digests, needs });
  const [setting] = Object.keys(settings);
  if (setting !== undefined) throw forExistingOnly(setting);
  const answers = await resolveAnswers(
    { typed: given, environment: {}, preset: preset && answersForProject(preset), stored },
    basename(directory),
  ).catch((error: unknown) => {
    if (!(error instanceof Failure && error.message.startsWith('.yo-rc.json'))) throw error;
    throw new Failure(error.message, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Correct the value in .yo-rc.json.' }],
    });
  });
  const {
    project: own,
    files,
    found,
  } = await renderNew(
    { answers, preset, directory },
    { cacheId, digests: digests?.({ answers, preset, directory }), needs },
  );
  return {
    answers,
    files: own.files,
    executables: own.executables,
    added: own.added,
    found,
    rc: files.get('.yo-rc.json') ?? '',
  };
}

/** What the sources asked of the builder stage when the Containerfile was written; undefined where there is none. */
export async function neededBefore({ directory, stored }: StoredProject): Promise<SourceNeeds | undefined> {
  const text = await textOf(join(directory, 'Containerfile'));
  return text === undefined ? undefined : needsWrittenIn(stored.language, text);
}

/**
 * The container files of a project that existed already: its sources, as they are now, say what is in them.
 * Loaded only for such a project, with all that recognises one.
 */
async function renderExistingProject(
  project: StoredProject,
  preset: Preset | undefined,
  given: Readonly<Record<string, unknown>>,
  { digests, needs }: Pick<HowRendered, 'digests' | 'needs'>,
): Promise<StoredRendering> {
  const { directory, cacheId } = project;
  const [{ resolveExisting }, { renderExisting }] = await Promise.all([
    import('../../core/project/existing/resolve.js'),
    import('../../core/project/existing/render.js'),
  ]);
  const job = await resolveExisting({
    // Force is for files that the user has in place of ours: ours are rendered all the same, to be compared.
    options: { ...given, directory, yes: true, force: true },
    cwd: directory,
    environment: {},
    terminal: false,
    choose: () => Promise.reject(new Error('this run asks nothing')),
    tell: () => {},
    preset: preset && { preset, answers: answersForProject(preset) },
    compared: true,
  }).catch((error: unknown) => {
    // A flag that selects one of several programs is one of `containerfile`; `update` has none of that name.
    const line = `create-wasm-oci containerfile ${quoted(project.shownDirectory)}`;
    throw error instanceof SeveralPrograms ? error.asLinesOf(line) : error;
  });
  const rendered = await renderExisting(job, { cacheId, digests: digests?.(job), compared: true, needs });
  const { '.yo-rc.json': rc = '', ...files } = Object.fromEntries(rendered.files);
  return {
    answers: job.answers,
    files: new Map(Object.entries(files)),
    executables: new Set(),
    added: new Set(),
    found: job.program.found ?? [],
    license: preset && otherLicense(preset, job.program.license),
    rc,
  };
}

/** A project that this program wrote is built as its own files say. */
function forExistingOnly(key: string): Failure {
  return new Failure(`--${key} is for existing projects, and create-wasm-oci wrote this one.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: `Omit --${key}, and change the project's own files.` }],
  });
}
