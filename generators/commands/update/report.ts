import type { ChalkInstance } from 'chalk';
import { distinctFixes, ExitCode } from '../../core/failure.js';
import { packageVersion } from '../../core/system/package-root.js';
import { failureLines, fixRow } from '../../core/terminal/failure-text.js';
import { printable, printableParagraph } from '../../core/terminal/printable.js';
import { fixLine, shownFix } from '../../core/terminal/shown-fix.js';
import { type Action, changes } from '../../core/update/plan.js';
import type { Examined } from './examine.js';
import { RESOLVE } from './examine.js';
import { directoryOf, nextSteps } from './next-steps.js';
import { type Interrupted, type Result, type State, stateOf } from './result.js';

const STATES: Readonly<Record<State, string>> = {
  current: 'is up to date',
  behind: 'is behind',
  interrupted: 'has an update that was interrupted',
  drifted: 'has drifted from its preset',
  updated: 'is updated',
  conflicts: 'is updated, with conflicts',
  error: 'failed',
};

/** What each kind of action is called, before and after it is done. */
const KINDS: Readonly<Record<Action['kind'], string>> = {
  add: 'new',
  replace: 'replaced',
  merge: 'merged with your changes',
  conflict: 'merged, in conflict with your changes',
  reset: 'reset, without your changes',
  remove: 'removed: no longer part of the project',
  'stays-deleted': 'stays deleted',
  'stays-own': 'stays: it is your own',
  'stays-edited': 'stays, with your changes: no longer part of the project',
};

/** Longer than any path or value that is shown in a row. */
const UPDATE_TEXT_MAX = 4096;

/** The report: a line for each project, and below it what differs. */
export function reportText(results: readonly Result[], chalk: ChalkInstance): string {
  const first = new Map<string, string>();
  return results.map((result) => `${projectLines(result, chalk, first).join('\n')}\n`).join('');
}

/** @param first the directory of the first project with each error: of one cause behind several, each names it once */
function projectLines(result: Result, chalk: ChalkInstance, first: Map<string, string>): string[] {
  const state = stateOf(result);
  const color = state === 'current' || state === 'updated' ? chalk.green : state === 'error' ? chalk.red : chalk.yellow;
  const name = directoryOf(result);
  const head = `${chalk.bold(printable(name, UPDATE_TEXT_MAX))} ${color(STATES[state])}`;
  if ('failure' in result) {
    const { message, fix, output } = result.failure;
    const error = JSON.stringify([message, fix, output]);
    const same = first.get(error);
    if (same !== undefined) return [`${head}: the same error as ${printable(same, UPDATE_TEXT_MAX)}`];
    first.set(error, name);
    return [head, ...failureLines(result.failure, { color: chalk })];
  }
  if ('finished' in result) {
    const { conflicts, remark } = result.finished;
    const files = conflicts.map((path) => row(path, KINDS.conflict));
    const fix = files.length > 0 ? [fixRow(fixLine(RESOLVE), { color: chalk })] : [];
    return [
      head,
      '  An update that was interrupted is finished.',
      ...files,
      ...(remark ? [`  ${printableParagraph(remark, '    ')}`] : []),
      ...fix,
    ];
  }
  if ('interrupted' in result) return [head, ...stepsOf(result).map(({ path, text }) => row(path, text))];
  const { actions, pins, drift, newer, updated } = result;
  // The summary showed what is done: only what is left to do is repeated.
  if (updated) {
    const left = actions.filter(({ kind }) => kind === 'conflict').map(({ path }) => row(path, KINDS.conflict));
    const fix = left.length > 0 ? [fixRow(fixLine(RESOLVE), { color: chalk })] : [];
    return [head, ...left, ...(updated.remark ? [`  ${printableParagraph(updated.remark, '    ')}`] : []), ...fix];
  }
  return [
    head,
    ...moved(result),
    ...pins.map(({ name: pin, from, to }) => row(pin, `${from} -> ${to}`)),
    ...reportedFiles(result).map(({ path, kind }) => row(path, KINDS[kind])),
    ...drift.map(({ key, found, locked, where }) =>
      row('drift', `${key}: ${found || 'nothing'}, where ${where} has ${locked}`),
    ),
    ...(newer ? nextSteps(result).map((fix) => fixRow(fixLine(fix), { color: chalk })) : []),
  ];
}

