import { createHash } from 'node:crypto';
import type { Producers } from '../wasm/custom-sections.js';
import type { Inventory } from './inventory.js';

/** What an SBOM says of a module, whatever its format. */
export interface SbomContents extends Inventory {
  /** The program. */
  name: string;
  /** The path of the module in its image. */
  path: string;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** The compilers and tools that wrote it, as the module names them. */
  tools: readonly { name: string; version: string }[];
  /** When it was made, as ISO 8601 without fractions of a second. */
  created: string;
  /** Of the program that writes the SBOM. */
  writer: { name: string; version: string };
}

/** The tools that a module names: `language` is no tool. */
export function producingTools(producers: Producers): SbomContents['tools'] {
  return Object.entries(producers).flatMap(([field, named]) => (field === 'language' ? [] : named));
}

/** The hash of a module. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** When a document was made: the time of its image, for one that is the same each time, or now. */
export function createdAt(epoch: number | undefined): string {
  const time = epoch === undefined ? new Date() : new Date(epoch * 1000);
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
