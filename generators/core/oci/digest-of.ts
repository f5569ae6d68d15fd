import { createHash } from 'node:crypto';

/** The digest of a blob or a manifest, of its bytes or its text in UTF-8. */
export function digestOf(contents: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(contents).digest('hex')}`;
}
