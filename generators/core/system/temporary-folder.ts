import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Does some work in a folder that is removed afterwards, whatever came of it.
 *
 * @param purpose a part of the folder's name, for a user who finds one that a killed run left
 */
export async function inTemporaryFolder<Result>(
  work: (folder: string) => Promise<Result>,
  purpose = '',
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `create-wasm-oci-${purpose}`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
