import { join, relative } from 'node:path';
import { chalkStderr } from 'chalk';
import { writingInto } from '../files/write-all.js';
import { writeText } from '../terminal/output.js';
import { printable } from '../terminal/printable.js';
import { makeFolder } from './destination.js';
import type { ProjectRun } from './run.js';

/** Writes a project where no file is in the way: without Yeoman, whose conflict handling would have nothing to ask. */
export async function writeFiles(run: ProjectRun, stream: NodeJS.WritableStream): Promise<void> {
  const { directory, cwd } = run.job;
  await run.guard();
  await makeFolder(directory);
  await writingInto(
    directory,
    async ({ writeAll }) => {
      await run.guard();
      const files = await run.files();
      for (const { path } of files) {
        // As Yeoman shows it.
        const shown = printable(relative(cwd, join(directory, path)), 4096);
        writeText(stream, `${chalkStderr.green('   create')} ${shown}\n`);
      }
      await writeAll(files);
    },
    (owner) => run.waits(owner),
  );
}