/** What is left to do of an interrupted update. */
function stepsOf({ interrupted: { steps, conflicts } }: Interrupted): { path: string; action: string; text: string }[] {
  return steps.map(({ path, before, after }) => {
    if (conflicts.some((conflict) => conflict.path === path)) return { path, action: 'conflict', text: KINDS.conflict };
    if (after === undefined) return { path, action: 'remove', text: KINDS.remove };
    return before === undefined
      ? { path, action: 'add', text: KINDS.add }
      : { path, action: 'replace', text: KINDS.replace };
  });
}

/** A file of the report. */
type Shown = Pick<Action, 'path' | 'kind'> & { conflicts?: number };

/** What happens to files; to the stored answers, too, where nothing else shows why a project is behind. */
function reportedFiles({ project, preset, answers, actions, behind }: Examined): Shown[] {
  const explained =
    project.version !== packageVersion || preset !== undefined || answers.length > 0 || actions.some(changes);
  return behind && !explained ? [...actions, { path: '.yo-rc.json', kind: 'replace' }] : actions;
}

function moved({ project, preset, newer, answers, found }: Examined): string[] {
  const lines: string[] = [];
  if (project.version !== packageVersion) lines.push(row('version', `${project.version} -> ${packageVersion}`));
  if (preset) lines.push(row('preset', `${preset.name}: ${hash(preset.from)} -> ${hash(preset.to)}`));
  if (newer) lines.push(row('newer preset', `${newer.from} -> ${newer.to}`));
  for (const { key, from, to } of answers) lines.push(row(key, `${from ?? 'nothing'} -> ${to}`));
  if (lines.length === 0) for (const line of found ?? []) lines.push(row('found', line));
  return lines;
}

function row(name: string, text: string): string {
  return `  ${printable(name, UPDATE_TEXT_MAX).padEnd(16)} ${printable(text, UPDATE_TEXT_MAX)}`;
}

/** Enough of a content's hash to tell two apart. */
function hash(sha256: string | undefined): string {
  return sha256 === undefined ? 'none' : sha256.slice(0, 'sha256:'.length + 12);
}

/** The document of `--json`. Its keys are part of the command line's contract. */
export function reportDocument(results: readonly Result[], code: ExitCode): object {
  const ok = code === ExitCode.done;
  return { ok, ...(!ok && whyNot(results, code)), version: packageVersion, projects: results.map(documentOf) };
}

/** The keys that every failure's document has: of the projects that made the exit code. */
function whyNot(results: readonly Result[], exitCode: ExitCode): object {
  const failed = results.flatMap((result) => ('failure' in result ? [result.failure] : []));
  const states = new Set(results.map(stateOf).filter((state) => !['current', 'updated'].includes(state)));
  const counted = [...states].map((state) => {
    const count = results.filter((result) => stateOf(result) === state).length;
    return `${count} of ${results.length} ${STATES[state].replace(/^is |^has /, '')}`;
  });
  const resolve = states.has('conflicts') ? [RESOLVE] : [];
  const update = exitCode === ExitCode.drift ? [{ command: 'create-wasm-oci update' }] : [];
  const fix = distinctFixes([...failed.flatMap((failure) => failure.fix), ...resolve, ...update]).map(shownFix);
  const why = new Set(failed.map(({ message }) => message));
  return { error: [`${counted.join(', ')}.`, ...why].join(' '), fix, exitCode };
}

function documentOf(result: Result): object {
  const state = stateOf(result);
  if ('failure' in result) {
    const { message, fix } = result.failure;
    return { directory: result.shownDirectory, state, error: { message, fix: fix.map(shownFix) } };
  }
  if ('finished' in result) {
    const files = result.finished.conflicts.map((path) => ({ path, action: 'conflict' }));
    return { directory: result.shownDirectory, state, interrupted: true, files, ...withFix(result) };
  }
  if ('interrupted' in result) {
    const files = stepsOf(result).map(({ path, action }) => ({ path, action }));
    return { directory: result.shownDirectory, state, interrupted: true, files, ...withFix(result) };
  }
  const { project, preset, newer, answers, pins, drift } = result;
  return {
    directory: project.shownDirectory,
    state,
    writtenBy: project.version,
    ...(preset && { preset }),
    ...(newer && { newer }),
    ...(answers.length > 0 && { answers }),
    pins,
    files: reportedFiles(result).map((action) => ({
      path: action.path,
      action: action.kind,
      ...(action.conflicts ? { conflicts: action.conflicts } : {}),
    })),
    drift,
    ...withFix(result),
  };
}

/** What to run, where there is something. */
function withFix(result: Result): object {
  const fix = nextSteps(result).map(shownFix);
  return fix.length > 0 ? { fix } : {};
}
