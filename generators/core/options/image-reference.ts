import { InvalidValue, shown } from './invalid.js';

/** What a registry calls a manifest or an index by. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** An image reference in its parts, as the OCI distribution spec and its reference implementation name them. */
export interface ImageReference {
  /** `host` or `host:port`; undefined for a short name. */
  registry?: string;
  /** The repository's path without the registry. */
  path: string;
  tag?: string;
  digest?: string;
}

// The grammar of github.com/distribution/reference (regexp.go), as Podman applies it: test/e2e/image-reference.test.ts
// compares the two. Podman takes no IPv6 address, although the grammar has one, and any number as a port.
const HOST_LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const REGISTRY = new RegExp(`^${HOST_LABEL}(?:\\.${HOST_LABEL})*(?::[0-9]+)?$`);
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST_GRAMMAR = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const IMAGE_ID = /^[a-f0-9]{64}$/;
/** The longest registry and path together (RepositoryNameTotalLengthMax). */
const REFERENCE_NAME_MAX = 255;
/** What Podman adds to a short name, and to one of Docker Hub's own images, before it counts. */
const SHORT_NAME = 'localhost/';
const HUB_IMAGE = 'library/';

/**
 * Reads an image reference: `[registry[:port]/]path[:tag][@digest]`.
 *
 * @throws InvalidValue naming the part that breaks a rule, and the rule
 */
export function parseImageReference(text: string): ImageReference {
  const wrong = (rule: string) => new InvalidValue(`${shown(text)} is not an image reference: ${rule}`);
  if (text === '') throw new InvalidValue('an image reference is needed, for example quay.io/you/hello:1.0');

  const [beforeDigest = '', digest, ...more] = text.split('@');
  if (more.length > 0) throw wrong('it has more than one "@"');
  if (digest !== undefined && !DIGEST_GRAMMAR.test(digest))
    throw wrong('a digest is an algorithm, ":" and at least 32 hex digits');

  const { name, tag } = splitTag(beforeDigest);
  if (tag !== undefined && !TAG.test(tag)) {
    throw wrong('a tag is 1 to 128 letters, digits, "_", "." and "-", and begins with a letter, a digit or "_"');
  }
  const { registry, path } = splitRegistry(name);
  const added = registry === undefined ? SHORT_NAME : registry === 'docker.io' && !path.includes('/') ? HUB_IMAGE : '';
  const length = name.length + added.length;
  if (length > REFERENCE_NAME_MAX) {
    const counted = added === '' ? '' : `, with the "${added}" that Podman adds`;
    throw wrong(`registry and path have ${length} characters${counted}; ${REFERENCE_NAME_MAX} are allowed`);
  }
  // A host with "_" is no domain name, and Podman takes it for the first part of a path.
  if (registry !== undefined && !REGISTRY.test(registry) && !PATH_COMPONENT.test(registry)) {
    throw wrong(`${shown(registry)} is not a registry host`);
  }
  for (const component of path.split('/')) checkComponent(component, wrong);
  if (IMAGE_ID.test(text)) throw wrong('64 hex digits are an image ID, not a name');
  if (registry === undefined && path === 'sha256' && tag !== undefined) {
    throw wrong('"sha256:" begins a digest; give the image another name');
  }

  return {
    ...(registry !== undefined && { registry }),
    path,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/**
 * A reference that a build can be given as its name (`podman build -t`).
 * Returns it as text, with the tag `latest` where there is none.
 *
 * @throws InvalidValue when it is no reference, or carries a digest
 */
export function buildableReference(text: string): string {
  // 64 hex digits alone are an image ID to whoever runs it, and a name with a tag behind them.
  const reference = parseImageReference(IMAGE_ID.test(text) ? `${text}:latest` : text);
  if (reference.digest !== undefined) {
    throw new InvalidValue(
      `${shown(text)} has a digest; a digest is the result of a build and cannot be chosen (use a tag)`,
    );
  }
  return reference.tag === undefined || IMAGE_ID.test(text) ? `${text}:latest` : text;
}

/** The last ":" begins a tag only behind the last "/": before it, it is a registry's port. */
function splitTag(text: string): { name: string; tag?: string } {
  const colon = text.lastIndexOf(':');
  if (colon <= text.lastIndexOf('/')) return { name: text };
  return { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** The first component is a registry when it has a dot or a port, or is `localhost`. */
function splitRegistry(name: string): { registry?: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, slash);
  if (slash === -1 || !(/[.:[]/.test(first) || first === 'localhost')) return { path: name };
  return { registry: first, path: name.slice(slash + 1) };
}

function checkComponent(component: string, wrong: (rule: string) => InvalidValue): void {
  if (component === '') throw wrong('a part of its path is empty');
  const part = shown(component);
  if (/[A-Z]/.test(component)) throw wrong(`${part} has upper-case letters; a path is lower case`);
  if (!PATH_COMPONENT.test(component)) {
    throw wrong(`${part} is not a path component (a-z, 0-9, with single ".", "_", "__" or hyphens between them)`);
  }
}
