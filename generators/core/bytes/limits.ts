import type { Feature } from '../wasm/instructions.js';
import { type Cursor, Malformed } from './cursor.js';

/** The limits of a memory, in pages of 64 KiB, or of a table. */
export interface ResizableLimits {
  minimum: number;
  maximum?: number;
  shared: boolean;
}

/** Bits of the byte in front of limits. */
const LIMIT_BITS = { maximum: 1, shared: 2, wide: 4, pageSize: 8 } as const;

/** Reads the limits of a memory or a table. */
export function readLimits(cursor: Cursor, found: Set<Feature>): ResizableLimits {
  const flags = cursor.byte();
  if (flags > 15) throw new Malformed(`there are unknown limits before byte ${cursor.at}`);
  if (flags & LIMIT_BITS.wide) found.add('memory64');
  if (flags & LIMIT_BITS.shared) found.add('shared-memory');
  const size = () => Number(cursor.u64());
  const minimum = size();
  const maximum = flags & LIMIT_BITS.maximum ? size() : undefined;
  if (flags & LIMIT_BITS.pageSize) {
    found.add('custom-page-sizes');
    cursor.skipNumber();
  }
  return { minimum, shared: (flags & LIMIT_BITS.shared) !== 0, ...(maximum !== undefined && { maximum }) };
}
