import { basename, join, relative, resolve, sep } from 'node:path';
import { parseImageReference } from '../core/answers/image-reference.js';
import { presetWish } from '../core/answers/preset-option.js';
import type { Answers, Known, Question } from '../core/answers/questions.js';
import { resolveAnswers, type Texts } from '../core/answers/resolve.js';
import { readStored, readStoredPreset } from '../core/answers/stored.js';
import { type Switches, withDefaults } from '../core/answers/switches.js';
import { ExitCode, Failure } from '../core/failure.js';
import { resolvePreset, resolveStoredPreset } from '../core/fetch/resolve-preset.js';
import { answersOf } from '../core/preset/answers.js';
import { checkAnswers } from '../core/preset/check-answers.js';
import type { Preset } from '../core/preset/preset.js';
import { checkDestination, textOf } from '../core/project/destination.js';

/** Everything that is settled before anything is written. */
export interface Job {
  answers: Answers;
  preset: Preset | undefined;
  switches: Switches;
  /** The folder the person is in. */
  cwd: string;
  /** Absolute. */
  directory: string;
  /** The directory as a person at `cwd` would type it. */
  shownDirectory: string;
  /** Whether a person is there to be asked. */
  interactive: boolean;
}

/** Options as the command line or Yeoman parsed them, and the surroundings. */
export interface Given {
  options: Record<string, unknown>;
  cwd: string;
  environment: NodeJS.ProcessEnv;
  /** True where there is a terminal to draw prompts in. */
  terminal: boolean;
  ask(question: Question, known: Known): Promise<string>;
  /** Told what takes a while before anything is asked. */
  note?(text: string): void;
}

/** Settles answers and directory: what flags, environment and stored answers leave open is asked, or takes its default. */
export async function settle(given: Given): Promise<Job> {
  const { options, cwd, environment, terminal, ask } = given;
  const switches = withDefaults(options);
  const interactive = terminal && !switches.yes;
  const named = typeof options.directory === 'string' ? resolve(cwd, options.directory) : undefined;
  const rc = await textOf(join(named ?? cwd, '.yo-rc.json'));
  const stored = readStored(rc);
  const { preset, wished } = await settlePreset(given, switches, rc, named ?? cwd);
  const answers = await resolveAnswers(
    {
      flags: options as Texts,
      environment,
      stored: stored ?? {},
      ...(preset && { preset: answersOf(preset, wished) }),
      ...(interactive && { ask }),
    },
    named === undefined ? undefined : basename(named),
  );
  if (preset) checkAnswers(preset, answers);
  // Without a directory: the project that stands here already, or a new folder named after it.
  const directory = named ?? (stored ? cwd : resolve(cwd, answers.name.slug));
  await checkDestination(directory);
  if (!switches.write && !stored) throw nothingThere(directory);
  if (switches.push) checkPushable(answers.image);
  return { answers, preset, switches, cwd, directory, shownDirectory: shown(cwd, directory), interactive };
}

/** The preset that this run names, as it is now; else the one the project was written with, as it was then. */
async function settlePreset(
  { options, cwd, environment, note }: Given,
  { 'trust-preset': trust }: Switches,
  rc: string | undefined,
  project: string,
): Promise<{ preset: Preset | undefined; wished: boolean }> {
  const wish = presetWish(options as Texts, environment);
  const how = { trust, ...(note && { onNote: note }) };
  if (wish?.source !== undefined) {
    return { preset: await resolvePreset(wish.source, { cwd, from: wish.origin, named: true, ...how }), wished: true };
  }
  const stored = wish ? undefined : readStoredPreset(rc);
  if (!stored) return { preset: undefined, wished: false };
  const from = '.yo-rc.json, "preset"';
  return { preset: await resolveStoredPreset(stored, { cwd: project, from, named: false, ...how }), wished: false };
}

function nothingThere(directory: string): Failure {
  return new Failure(`--no-write builds a project that is there, and ${directory} holds none.`, {
    exitCode: ExitCode.wrongInput,
    fix: ["Name the project's directory, or leave out --no-write to write a new project."],
  });
}

/** @throws Failure (wrong input) when the reference names no registry that a push could go to */
function checkPushable(image: string): void {
  const { registry } = parseImageReference(image);
  if (registry !== undefined && registry !== 'localhost') return;
  throw new Failure(`--push: ${image} names no registry.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Give a whole reference with --image, for example quay.io/you/hello:1.0.'],
  });
}

/** A path as one would type it: relative below the current folder, absolute elsewhere. */
function shown(cwd: string, directory: string): string {
  const path = relative(cwd, directory);
  if (path === '') return '.';
  return path.startsWith(`..${sep}`) || path === '..' ? directory : path;
}
