import { pinsOf } from './pins.js';

/** A reference of an image, in its parts. */
interface Reference {
  name: string;
  tag: string;
  digest: string | undefined;
}

/** Whether a pin is that of the same image by its digest, too, or a newer tag of the same form: what a bot writes. */
export function isBump(found: string, from: string): boolean {
  const [own, other] = [referenceOf(found), referenceOf(from)];
  if (own.name !== other.name) return false;
  if (own.tag === other.tag) return other.digest === undefined || own.digest !== undefined;
  return tagForm(own.tag) === tagForm(other.tag) && isHigher(numbersOf(own.tag), numbersOf(other.tag));
}

/**
 * The old and the new text of a Containerfile for a merge, so that a pin which a bot and the templates both moved is no
 * conflict: the newer one counts. A digest that the run resolved counts more than that of the bot, and a locked pin is the
 * preset's.
 */
export function withBumpedPins(
  { base, mine, theirs }: Record<'base' | 'mine' | 'theirs', string | undefined>,
  locked: (name: string) => boolean,
): { base: string | undefined; theirs: string | undefined } {
  if (base === undefined || mine === undefined || theirs === undefined) return { base, theirs };
  const [old, own, next] = [pinsOf(base), pinsOf(mine), pinsOf(theirs)];
  const merged = { base, theirs };
  for (const [name, to] of next) {
    const [was, is] = [old.get(name), own.get(name)];
    if (was === undefined || is === undefined || is === was || to === was) continue;
    const resolved = referenceOf(is).tag === referenceOf(to).tag && referenceOf(to).digest !== undefined;
    if (isBump(is, to) && !resolved && !locked(name)) merged.theirs = replaced(merged.theirs, name, to, is);
    else if (isBump(is, was)) merged.base = replaced(merged.base, name, was, is);
  }
  return merged;
}

function replaced(text: string, name: string, from: string, to: string): string {
  return text.replace(`ARG ${name}=${from}`, () => `ARG ${name}=${to}`);
}

function referenceOf(image: string): Reference {
  const [, name = image, tag = 'latest', digest] = /^([^@]+?)(?::([^:/@]+))?(?:@(\S+))?$/.exec(image) ?? [];
  return { name, tag, digest };
}

const tagForm = (tag: string) => tag.replace(/\d+/g, '0');
const numbersOf = (tag: string) => (tag.match(/\d+/g) ?? []).map(Number);

function isHigher(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0);
}
