import { type Outcome, outcomeJson } from '../core/outcome.js';
import { reportText } from '../core/terminal/report.js';
import type { Prepared } from './prepare.js';
import type { Job } from './settle.js';

/** Where the two audiences listen. */
export interface Streams {
  /** Programs: the image reference alone, or one JSON document. */
  stdout: NodeJS.WritableStream;
  /** People. */
  stderr: NodeJS.WritableStream;
}

/** Shows what the run came to. */
export function present(outcome: Outcome, { switches }: Job, { stdout, stderr }: Streams): void {
  // The program's own words come first: they are what all of this was for.
  if (outcome.ran) stderr.write(outcome.ran.stdout);
  stderr.write(reportText(outcome));
  if (switches.json) stdout.write(outcomeJson(outcome));
  else if (outcome.built) stdout.write(`${outcome.image}\n`);
}

/** Lists what would be written. */
export function presentDryRun(
  { files }: Prepared,
  { shownDirectory, answers, switches }: Job,
  { stdout, stderr }: Streams,
): void {
  const lines = [
    `Nothing was written. Without --dry-run, these files would be in ${shownDirectory}:`,
    ...[...files.keys()].map((f) => `  ${f}`),
  ];
  stderr.write(`${lines.join('\n')}\n`);
  if (switches.json) {
    const document = {
      dryRun: true,
      directory: shownDirectory,
      files: [...files.keys()],
      // What update compares a project with: the version that wrote it renders it once more.
      contents: Object.fromEntries(files),
      language: answers.language,
      image: answers.image,
    };
    stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
}
