import { parseImageReference } from '../options/image-reference.js';

/**
 * Where an engine's output names the registry that failed, the surest first: where it asked (a mirror, where one is
 * set), then what it was asked to get. All of these were captured from Podman 5.4.2 and 4.3.1, and from Docker 26.1.5
 * with buildx 0.13.1; test/system/registry.test.ts has the outputs.
 */
const REGISTRY_NAMED = [
  /(?: exists|reading manifest \S+) in ([^\s/]+)\//g,
  /pinging container registry ([^\s/]+):? /g,
  /\bhttps?:\/\/([^\s/"]+)\/v2\//g,
  /docker:\/\/([^\s/"]+)\//g,
  /refers to repository \[([^\s/]+)\//g,
  /source metadata for ([^\s/]+)\//g,
  /resolve reference "([^\s/"]+)\//g,
  /Trying to pull ([^\s/]+)\//g,
];

/**
 * What registries say, and what their network says, in the words of Podman, skopeo, Docker and nerdctl. For output of
 * nothing but a pull or a push: in that of a build, a compiler's words would be taken for theirs (shared-symptoms.ts).
 */
export const registrySays = {
  denied:
    /authentication required|unauthorized|authorization failed|no basic auth credentials|\bdenied\b|403 \(?Forbidden|StatusCode: 40[13]|invalid username\/password/i,
  unknown: /manifest unknown|not found|name unknown|does not exist/i,
  plainHttp: /server gave HTTP response to HTTPS client/,
  unreachable:
    /dial tcp|connection refused|no such host|i\/o timeout|timeout|unreachable|TLS|certificate|x509|server misbehaving|EOF|connection reset/i,
} as const;

/** Docker Hub's own addresses: `podman login` and `docker login` call it docker.io. */
const DOCKER_HUB = /^(?:registry-1|index)\.docker\.io$/;

/**
 * The registry that a failure is about, as `login` takes it: `host` or `host:port`. Undefined where nothing names one.
 *
 * @param image the image that was pushed, where that is known: a push goes nowhere else
 */
export function registryOf(output: string, image?: string): string | undefined {
  const registry = image && parseImageReference(image).registry;
  return registry || REGISTRY_NAMED.map((pattern) => registryBy(pattern, output)).find((host) => host !== undefined);
}

/** The last one: before it, the same output tells of images that came. */
function registryBy(pattern: RegExp, output: string): string | undefined {
  const hosts = [...output.matchAll(pattern)].map(([, host = '']) => host.replace(/:$/, ''));
  // Podman shows a short name as it was given: in docker://you/hello:1 the first part is no host.
  const host = hosts.filter((one) => /[.:]|^localhost$/.test(one)).at(-1);
  return host && DOCKER_HUB.test(host) ? 'docker.io' : host;
}

/** Whether a reference names a registry, which its first part does. What is `localhost/…` was built here. */
export function namesRegistry(reference: string): boolean {
  if (/^(?:sha256:)?[0-9a-f]{64}$/.test(reference)) return false;
  const { registry } = parseImageReference(reference);
  return registry !== undefined && registry !== 'localhost';
}
