import { isWsl, type System, versionOf } from '../../system/system.js';

/** An OCI runtime as Podman sees it. */
export interface OciRuntime {
  name: string;
  path: string;
  /** All lines that its `--version` prints. */
  version: string;
}

/** What `podman info --format json` says: always of the machine that containers run on, never of the client's. */
export interface PodmanInfo {
  /** Whether that is another machine than the client's, or a service that is asked through a socket. */
  remote: boolean;
  version: string;
  /** The system that containers run on. */
  system: System;
  rootless: boolean;
  /** Rootless: how many user and group ids it can unpack images with. */
  ids?: number;
  /** Missing when the runtime that Podman found does not answer `--version`. */
  runtime?: OciRuntime;
}

type IdMappings = Partial<Record<'uidmap' | 'gidmap', { size?: number }[] | null>>;

interface PodmanInfoJson {
  host?: {
    serviceIsRemote?: boolean;
    kernel?: string;
    distribution?: { distribution?: string; version?: string; variant?: string };
    ociRuntime?: Partial<OciRuntime> | null;
    security?: { rootless?: boolean };
    idMappings?: IdMappings;
  };
  version?: { Version?: string };
}

/** Reads what `podman info --format json` prints. Returns undefined when it is something else. */
export function parsePodmanInfo(json: string): PodmanInfo | undefined {
  try {
    const { host, version } = JSON.parse(json) as PodmanInfoJson;
    if (!host || !version?.Version) return undefined;
    const { name, path, version: says } = host.ociRuntime ?? {};
    return {
      remote: host.serviceIsRemote === true,
      version: version.Version,
      system: reportedSystem(host),
      rootless: host.security?.rootless === true,
      ...(host.idMappings && { ids: idsOf(host.idMappings) }),
      ...(name && path && { runtime: { name, path, version: says ?? '' } }),
    };
  } catch {
    return undefined;
  }
}

/** The smaller of the two ranges: 1 is only the user. */
function idsOf({ uidmap, gidmap }: IdMappings): number {
  const [users, groups] = [uidmap, gidmap].map((map) => (map ?? []).reduce((sum, { size = 0 }) => sum + size, 0));
  return Math.min(users ?? 0, groups ?? 0);
}

function reportedSystem({ distribution = {}, kernel = '' }: NonNullable<PodmanInfoJson['host']>): System {
  const { distribution: id, version: number, variant } = distribution;
  const names = id && id !== 'unknown' ? [id] : [];
  const version = versionOf(names, number);
  return {
    platform: 'linux',
    distribution: names,
    ...(version && { version }),
    ...(variant && { variant }),
    ...(isWsl(kernel) && { wsl: true }),
  };
}
