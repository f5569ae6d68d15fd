import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { fillFolder } from '../files/fill-folder.js';
import type { Layout } from './layout.js';
import { packTar } from './tar.js';

/**
 * Writes a layout: as an archive where the path ends in `.tar`, else as a folder. It is written in a new folder beside
 * it and renamed when it is whole, so that a build that is killed leaves no half of it. A repository cannot have put a
 * link there: the folder's name is random, and mkdtemp fails where it is taken.
 *
 * @throws Failure when the path is a folder that is no layout: it may be the user's own
 */
export async function writeLayout(path: string, layout: Layout): Promise<void> {
  let beside: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    beside = await mkdtemp(`${path}.part-`);
    const part = join(beside, basename(path));
    if (path.endsWith('.tar')) {
      // Times inside the archive are of no interest to anyone, and would change its bytes.
      await writeFile(part, await packTar(layout, { epoch: 0, mode: 0o644 }));
    } else {
      await guardFolder(path);
      await fillFolder(part, layout);
      await rm(path, { recursive: true, force: true });
    }
    await rename(part, path);
  } catch (error) {
    // The name that a person knows.
    if ((error as NodeJS.ErrnoException).path?.startsWith(`${path}.part-`)) Object.assign(error as Error, { path });
    throw error;
  } finally {
    if (beside !== undefined) await rm(beside, { recursive: true, force: true });
  }
}

/** What a layout's folder holds. */
const LAYOUT_ENTRIES = ['blobs', 'index.json', 'oci-layout'];

/** A folder is replaced as a whole, so it may hold nothing but an earlier layout. */
async function guardFolder(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const other = names.find((name) => !LAYOUT_ENTRIES.includes(name));
  if (other === undefined) return;
  throw new Failure(`${path} is in the way of the image: it holds ${other}, which is not part of an OCI layout.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: `Move ${basename(path)} away.` }],
  });
}
