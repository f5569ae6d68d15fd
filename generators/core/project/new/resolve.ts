import { basename, join, resolve } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { checkFlags } from '../../options/check-flags.js';
import { asDirectory } from '../../options/command-names.js';
import { type Flags, withDefaults } from '../../options/flags.js';
import { refuseChanges, variablesForItAsItIs } from '../../options/no-write.js';
import { requestedPreset } from '../../options/preset-option.js';
import type { Answers, Known, Question } from '../../options/questions.js';
import { notTyped, resolveAnswers, textsOf } from '../../options/resolve.js';
import { readAdopted, readStored, readStoredPreset } from '../../options/stored.js';
import type { SettledPreset } from '../../presets/fetch/project-preset.js';
import type { Preset } from '../../presets/preset.js';
import { quoted } from '../../system/shell.js';
import { listenForInterrupt } from '../../terminal/interrupt.js';
import { checkDestination, shownPath, textOf } from '../destination.js';
import { givenDirectory } from '../given-directory.js';

/** Everything that is settled before anything is written. */
export interface NewJob {
  answers: Answers;
  preset: Preset | undefined;
  /** Why the engine is this one, where nobody typed it. */
  engineFrom: string | undefined;
  flags: Flags;
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
export async function resolveNew(given: Given): Promise<NewJob> {
  const { options, cwd, environment, terminal, ask } = given;
  const flags = withDefaults(options);
  const typed = textsOf(options);
  const interactive = terminal && !flags.yes;
  const named = typeof options.directory === 'string' ? givenDirectory(cwd, options.directory) : undefined;
  const rc = await textOf(join(named ?? cwd, '.yo-rc.json'));
  const stored = readStored(rc);
  if (readAdopted(rc)) throw adopted(shownPath(cwd, named ?? cwd));
  const settled = await presetOf(given, flags, { project: named ?? cwd, rc });
  const asItIs = !flags.write && stored !== undefined;
  const variables = asItIs ? variablesForItAsItIs(environment) : environment;
  const sources = {
    typed,
    environment: variables,
    preset: settled?.answers,
    stored: stored ?? {},
    ...(interactive && { ask }),
  };
  const answers = await resolveAnswers(sources, named === undefined ? undefined : basename(named));
  if (settled) {
    const { checkAnswers } = await import('../../presets/check-answers.js');
    checkAnswers(settled.preset, answers);
  }
  // Without a directory: the project that stands here already, or a new folder named after it.
  const directory = named ?? (stored ? cwd : resolve(cwd, answers.name.slug));
  await checkDestination(directory);
  if (!flags.write && !stored) throw nothingThere(directory);
  checkFlags(flags, answers);
  const shownDirectory = shownPath(cwd, directory);
  if (asItIs) refuseChanges(typed, answers, stored, shownDirectory);
  const engineFrom = notTyped('engine', sources);
  return { answers, preset: settled?.preset, engineFrom, flags, cwd, directory, shownDirectory, interactive };
}

/** A project that existed before this tool came has no sources of ours, which would be written beside its own. */
function adopted(directory: string): Failure {
  return new Failure(`${directory} holds a project that existed already: only its container files are ours.`, {
    exitCode: ExitCode.wrongInput,
    fix: [`create-wasm-oci containerfile ${quoted(asDirectory(directory))}`],
  });
}

/** The preset that an option or the project names. What fetches one is loaded for those who name one. */
async function presetOf(
  { options, cwd, environment, note = () => {} }: Omit<Given, 'terminal' | 'ask'>,
  flags: Flags,
  { project, rc }: { project: string; rc: string | undefined },
): Promise<SettledPreset | undefined> {
  const [requested, stored] = [requestedPreset(options, environment), readStoredPreset(rc)];
  if (!requested && !stored) return undefined;
  const { settlePreset } = await import('../../presets/fetch/project-preset.js');
  // Only while it is fetched: prompts hear Ctrl-C themselves.
  const interrupt = listenForInterrupt();
  const trust = flags['trust-preset'];
  return settlePreset({ requested, stored, cwd, project, trust, onNote: note, signal: interrupt.signal }).finally(() =>
    interrupt.stop(),
  );
}

function nothingThere(directory: string): Failure {
  return new Failure(`--no-write builds a project that is there, and ${directory} holds none.`, {
    exitCode: ExitCode.wrongInput,
    fix: ["Name the project's directory, or leave out --no-write to write a new project."],
  });
}
