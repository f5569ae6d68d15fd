import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Layout } from './layout.js';
import { packTar } from './tar.js';

/**
 * Writes a layout: as an archive where the path ends in `.tar`, else as a folder. It is written under another
 * name and renamed when it is whole, so that a build that is killed leaves no half of it.
 */
export async function writeLayout(path: string, layout: Layout): Promise<void> {
  const part = `${path}.part-${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    if (path.endsWith('.tar')) {
      // Times inside the archive are of no interest to anyone, and would change its bytes.
      await writeFile(part, await packTar(layout, { epoch: 0, mode: 0o644 }));
    } else {
      for (const [name, contents] of layout) {
        await mkdir(dirname(join(part, name)), { recursive: true });
        await writeFile(join(part, name), contents);
      }
      await rm(path, { recursive: true, force: true });
    }
    await rename(part, path);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}
