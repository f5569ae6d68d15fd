import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { insideOf } from './inside.js';
import { locked } from './lock.js';
import { PROJECT_LOCK } from './own-names.js';
import { type Contents, writeNew } from './write-whole.js';

/** A file of a project. */
export interface NewFile {
  /** Relative to the project, with `/` between folders. */
  path: string;
  contents: Contents;
  mode?: number | undefined;
}

/** What may be done while a project is locked. */
export interface ProjectWriter {
  /**
   * Writes files, in their order. All of them are on the disk beside the project's own before the first is put in place
   * by a rename: what a full disk does not take changes nothing.
   */
  writeAll(files: readonly NewFile[]): Promise<void>;
}

/**
 * Does work while no other process of this program writes into a project.
 *
 * @param onWait told when another process does
 * @throws Failure (wrong input) when that does not end, or a path leads out of the project or through a link
 */
export async function writingInto<Result>(
  directory: string,
  work: (writer: ProjectWriter) => Promise<Result>,
  onWait?: (owner: string) => void,
): Promise<Result> {
  return locked(
    join(directory, PROJECT_LOCK),
    (own) => work({ writeAll: (files) => writeAll(directory, files, own) }),
    {
      onWait,
    },
  );
}

async function writeAll(directory: string, files: readonly NewFile[], own: string): Promise<void> {
  const project = await insideOf(directory);
  const stage = join(own, 'files');
  await mkdir(stage);
  for (const [index, { path, contents, mode }] of files.entries()) {
    const kept = mode ?? (await project.look(path))?.mode;
    await writeNew(join(stage, String(index)), contents, kept).catch((error: NodeJS.ErrnoException) => {
      // Under the name that its user knows.
      throw Object.assign(error, { path: join(directory, path) });
    });
  }
  const staged = `${PROJECT_LOCK}/${basename(dirname(stage))}/${basename(stage)}`;
  for (const [index, { path }] of files.entries()) await project.move(`${staged}/${index}`, path);
}

/** What is shown while another run has the project. */
export function waitingNote(owner: string, shownDirectory: string): string {
  return `Waiting for ${owner}, which writes into ${shownDirectory}`;
}
