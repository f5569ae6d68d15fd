import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseImageReference } from '../options/image-reference.js';

/** A reference by digest, without a tag: what was pushed, whatever its tag means later. */
export function byDigest(image: string, digest: string): string {
  return `${withoutTag(image)}@${digest}`;
}

function withoutTag(image: string): string {
  const { tag, digest } = parseImageReference(image);
  const behind = digest === undefined ? '' : `@${digest}`;
  const name = behind === '' ? image : image.slice(0, -behind.length);
  return tag === undefined ? name : name.slice(0, -(tag.length + 1));
}

/** Whether the registry of an image is on this machine, where registries speak HTTP. */
export function isLoopback(image: string): boolean {
  const { registry = '' } = parseImageReference(image);
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(registry);
}

/**
 * The file of `podman login` with credentials for the registry of an image, where there is one: other tools look into
 * Docker's file only. Source: containers-auth.json(5).
 */
export async function podmanAuthFile(image: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { registry = '' } = parseImageReference(image);
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR } = environment;
  const file = REGISTRY_AUTH_FILE || (XDG_RUNTIME_DIR && join(XDG_RUNTIME_DIR, 'containers/auth.json'));
  if (!file) return undefined;
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.includes(`"${registry}`) ? file : undefined;
}
