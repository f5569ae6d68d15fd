import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import chalk from 'chalk';
import { ExitCode } from '../../core/failure.js';
import { compilers, type LanguageId } from '../../core/languages/languages.js';
import { asDirectory } from '../../core/options/command-names.js';
import { shown } from '../../core/options/invalid.js';
import { parseFlags, wrongOption } from '../../core/options/parse.js';
import { trustOf } from '../../core/options/trust.js';
import { resolvePreset } from '../../core/presets/fetch/resolve-preset.js';
import { givenDirectory } from '../../core/project/given-directory.js';
import { packageRoot } from '../../core/system/package-root.js';
import { quoted } from '../../core/system/shell.js';
import { createProgress } from '../../core/terminal/create-progress.js';
import { listenForInterrupt } from '../../core/terminal/interrupt.js';
import { writeJson, writeText } from '../../core/terminal/output.js';
import { writeHelp } from '../write-help.js';
import { buildAll } from './build-all.js';
import { presetTestFlags } from './flags.js';
import { help } from './help.js';
import { renderAll } from './render-all.js';
import { presetDocument, presetExitCode, presetText } from './report.js';

/**
 * `create-wasm-oci preset test PRESET`: does a preset do what its authors mean it to, in every language? `preset new FOLDER`
 * begins one.
 */
export async function command(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(argv, presetTestFlags, 'preset');
  if (values.help) return writeHelp(help);
  if (positionals[0] === 'schema') return writeSchema(positionals.slice(1));
  if (positionals[0] === 'new') return begin(positionals.slice(1), Object.keys(values));
  const given = presetIn(positionals);
  const languages = languagesOf(values.language);
  const interrupt = listenForInterrupt();
  const progress = await createProgress(process.stderr);
  try {
    const preset = await resolvePreset(given, {
      cwd: process.cwd(),
      from: 'PRESET',
      named: true,
      trust: trustOf(values['trust-preset']),
      onNote: (text) => progress.note(text),
      signal: interrupt.signal,
    });
    const rendered = await renderAll(preset, values.engine, languages);
    const results = values.build ? await buildAll(preset, rendered, progress, interrupt.signal) : rendered;
    if (values.json) writeJson(process.stdout, presetDocument(preset, results));
    else writeText(process.stdout, presetText(preset, results, chalk));
    return presetExitCode(results);
  } finally {
    interrupt.stop();
  }
}

/** The languages to test, in the order of the list; undefined: all of them. */
function languagesOf(given: readonly string[] | undefined): LanguageId[] | undefined {
  if (given === undefined) return undefined;
  const ids = compilers.map(({ id }) => id);
  const unknown = given.find((one) => !ids.some((id) => id === one));
  if (unknown === undefined) return ids.filter((id) => given.includes(id));
  throw wrongOption(`--language: ${shown(unknown)} is not one of ${ids.join(', ')}.`, 'preset');
}

/** The JSON Schema of `wasm-oci.toml`, for an editor. */
function writeSchema([more]: readonly string[]): number {
  if (more !== undefined) throw wrongOption(`preset schema takes no argument: ${JSON.stringify(more)}.`, 'preset');
  writeText(process.stdout, jsonSchema());
  return ExitCode.done;
}

function jsonSchema(): string {
  return readFileSync(join(packageRoot, 'docs/schemas/wasm-oci.schema.json'), 'utf8');
}

/** Writes a new preset into a folder: stdout has the path of its file. */
async function begin([folder, more]: readonly string[], [flag]: readonly string[]): Promise<number> {
  if (flag !== undefined) throw wrongOption(`preset new takes no --${flag}.`, 'preset');
  if (folder === undefined || folder === '') throw wrongOption('preset new needs a folder.', 'preset');
  if (more !== undefined)
    throw wrongOption(`preset new takes one folder, not ${JSON.stringify(more)} as well.`, 'preset');
  const { newPreset } = await import('./new-preset.js');
  const written = await newPreset(givenDirectory(process.cwd(), folder), folder, jsonSchema());
  const line = `create-wasm-oci preset test ${quoted(asDirectory(folder))}`;
  writeText(process.stderr, [...written.map((path) => `   create ${path}`), '', `  test     ${line}`, ''].join('\n'));
  writeText(process.stdout, `${written[0]}\n`);
  return ExitCode.done;
}

function presetIn([action, preset, more]: readonly string[]): string {
  if (action !== 'test') {
    throw wrongOption(
      action === undefined
        ? 'preset needs a subcommand: test, new or schema.'
        : `preset has no subcommand ${JSON.stringify(action)} (allowed: test, new, schema).`,
      'preset',
    );
  }
  if (preset === undefined) throw wrongOption('preset test needs a preset.', 'preset');
  if (more !== undefined)
    throw wrongOption(`preset test takes one preset, not ${JSON.stringify(more)} as well.`, 'preset');
  return preset;
}
