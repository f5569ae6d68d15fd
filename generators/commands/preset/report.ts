import type { ChalkInstance } from 'chalk';
import { distinctFixes, ExitCode, type Failure } from '../../core/failure.js';
import { compilerOf } from '../../core/languages/languages.js';
import { trustHash } from '../../core/presets/content-hash.js';
import type { Preset } from '../../core/presets/preset.js';
import { failureLines } from '../../core/terminal/failure-text.js';
import { printable } from '../../core/terminal/printable.js';
import { shownBytes } from '../../core/terminal/shown-bytes.js';
import { shownFix } from '../../core/terminal/shown-fix.js';
import type { PresetTestResult } from './result.js';

/** The exit code for what became of all languages: the gravest. A wrong preset comes before an image that failed. */
export function presetExitCode(results: readonly PresetTestResult[]): ExitCode {
  const codes = results.flatMap(({ failure }) => (failure ? [failure.exitCode] : []));
  if (codes.includes(ExitCode.wrongInput)) return ExitCode.wrongInput;
  return codes.length > 0 ? ExitCode.notBuilt : ExitCode.done;
}

/** The report: what the preset is, and a line for each language. */
export function presetText(preset: Preset, results: readonly PresetTestResult[], chalk: ChalkInstance): string {
  const { name, description, shownFile, hash, origin } = preset;
  const templates = preset.files.filter(({ template }) => template).length;
  const which = [origin.version, origin.commit].filter(Boolean).join(' ');
  const lines = [
    `${chalk.bold(printable(name))}${description ? `: ${printable(description, 1000)}` : ''}`,
    `  from     ${printable(shownFile, 1000)}${which ? ` (${printable(which)})` : ''}`,
    `  content  ${printable(hash)}`,
    `  trust    --trust-preset=${printable(trustHash(preset))}`,
    `  files    ${preset.files.length}, ${templates} of them templates`,
    ...(preset.languages ? [`  allowed  ${preset.languages.join(', ')}`] : []),
    ...fileTable('defaults', preset.defaults),
    ...fileTable('locked', preset.locked),
    ...fileTable('checks', preset.checks),
    '',
  ];
  for (const result of results) lines.push(...languageLines(result, chalk));
  return `${lines.join('\n')}\n`;
}

function languageLines(result: PresetTestResult, chalk: ChalkInstance): string[] {
  const { language, project, built, engine, ran, failure, lockedOut } = result;
  const title = compilerOf(language).title.padEnd(8);
  if (lockedOut) {
    const why = lockedOut.what === 'languages' ? 'allows only' : `locks the ${lockedOut.what} to`;
    return [`  ${title} ${chalk.dim('-')}   the preset ${why} ${lockedOut.to}`];
  }
  if (failure) {
    return [`  ${title} ${chalk.red('failed')}`, ...failureLines(failure, { color: chalk, indent: '    ' })];
  }
  const image = built
    ? `; image ${shownBytes(built.report.bytes)}, module ${shownBytes(built.report.module?.bytes ?? 0)}, ` +
      `${built.seconds.toFixed(1)} s to build, ${(ran ?? 0).toFixed(1)} s to run with ${engine?.id} ${engine?.version}`
    : '';
  return [`  ${title} ${chalk.green('ok')}  ${project?.files.size} files${image}`];
}

/** The document of `--json`. Its keys are part of the command line's contract. */
export function presetDocument(preset: Preset, results: readonly PresetTestResult[]): object {
  const { name, description, hash, origin, languages, locked, defaults, checks, files } = preset;
  const { source, version, commit } = origin;
  const exitCode = presetExitCode(results);
  const failed = results.flatMap(({ language, failure }) => (failure ? [{ language, failure }] : []));
  return {
    ok: exitCode === ExitCode.done,
    ...(failed.length > 0 && {
      error: failed.map(({ language, failure }) => `${language}: ${failure.message}`).join(' '),
      fix: distinctFixes(failed.flatMap(({ failure }) => failure.fix)).map(shownFix),
      exitCode,
    }),
    preset: {
      name,
      ...(description && { description }),
      source,
      ...(version && { version }),
      ...(commit && { commit }),
      hash,
      trust: trustHash(preset),
      ...(languages && { languages }),
      locked,
      defaults,
      checks,
      templates: files.filter(({ template }) => template).map(({ from }) => from),
    },
    languages: results.map(({ language, project, answers, engine, built, ran, failure, lockedOut }) => ({
      language,
      ok: failure === undefined,
      ...(lockedOut && { [lockedOut.what === 'languages' ? 'allowed' : 'lockedTo']: lockedOut.to }),
      ...(project && { image: answers?.image, files: [...project.files.keys()] }),
      ...(built && {
        engine,
        digest: built.report.digest,
        bytes: built.report.bytes,
        module: built.report.module?.bytes,
        labels: built.report.labels,
        seconds: { build: built.seconds, run: ran },
      }),
      ...(failure && { error: errorOf(failure) }),
    })),
  };
}

function errorOf({ message, fix, output }: Failure): object {
  return { message, fix: fix.map(shownFix), ...(output.length > 0 && { output }) };
}

/** A table of the preset, a key a line. */
function fileTable(name: string, values: object): string[] {
  return Object.entries(values).map(([key, value], index) => {
    const shown = typeof value === 'number' ? value.toLocaleString('en-US') : [value].flat().join(', ');
    return `  ${(index === 0 ? name : '').padEnd(8)} ${printable(key)} = ${printable(shown, 1000)}`;
  });
}
