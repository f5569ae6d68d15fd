import { resolve } from 'node:path';
import chalk, { chalkStderr } from 'chalk';
import { refuseUnknownVariables } from '../../core/options/known-variables.js';
import { newAnswersOf } from '../../core/options/new-answers.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { requestedPreset } from '../../core/options/preset-flag.js';
import { settingsAmong } from '../../core/options/selection-flags.js';
import { trustOf } from '../../core/options/trust.js';
import { shownPath } from '../../core/project/destination.js';
import { givenDirectory } from '../../core/project/given-directory.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJson, writeText } from '../../core/terminal/output.js';
import { resetPath } from '../../core/update/reset.js';
import { writeHelp } from '../write-help.js';
import { confirm } from './confirm.js';
import { digestsOfRun } from './digests.js';
import { examineAll } from './examine-all.js';
import { updateFlags } from './flags.js';
import { help } from './help.js';
import { presetsOf } from './presets.js';
import { reportDocument, reportText } from './report.js';
import { exitCodeFor, type Result } from './result.js';
import { updateAll } from './update-all.js';

/** `create-wasm-oci update [directory…]`: this version's templates and the current preset for existing projects; with --check, a report. */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, updateFlags, 'update');
  if (values.help) return writeHelp(help);
  refuseUnknownVariables(process.env);
  const on = Object.fromEntries(ON_OFF.map((key) => [key, values[key] === true])) as Record<OnOff, boolean>;
  const reset = [...new Set((values.reset ?? []).map(resetPath))];
  refuseTogether(on, reset);
  const directories = distinct(positionals, process.cwd());
  const answers = newAnswersOf(values, directories);
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  const progress = await createProgress(process.stderr);
  const cwd = process.cwd();
  const options = {
    cwd,
    from: values.from === undefined ? undefined : resolve(cwd, values.from),
    trust: trustOf(values['trust-preset']),
    answers,
    settings: settingsAmong(values),
    reset,
    onNote: (text: string) => progress.note(text),
    signal,
  };
  const digests = digestsOfRun({ check: on.check, ...options });
  const presets = presetsOf({ requested: requestedPreset(values, process.env), newer: on.newer, ...options });
  const examineThese = (directories: readonly string[]) => examineAll(directories, presets, { ...options, digests });
  try {
    const show = (results: readonly Result[]) => writeText(process.stderr, reportText(results, chalkStderr));
    const results: readonly Result[] = on.check
      ? await examineThese(directories)
      : await updateAll(directories, {
          ...options,
          examineThese,
          show,
          on,
          confirm: (message) => confirm(message, signal),
        });
    const code = exitCodeFor(results, on.check);
    if (on.json) writeJson(process.stdout, reportDocument(results, code));
    else if (on.check) writeText(process.stdout, reportText(results, chalk));
    return code;
  } finally {
    interrupt.stop();
  }
}

/** The directories as reports name them, each once by whatever paths it was given; without one, the current one. */
function distinct(given: readonly string[], cwd: string): string[] {
  if (given.includes('')) throw wrongOption('A directory is empty.', 'update');
  if (given.length === 0) return ['.'];
  return [...new Set(given.map((directory) => shownPath(cwd, givenDirectory(cwd, directory))))];
}

/** @throws Failure (wrong input) for flags that say nothing together */
function refuseTogether(on: Record<OnOff, boolean>, reset: readonly string[]): void {
  if (reset.length > 0 && on.check)
    throw wrongOption('--reset changes a file, and --check changes nothing; --dry-run shows the change.', 'update');
  if (on.newer && !on.check)
    throw wrongOption('--newer is for --check; to take a newer preset, name it: --preset SOURCE.', 'update');
}

const ON_OFF = ['check', 'newer', 'dry-run', 'yes', 'force', 'json'] as const;
type OnOff = (typeof ON_OFF)[number];
