import { parseImageReference } from '../answers/image-reference.js';

/**
 * The registry that an engine's output is about: a URL of it, what was pinged, or the image in front of the reason.
 * Seen with Podman 4.3 to 5.4, skopeo 1.18 and Docker 26.
 */
const NAMED = [
  /docker:\/\/([^/\s"]+)\//,
  /pinging container registry ([^\s:]+(?::\d+)?)/,
  /https?:\/\/([^/\s"]+)\/v2\//,
  /(?:exists in|refers to repository \[|source metadata for) ?([^/\s]+)\//,
];

/** Stands in the fixes of known faults for the registry, which only a failure's output or its image names. */
const PLACEHOLDER = 'REGISTRY';

/**
 * Fixes with the registry's name in them.
 *
 * @param image the image that was pushed or pulled, where that is known: what the output names may be a mirror
 */
export function namingRegistry(fixes: readonly string[], output: string, image?: string): string[] {
  const registry = (image && parseImageReference(image).registry) || registryIn(output);
  return registry ? fixes.map((line) => line.replaceAll(PLACEHOLDER, registry)) : [...fixes];
}

function registryIn(output: string): string | undefined {
  return NAMED.map((pattern) => pattern.exec(output)?.[1]).find((host) => host !== undefined);
}
