import semver from 'semver';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import type { System } from '../../system/system.js';
import { podmanPackage } from './install.js';
import type { Machine } from './machine.js';
import { newMachine } from './machine-advice.js';

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

/**
 * What is too old and how to renew it; undefined when both sides are new enough.
 *
 * @param machines asks for the podman machines that exist, where something is too old
 */
export async function tooOld(
  { client, server }: PodmanVersions,
  system: System,
  machines: () => Promise<readonly Machine[]>,
): Promise<Failure | undefined> {
  const floor = floorOf(system.platform);
  if (olderThan(client, floor)) {
    return new Failure(`Podman ${client} is too old for WebAssembly: ${floor} or later is needed.`, {
      exitCode: ExitCode.notBuilt,
      fix:
        system.platform === 'linux'
          ? installLines(podmanPackage, system)
          : [{ text: 'Install a current Podman from podman.io.' }, ...newMachine(await machines(), system.platform)],
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
            ? [{ text: 'Upgrade Podman on the machine that the connection points to (podman system connection list).' }]
            : newMachine(await machines(), system.platform),
      },
    );
  }
  return undefined;
}

/** The first Podman whose buildah (1.41) has neither of the two bugs. */
const SOUND = '5.6.0';

/**
 * The two bugs of a Podman that is new enough but no newer: what they do where images are built, how to work around
 * them, and how to upgrade. Undefined for a Podman that has neither.
 *
 * @param system the one that containers run on
 */
export function faultsOfVersion(
  { client, server }: PodmanVersions,
  system: System,
): { message: string; fix: Fix[] } | undefined {
  const builds = server ?? client;
  if (!olderThan(builds, SOUND)) return undefined;
  return {
    message:
      `Podman ${builds} has two bugs, fixed in 5.6: a build without --platform poisons its layer cache, ` +
      'and on arm64 an image can have a variant that podman run --platform does not find',
    fix: [
      {
        command: 'podman build --no-cache --platform=wasi/wasm .',
        text: '(after a build without --platform; create-wasm-oci does so itself)',
      },
      ...upgradeLines(system),
    ],
  };
}

function upgradeLines({ platform, distribution, machine, machines }: System): Fix[] {
  if (machine !== undefined || platform !== 'linux') {
    return [{ text: 'Install a current Podman from podman.io.' }, ...newMachine(machines, platform)];
  }
  // What is made of either counts its own versions.
  if (distribution[0] === 'ubuntu') return [{ text: 'Upgrade to Ubuntu 26.04, whose Podman is newer.' }];
  // Debian 13 stays at 5.4; its successor is not released.
  if (distribution[0] === 'debian') return [{ text: 'Debian has a newer Podman only in its next release (testing).' }];
  return distribution.includes('fedora')
    ? [{ command: 'sudo dnf upgrade podman' }]
    : [{ text: "Upgrade Podman with this system's packages." }];
}

/** Compares releases only: 4.7.0-rc1 and 4.9.4-rhel count as 4.7.0 and 4.9.4. */
function olderThan(version: string, floor: string): boolean {
  const release = semver.coerce(version);
  return release !== null && semver.lt(release, floor);
}
