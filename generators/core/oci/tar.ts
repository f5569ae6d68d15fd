import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

/** What every entry of an archive gets: nothing of it comes from this machine or this hour. */
export interface TarOptions {
  /** Seconds since 1970. */
  epoch: number;
  mode: number;
}

/** A tar archive of these files, owned by root, in the order they are given. The same files give the same bytes. */
export async function packTar(files: ReadonlyMap<string, Uint8Array>, { epoch, mode }: TarOptions): Promise<Buffer> {
  const archive = pack();
  for (const [name, contents] of files) {
    archive.entry({ name, mode, mtime: new Date(epoch * 1000), uid: 0, gid: 0 }, Buffer.from(contents));
  }
  archive.finalize();
  return buffer(archive);
}
