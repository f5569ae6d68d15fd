import { gzipSync } from 'node:zlib';
import { bytesOf } from '../../../generators/core/bytes/bytes.js';
import { readLayer } from '../../../generators/core/oci/layer.js';
import { packingOf } from '../../../generators/core/oci/packing.js';
import { archiveFiles } from '../../../generators/core/oci/read-layout.js';
import { withChecksums } from '../support/tar-bytes.js';
import { isUnreadable, type Target } from '../support/target.js';

/** Archives. The first byte says what the others are: a layout's archive, a layer, one to be gzipped, or packed already. */
export default {
  run: async (input) => {
    const rest = input.subarray(1);
    const form = (input[0] ?? 0) % 4;
    if (form === 0) return archiveFiles(bytesOf(withChecksums(rest)));
    if (form === 1) return read(withChecksums(rest));
    if (form === 2) return read(gzipSync(withChecksums(rest), { level: 1 }));
    // Zstandard has a target of its own: see there.
    return packingOf(rest) === 'zstd' ? undefined : read(rest);
  },
  expects: isUnreadable,
  maxBytes: 32 * 1024,
  words: [
    'ustar\x0000',
    'ustar  \0',
    'path=',
    'linkpath=',
    'size=',
    '.wh.',
    '.wh..wh..opq',
    '\x1f\x8b\b\0',
    '(\xb5/\xfd',
  ],
} satisfies Target;

async function read(layer: Buffer): Promise<void> {
  await readLayer(
    bytesOf(layer),
    async ({ contents, size }) => {
      // As the module of an image is read; of what is larger, only that there is more.
      if (size < 4096) for await (const _ of contents);
    },
    8 * 1024 * 1024,
  );
}
