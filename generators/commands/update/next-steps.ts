import type { Fix } from '../../core/failure.js';
import { asDirectory } from '../../core/options/command-names.js';
import { answerable } from '../../core/options/new-answers.js';
import type { Drift } from '../../core/presets/answers.js';
import { quoted } from '../../core/system/shell.js';
import { RESOLVE } from './examine.js';
import { type Result, stateOf } from './result.js';

/** What to run for a project that is not up to date, as a program runs it: without a question. Empty for one that is. */
export function nextSteps(result: Result): readonly Fix[] {
  if ('failure' in result) return result.failure.fix;
  const state = stateOf(result);
  if (state === 'conflicts') return [RESOLVE];
  if (state === 'current' || state === 'updated') return [];
  const update = `create-wasm-oci update ${quoted(asDirectory(directoryOf(result)))}`;
  if ('finished' in result || 'interrupted' in result) return [{ command: `${update} --yes` }];
  if (result.newer) return [{ command: `${update} --preset ${quoted(result.newer.source)} --yes` }];
  if (result.behind) return [{ command: `${update} --yes` }];
  const files = [...new Set(result.drift.flatMap(({ file }) => file ?? []))];
  const reset = files.map((file) => `--reset ${quoted(file)} `).join('');
  const others = result.drift.filter(({ file }) => file === undefined);
  return [
    ...(files.length > 0
      ? [{ command: `${update} ${reset}--yes`, text: 'takes the text of the preset again, without your changes' }]
      : []),
    ...others.map(howResolved),
  ];
}

/** Of an answer that an update never changes, no command is named: a bot would run it. */
function howResolved({ key, found, locked, where }: Drift): Fix {
  if (answerable.some((question) => question.key === key))
    return { text: `Change ${key} to ${locked}, with an option of update.` };
  return { text: `An update keeps the ${key} of a project: allow ${found} in ${where}, or use --preset none.` };
}

/** The project's directory, as the user would type it in the current one. */
export function directoryOf(result: Result): string {
  return 'project' in result ? result.project.shownDirectory : result.shownDirectory;
}
