import { isWsl, type System, versionOf } from './system.js';

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
  /** Missing when the runtime that Podman found does not answer `--version`. */
  runtime?: OciRuntime;
}

interface Json {
  host?: {
    serviceIsRemote?: boolean;
    kernel?: string;
    distribution?: { distribution?: string; version?: string; variant?: string };
    ociRuntime?: Partial<OciRuntime> | null;
  };
  version?: { Version?: string };
}

/** Reads what `podman info --format json` prints. Returns undefined when it is something else. */
export function parsePodmanInfo(json: string): PodmanInfo | undefined {
  try {
    const { host, version } = JSON.parse(json) as Json;
    if (!host || !version?.Version) return undefined;
    const { name, path, version: says } = host.ociRuntime ?? {};
    return {
      remote: host.serviceIsRemote === true,
      version: version.Version,
      system: systemOf(host),
      ...(name && path && { runtime: { name, path, version: says ?? '' } }),
    };
  } catch {
    return undefined;
  }
}

function systemOf({ distribution = {}, kernel = '' }: NonNullable<Json['host']>): System {
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

/** The WebAssembly handlers that a crun was built with: `+WASM:wasmedge` of its `--version`. */
export function wasmHandlers(version: string): string[] {
  const found = /\+WASM:(\S+)/.exec(version)?.[1];
  return found === undefined ? [] : found.split(',');
}
