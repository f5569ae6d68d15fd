import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Does some work in a folder for temporary files that is removed afterwards, whatever came of it. Where it cannot be made
 * (a full disk), the error names the folder above it, and TMPDIR as the fix (system/disk-failure.ts).
 *
 * @param purpose a part of the folder's name, for a user who finds one that a killed run left
 */
export async function inTemporaryFolder<Result>(
  purpose: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), `create-wasm-oci-${purpose}-`));
  try {
    return await work(folder);
  } finally {
    // On Windows a file that a program has just closed may be held a moment longer.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
