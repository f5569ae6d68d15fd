import type { ImageReport } from '../../core/oci/oci.js';
import { readImage } from '../../core/oci/oci.js';
import type { LayoutFiles } from '../../core/oci/read-layout.js';
import { idleModule, TRIED_BYTES_MAX } from '../../core/wasm/dry-run.js';

/**
 * Reads an image, and finds out whether its program does nothing.
 *
 * @param name which image, where there are several
 * @throws UnreadableArchive, OverLimit
 */
export async function readTried(files: LayoutFiles, name?: string): Promise<ImageReport> {
  let program: Uint8Array | undefined;
  const report = await readImage(files, name, (bytes) => {
    if (bytes.length <= TRIED_BYTES_MAX) program = bytes;
  });
  const idle = program && (await idleModule(report.module, program));
  return idle ? { ...report, idle } : report;
}
