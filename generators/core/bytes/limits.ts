import type { Feature } from '../wasm/instructions.js';
import { type Cursor, Malformed } from './cursor.js';

/** The limits of a memory, in pages of 64 KiB, or of a table. */
export interface Limits {
  minimum: number;
  maximum?: number;
  shared: boolean;
}

/** Bits of the byte in front of limits. */
const LIMITS = { maximum: 1, shared: 2, wide: 4, pageSize: 8 } as const;

/** Reads the limits of a memory or a table. */
export function readLimits(cursor: Cursor, found: Set<Feature>): Limits {
  const flags = cursor.byte();
  if (flags > 15) throw new Malformed(`there are unknown limits before byte ${cursor.at}`);
  if (flags & LIMITS.wide) found.add('memory64');
  if (flags & LIMITS.shared) found.add('shared-memory');
  const size = () => Number(cursor.u64());
  const minimum = size();
  const maximum = flags & LIMITS.maximum ? size() : undefined;
  if (flags & LIMITS.pageSize) {
    found.add('custom-page-sizes');
    cursor.skipNumber();
  }
  return { minimum, shared: (flags & LIMITS.shared) !== 0, ...(maximum !== undefined && { maximum }) };
}
