import semver from 'semver';
import { ExitCode, Failure } from '../failure.js';
import { installLines, type System } from './system.js';

/** What `podman version --format json` says. A local Podman has no server of its own. */
export interface PodmanVersions {
  client: string;
  server?: string;
}

/**
 * The oldest Podman that builds and runs wasi/wasm, client and server alike.
 * Source: the prerequisites table of "Unlock WebAssembly on macOS & Windows" (Podman Desktop blog).
 */
export function floorOf(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? '4.8.0' : '4.7.0';
}

/** Reads the JSON that `podman version --format json` prints. Returns undefined when it is something else. */
export function parseVersions(json: string): PodmanVersions | undefined {
  try {
    const { Client, Server } = JSON.parse(json) as Record<'Client' | 'Server', { Version?: string } | null | undefined>;
    if (!Client?.Version) return undefined;
    return { client: Client.Version, ...(Server?.Version && { server: Server.Version }) };
  } catch {
    return undefined;
  }
}

/** What is too old and how to renew it; undefined when both sides are new enough. */
export function tooOld({ client, server }: PodmanVersions, system: System): Failure | undefined {
  const floor = floorOf(system.platform);
  if (olderThan(client, floor)) {
    return new Failure(`Podman ${client} is too old for WebAssembly: ${floor} or later is needed.`, {
      exitCode: ExitCode.notBuilt,
      fix:
        system.platform === 'linux'
          ? installLines('podman', system)
          : ['Install a current Podman from podman.io.', 'podman machine init --now wasm'],
    });
  }
  if (server !== undefined && olderThan(server, floor)) {
    return new Failure(
      `The Podman service is ${server}, too old for WebAssembly: ${floor} or later is needed (the client is ${client}).`,
      {
        exitCode: ExitCode.notBuilt,
        // The article's cure: a new machine gets an image that fits the client.
        fix:
          system.platform === 'linux'
            ? ['Upgrade Podman on the machine that the connection points to (podman system connection list).']
            : ['podman machine init --now wasm', 'podman system connection default wasm'],
      },
    );
  }
  return undefined;
}

/** Compares releases only: 4.7.0-rc1 and 4.9.4-rhel count as 4.7.0 and 4.9.4. */
function olderThan(version: string, floor: string): boolean {
  const release = semver.coerce(version);
  return release !== null && semver.lt(release, floor);
}
