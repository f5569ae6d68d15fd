/** An archive, a layout or an image that cannot be read. The message goes on from "it", and tells what is wrong. */
export class UnreadableArchive extends Error {}

/** What went wrong, as text, whatever was thrown. */
export function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
