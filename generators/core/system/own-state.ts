import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Inside, insideOf } from '../files/inside.js';
import { stateFolder } from './own-folders.js';

/**
 * What this program remembers between runs, for this user on this machine: nobody else reads or writes it. So what is
 * found there was written here, and not by whoever wrote a repository, filled a cache or shares a folder.
 *
 * Where there is no such folder (a home that is read-only, or none) nothing is remembered, and nothing found.
 */
export interface OwnState {
  /** A text by its name, for example `updates/1f2e`. Undefined when nothing is remembered. */
  recall(name: string): Promise<string | undefined>;
  /** Remembers a text. False where it could not be. */
  remember(name: string, text: string): Promise<boolean>;
  forget(name: string): Promise<void>;
  /** The names in a folder. */
  names(folder: string): Promise<string[]>;
}

/** Opens the folder, and makes it where it is missing. */
export async function ownState(): Promise<OwnState> {
  const folder = await ownFolder().catch(() => undefined);
  if (folder === undefined) return NOTHING;
  const { files, path } = folder;
  return {
    recall: (name) => files.read(name).then((bytes) => bytes?.toString(), nothing),
    remember: (name, text) =>
      files.write(name, text, 0o600).then(
        () => true,
        () => false,
      ),
    forget: (name) => files.remove(name).catch(nothing),
    names: (name) => readdir(join(path, name)).catch(() => []),
  };
}

const nothing = () => undefined;

const NOTHING: OwnState = {
  recall: async () => undefined,
  remember: async () => false,
  forget: async () => {},
  names: async () => [],
};

/** The folder, where it belongs to this user and nobody else may look into it. */
async function ownFolder(): Promise<{ files: Inside; path: string } | undefined> {
  const path = stateFolder();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const { uid, mode } = await lstat(path);
  // Windows has no such numbers; there a user's own folders are closed to others.
  if (process.getuid && uid !== process.getuid()) return undefined;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) await chmod(path, 0o700);
  return { files: await insideOf(path), path };
}
