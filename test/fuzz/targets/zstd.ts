import { bytesOf } from '../../../generators/core/bytes/bytes.js';
import { unpackedPieces } from '../../../generators/core/oci/packing.js';
import { isUnreadable, type Target } from '../support/target.js';

/** Most bytes that one input is decompressed to. */
const UNPACKED_MAX = 4 * 1024 * 1024;

/** Layers in Zstandard. The decoder keeps the memory of damaged streams, so that its thread is replaced now and then. */
export default {
  run: async (input) => {
    let unpacked = 0;
    const stream = Buffer.concat([Buffer.from('28b52ffd', 'hex'), input]);
    for await (const piece of unpackedPieces(bytesOf(stream))) {
      unpacked += piece.length;
      if (unpacked > UNPACKED_MAX) return;
    }
  },
  expects: isUnreadable,
  maxBytes: 4 * 1024,
} satisfies Target;
