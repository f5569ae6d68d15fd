import { parseImageReference } from '../options/image-reference.js';
import { InvalidValue } from '../options/invalid.js';

/** What an image of a layout or an archive may be called by. */
export interface Named {
  digest: string;
  /** The names it is stored under, if any. */
  names: string[];
  /** Its place among the entries of the archive or the layout, from 0. */
  index: number;
}

/** A digest, or its beginning as the container tools show it. */
const DIGEST_PREFIX = /^(?:sha(?:256|512):)?([0-9a-f]{7,128})$/;

/**
 * The images that a user means: those of that name; else the one of that digest or its first digits, and `@0` is the
 * first of them all, as skopeo counts.
 */
export function imagesCalled<Image extends Named>(images: readonly Image[], wanted: string): Image[] {
  const named = images.filter(({ names }) => names.some((name) => sameName(name, wanted)));
  if (named.length > 0) return named;
  const [, place] = /^@(\d{1,6})$/.exec(wanted) ?? [];
  if (place !== undefined) return images.filter(({ index }) => index === Number(place));
  const [, hex] = DIGEST_PREFIX.exec(wanted) ?? [];
  return hex === undefined ? [] : images.filter(({ digest }) => digest.replace(/^sha\d+:/, '').startsWith(hex));
}

/** One entry an image: several names on one manifest are one image with several names. */
export function withoutDuplicates<Image extends Named>(images: readonly Image[]): Image[] {
  const found = new Map<string, Image>();
  for (const image of images) {
    const first = found.get(image.digest);
    const names = [...new Set([...(first?.names ?? []), ...image.names])];
    found.set(image.digest, { ...(first ?? image), names });
  }
  return [...found.values()];
}

/** Docker shortens names, containerd writes them out: `hello` is `docker.io/library/hello:latest`. */
function sameName(one: string, other: string): boolean {
  return one === other || wholeName(one) === wholeName(other);
}

function wholeName(name: string): string {
  try {
    const { registry, path, tag, digest } = parseImageReference(name);
    const repository = registry === undefined && !path.includes('/') ? `library/${path}` : path;
    return `${registry ?? 'docker.io'}/${repository}:${tag ?? 'latest'}@${digest ?? ''}`;
  } catch (error) {
    if (error instanceof InvalidValue) return name;
    throw error;
  }
}

/** Names of images for a message, with digests where the names do not tell them apart. */
export function shownImages(images: readonly Named[]): string {
  const counts = new Map<string, number>();
  for (const { names } of images) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const shown = images.slice(0, 5).map(({ names, digest, index }) => {
    const alone = names.find((name) => counts.get(name) === 1);
    if (alone !== undefined) return shownName(alone);
    const told = digest || `@${index}`;
    return names[0] === undefined ? told : `${shownName(names[0])} (${told})`;
  });
  return `${shown.join(', ')}${images.length > shown.length ? ', …' : ''}`;
}

/** A name from elsewhere, in quotes and not longer than a line. */
export function shownName(name: string): string {
  return JSON.stringify(name.slice(0, 120));
}
