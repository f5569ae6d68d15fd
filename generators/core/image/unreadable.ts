/** An archive, a layout or an image that cannot be read. The message goes on from "it", and tells what is wrong. */
export class UnreadableArchive extends Error {}

/** There are several images, and none is named, or none of them has that name. */
export class ManyImages extends UnreadableArchive {}

/** What went wrong, as text, whatever was thrown. */
export function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
