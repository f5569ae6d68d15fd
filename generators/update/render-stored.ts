import { basename } from 'node:path';
import { prepare } from '../app/prepare.js';
import type { Answers } from '../core/answers/questions.js';
import { resolveAnswers } from '../core/answers/resolve.js';
import { ExitCode, Failure } from '../core/failure.js';
import { answersOf } from '../core/preset/answers.js';
import type { Preset } from '../core/preset/preset.js';
import type { StoredProject } from './stored-project.js';

/** What this version writes for a project's stored answers. */
export interface Rendered {
  answers: Answers;
  /** Without `.yo-rc.json`. */
  files: ReadonlyMap<string, string>;
  executables: ReadonlySet<string>;
  /** The `.yo-rc.json` that goes with them. */
  rc: string;
}

/**
 * Renders a project again with what it stores of itself. What people set for other runs (flags, variables) has no part in it.
 *
 * @throws Failure (wrong input) when a stored answer breaks a rule
 */
export async function renderStored(
  { directory, stored }: StoredProject,
  preset: Preset | undefined,
): Promise<Rendered> {
  const answers = await resolveAnswers(
    { flags: {}, environment: {}, preset: preset && answersOf(preset, false), stored },
    basename(directory),
  ).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.message, { exitCode: ExitCode.wrongInput, fix: ['Mend the value in .yo-rc.json.'] });
  });
  const { project, files } = await prepare({ answers, preset, directory });
  return { answers, files: project.files, executables: project.executables, rc: files.get('.yo-rc.json') ?? '' };
}
