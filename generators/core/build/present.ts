import type { Ran } from '../engines/engine.js';
import { lastLines } from '../system/last-lines.js';
import { writeJson, writeText } from '../terminal/output.js';
import { printable, printableLines } from '../terminal/printable.js';
import { resultText } from './report.js';
import { type BuildResult, resultDocument } from './result.js';

/** Who reads what. */
export interface Streams {
  /** Programs: only the image reference, or one JSON document. */
  stdout: NodeJS.WritableStream;
  /** Users. */
  stderr: NodeJS.WritableStream;
}

/** Shows the result of a run. */
export function present(result: BuildResult, json: boolean, { stdout, stderr }: Streams): void {
  // The program's own words come first: they are what all of this was for.
  // Of a program that is not ours, a word on stderr may be all there is (how it is used).
  if (result.ran) writeText(stderr, printableLines(result.existing ? lastWords(result.ran) : result.ran.stdout));
  writeText(stderr, resultText(result));
  if (json) writeJson(stdout, resultDocument(result));
  else if (result.built) writeText(stdout, `${printable(result.image, 4096)}\n`);
}

/** The last lines that a program printed. */
function lastWords({ stdout, stderr }: Ran): string {
  const text = stderr === '' || stdout === '' || stdout.endsWith('\n') ? stdout + stderr : `${stdout}\n${stderr}`;
  if (text === '') return '';
  const last = `${lastLines(text).join('\n')}\n`;
  return last.length < text.trimEnd().length ? `…\n${last}` : last;
}

/** What would be written, and where. */
export interface DryRun {
  files: ReadonlyMap<string, string>;
  shownDirectory: string;
  language: string;
  image: string;
}

/** Lists what would be written. */
export function presentDryRun(
  { files, shownDirectory, language, image }: DryRun,
  json: boolean,
  { stdout, stderr }: Streams,
): void {
  const lines = [
    `Nothing was written. Without --dry-run, these files would be in ${printable(shownDirectory, 4096)}:`,
    ...[...files.keys()].map((path) => `  ${printable(path, 4096)}`),
  ];
  writeText(stderr, `${lines.join('\n')}\n`);
  if (!json) return;
  const contents = Object.fromEntries(files);
  const document = { dryRun: true, directory: shownDirectory, files: [...files.keys()], language, image, contents };
  writeJson(stdout, document);
}
