/** An archive, a layout or an image that cannot be read. The message goes on from "it", and tells what is wrong. */
export class UnreadableArchive extends Error {}

/** There are several images, and none is named, or none of them has that name. */
export class ManyImages extends UnreadableArchive {}

/** A tar archive of other things than images: `podman export` writes the files of a container. */
export class NoImage extends UnreadableArchive {
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    super('it holds no image: it has neither index.json nor manifest.json');
    this.paths = paths;
  }
}

/** What went wrong, as text, whatever was thrown. */
export function why(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
