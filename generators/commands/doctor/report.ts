import { Chalk, type ChalkInstance } from 'chalk';
import type { CheckState, Surroundings } from '../../core/engines/check.js';
import { type EngineChoice, engineInfo } from '../../core/engines/engines.js';
import { ExitCode } from '../../core/failure.js';
import { packageVersion } from '../../core/system/package-root.js';
import { shownSystem } from '../../core/system/system.js';
import { fixRow } from '../../core/terminal/failure-text.js';
import { printable, printableLine } from '../../core/terminal/printable.js';
import { fixLine, shownFix } from '../../core/terminal/shown-fix.js';
import type { CheckResult, Examination } from './examine.js';
import { firstToDo, summaryOf } from './summary.js';

/** Longer than any finding or fix of ours. */
const DOCTOR_TEXT_MAX = 2000;

/** Lines shown of a program's output. */
const OUTPUT_LINES = 10;

/** Where one error is behind several findings, its fix is shown once. */
const AS_ABOVE = 'as above';

/** The report as text for users. */
export function doctorText(
  examination: Examination,
  { system, node }: Pick<Surroundings, 'system' | 'node'>,
  color: ChalkInstance = new Chalk({ level: 0 }),
): string {
  const { engines, results, ok } = examination;
  const width = Math.max(...results.map(({ id }) => id.length));
  const lines = [`create-wasm-oci ${packageVersion} on ${shownSystem(system)}, ${process.arch}, Node ${node}`];
  for (const { id } of engines) {
    lines.push('', color.bold(engineInfo(id)?.title ?? id));
    const told = new Set<string>();
    for (const result of results.filter(({ part }) => part === id)) {
      const all = result.fix.map(fixLine);
      const fixes = all.filter((line) => !told.has(line));
      lines.push(...resultLines(result, all.length > fixes.length ? [...fixes, AS_ABOVE] : fixes, width, color));
      for (const line of fixes) told.add(line);
    }
  }
  const summary = printable(summaryOf(examination), DOCTOR_TEXT_MAX);
  return `${[...lines, '', ok ? color.green(summary) : color.red(summary)].join('\n')}\n`;
}

function resultLines(
  { id, state, found, why, output = [] }: CheckResult,
  fixes: readonly string[],
  width: number,
  color: ChalkInstance,
): string[] {
  const shade: Record<CheckState, (text: string) => string> = {
    ok: color.green,
    warning: color.yellow,
    problem: color.red,
    skipped: color.dim,
  };
  const line = `  ${shade[state](state.padEnd(7))}  ${id.padEnd(width)}  ${printable(found, DOCTOR_TEXT_MAX)}`;
  if (state === 'ok') return [line];
  const indent = ' '.repeat(11);
  return [
    line,
    ...output.slice(-OUTPUT_LINES).map((text) => `${indent}${color.dim(`| ${printableLine(text)}`)}`),
    ...(state === 'skipped' ? [] : [`${indent}why: ${printable(why ?? '', DOCTOR_TEXT_MAX)}`]),
    ...fixes.map((text) => fixRow(printable(text, DOCTOR_TEXT_MAX), { color, indent })),
  ];
}

/** The one document that `--json` prints. Its keys, and the ids of the checks, are part of the command line's contract. */
export function doctorDocument(
  examination: Examination,
  { system, node, offline }: Pick<Surroundings, 'system' | 'node' | 'offline'>,
  engine: EngineChoice,
): object {
  const { ok, engines, results } = examination;
  const { platform, distribution, version, name, variant, wsl } = system;
  const summary = summaryOf(examination);
  return {
    ok,
    ...(!ok && { error: summary, fix: (firstToDo(results)?.fix ?? []).map(shownFix), exitCode: ExitCode.wrongInput }),
    summary,
    version: packageVersion,
    system: { platform, architecture: process.arch, distribution, version, name, variant, wsl: wsl === true, node },
    engine,
    offline,
    engines,
    checks: results.map(({ id, part, state, found, why, fix, output }) => ({
      id,
      engine: part,
      state,
      found,
      why,
      fix: fix.map(shownFix),
      output,
    })),
  };
}
