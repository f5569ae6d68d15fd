import { basename, join, resolve } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { textOf } from '../../files/text-of.js';
import { checkFlags } from '../../options/check-flags.js';
import { asDirectory } from '../../options/command-names.js';
import { withDefaults } from '../../options/job-flags.js';
import { refuseChanges, variablesForItAsItIs } from '../../options/no-write.js';
import type { Known, Question } from '../../options/questions.js';
import { notTyped, optionTexts, resolveAnswers } from '../../options/resolve.js';
import { readSelection, readStored } from '../../options/stored.js';
import { quoted } from '../../system/shell.js';
import { checkDestination, shownPath } from '../destination.js';
import { givenDirectory } from '../given-directory.js';
import type { Given, Job } from '../job.js';
import { presetOf } from '../preset-of.js';

/** What a new project is resolved from. */
export interface GivenForNew extends Given {
  ask(question: Question, known: Known): Promise<string>;
}

/** Resolves answers and directory: what flags, environment and stored answers leave open is asked, or takes its default. */
export async function resolveNew(given: GivenForNew): Promise<Job> {
  const { options, cwd, environment, terminal, ask } = given;
  const flags = withDefaults(options);
  const typed = optionTexts(options);
  const interactive = terminal && !flags.yes;
  const named = typeof options.directory === 'string' ? givenDirectory(cwd, options.directory) : undefined;
  const rc = await textOf(join(named ?? cwd, '.yo-rc.json'));
  const stored = readStored(rc);
  if (readSelection(rc)) throw existing(shownPath(cwd, named ?? cwd));
  const resolved = await presetOf(given, { project: named ?? cwd, rc, trust: flags['trust-preset'] });
  const unchanged = !flags.write && stored !== undefined;
  const variables = unchanged ? variablesForItAsItIs(environment) : environment;
  const checks = resolved && (await import('../../presets/check-answers.js'));
  if (resolved && unchanged) checks?.checkUnchanged(resolved.preset, stored);
  const sources = {
    typed,
    environment: variables,
    preset: resolved?.answers,
    stored: stored ?? {},
    ...(interactive && { ask }),
  };
  const answers = await resolveAnswers(sources, named === undefined ? undefined : basename(named));
  if (resolved) checks?.checkAnswers(resolved.preset, answers);
  // Without a directory: the project that is here already, or a new folder named after it.
  const directory = named ?? (stored ? cwd : resolve(cwd, answers.name.slug));
  await checkDestination(directory);
  if (!flags.write && !stored) throw nothingThere(directory);
  checkFlags(flags, answers);
  const shownDirectory = shownPath(cwd, directory);
  if (unchanged) refuseChanges(typed, answers, stored, shownDirectory);
  const { title, slug } = answers.name;
  if (title !== slug && flags.write) given.note?.(`"${title}" is named ${slug} where only a-z, 0-9 and - are legal.`);
  const engineFrom = notTyped('engine', sources);
  return { answers, preset: resolved?.preset, engineFrom, flags, cwd, directory, shownDirectory, interactive };
}

/** A project that existed before this tool came has no sources of ours, which would be written beside its own. */
function existing(directory: string): Failure {
  return new Failure(`${directory} is an existing project: create-wasm-oci wrote only its container files.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: `create-wasm-oci containerfile ${quoted(asDirectory(directory))}` }],
  });
}

function nothingThere(directory: string): Failure {
  return new Failure(`--no-write builds an existing project, and ${directory} holds none.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: "Name the project's directory, or remove --no-write to write a new project." }],
  });
}
