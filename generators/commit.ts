import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { createConflicterTransform, forceYoFiles } from '@yeoman/conflicter';
import { clearFileState, isFilePending, isFileStateModified, setCommittedFile } from 'mem-fs-editor/state';
import type Generator from 'yeoman-generator';
import { type NewFile, writingInto } from './core/files/write-all.js';

/** What a generator's files are written with. */
export interface Commit {
  /** The project's directory: absolute, and there. */
  directory: string;
  /** Asked while no other run writes there; what it throws leaves the project unchanged. */
  guard(): Promise<void>;
  onWait(owner: string): void;
  /** Files that are replaced without a question, by their paths in the directory. */
  unedited: ReadonlySet<string>;
}

/**
 * Writes the files of a generator: Yeoman asks about each that is in the way, then all that are agreed to are written as
 * a whole. Yeoman's own way (commitSharedFsTask) opens the files themselves: a full disk cuts them, and two runs at once
 * mix. It also obeys a `.yo-resolve`, with which a cloned repository would keep files from being written.
 *
 * Generators that are composed share one file system: what others have there is left to Yeoman.
 */
export async function commit(
  generator: Generator & { writes: boolean },
  { directory, guard, onWait, unedited }: Commit,
): Promise<void> {
  const { sharedFs, adapter, conflicterOptions } = generator.env as unknown as Yeoman;
  await writingInto(
    directory,
    async ({ writeAll }) => {
      await guard();
      const agreed: NewFile[] = [];
      const customizeActions = (actions: { value?: unknown }[]) => actions.filter(({ value }) => value !== 'ignore');
      await sharedFs.pipeline(
        { filter: (file: MemFile) => isFilePending(file as never) && isBelow(directory, file.path) },
        forceYoFiles(),
        forced((path) => unedited.has(pathIn(directory, path))),
        createConflicterTransform(adapter as never, { ...conflicterOptions, customizeActions } as never),
        collect(directory, agreed),
      );
      // The answers last: until then, the project is what it was.
      const last = ({ path }: NewFile) => (path === '.yo-rc.json' ? 1 : 0);
      generator.writes = agreed.length > 0;
      const changed: NewFile[] = [];
      for (const file of agreed) if (!(await isOnDisk(join(directory, file.path), file))) changed.push(file);
      await writeAll(changed.sort((one, other) => last(one) - last(other)));
    },
    onWait,
  );
}

function isBelow(directory: string, path: string): boolean {
  const inside = relative(directory, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

/** A file's path in the project's directory, with `/` between folders. */
function pathIn(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}

/** Yeoman writes these files without a question. */
function forced(isMeant: (path: string) => boolean): Transform {
  return new Transform({
    objectMode: true,
    transform(file: MemFile, _encoding, done) {
      if (isMeant(file.path)) file.conflicter = 'force';
      done(null, file);
    },
  });
}

/** Whether the file is what would be written, be it through a link: then nothing is written. */
async function isOnDisk(path: string, { contents, mode }: NewFile): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || (mode !== undefined && (found.mode ^ mode) & 0o777)) return false;
  return (await readFile(path)).equals(Buffer.from(contents as string));
}

/** The part of Yeoman's environment that is used here. */
interface Yeoman {
  sharedFs: { pipeline(options: object, ...transforms: unknown[]): Promise<void> };
  adapter: unknown;
  conflicterOptions: object;
}

/** A file of Yeoman's, as far as it is used here. */
interface MemFile {
  path: string;
  contents: Buffer | null;
  stat?: { mode?: number } | null;
  conflicter?: string;
}

/** Takes the files that the run writes out of Yeoman's hands. */
function collect(directory: string, agreed: NewFile[]): Transform {
  return new Transform({
    objectMode: true,
    transform(file: MemFile, _encoding, done) {
      if (isFileStateModified(file as never)) {
        setCommittedFile(file as never);
        const path = pathIn(directory, file.path);
        agreed.push({ path, contents: file.contents ?? '', mode: file.stat?.mode });
      }
      clearFileState(file as never);
      done(null, file);
    },
  });
}
