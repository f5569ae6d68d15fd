import { ExitCode, Failure } from '../failure.js';
import { imageStoreLines, installLines, type System } from './system.js';

/** What `docker version --format json` says. Without a daemon there is no server. */
export interface DockerVersions {
  client: string;
  server?: string;
}

/** Reads the JSON that `docker version --format json` prints. Returns undefined when it is something else. */
export function parseDockerVersions(json: string): DockerVersions | undefined {
  try {
    const { Client, Server } = JSON.parse(json) as {
      Client?: { Version?: string; ApiVersion?: string };
      Server?: { Version?: string } | null;
    };
    // Podman under the name of docker answers too, but spells it APIVersion.
    if (!Client?.Version || !Client.ApiVersion) return undefined;
    return { client: Client.Version, ...(Server?.Version && { server: Server.Version }) };
  } catch {
    return undefined;
  }
}

/** Docker's runtimes by name, with the program behind each where it is named. */
export type Runtimes = Record<string, { path?: string }>;

/** What `docker info --format json` says of a daemon, as far as it decides what works. */
export interface DockerInfo {
  runtimes: Runtimes;
  /** Whether images are kept in the containerd image store, the only one that takes images for wasi/wasm. */
  containerdStore: boolean;
}

/** Reads the JSON that `docker info --format json` prints. Returns undefined when no daemon stands behind it. */
export function parseDockerInfo(json: string): DockerInfo | undefined {
  try {
    const { Runtimes, DriverStatus } = JSON.parse(json) as {
      Runtimes?: Runtimes | null;
      DriverStatus?: [string, string][] | null;
    };
    if (!Runtimes) return undefined;
    return {
      runtimes: Runtimes,
      containerdStore: (DriverStatus ?? []).some(([, value]) => value.startsWith('io.containerd.snapshotter.')),
    };
  } catch {
    return undefined;
  }
}

/**
 * What `docker run` is told in order to run a module: a runtime that is crun. Under the name crun-wasm it takes
 * every program for a module; under its own it has to be told (untold: `exec format error`).
 */
export function wasmRuntime(runtimes: Runtimes): string[] | undefined {
  const named = (program: RegExp) => Object.keys(runtimes).find((name) => program.test(runtimes[name]?.path ?? ''));
  const wasm = 'crun-wasm' in runtimes ? 'crun-wasm' : named(/(?:^|\/)crun-wasm$/);
  if (wasm) return ['--runtime', wasm];
  const crun = named(/(?:^|\/)crun$/);
  return crun === undefined ? undefined : ['--runtime', crun, '--annotation', 'run.oci.handler=wasm'];
}

/** What Docker Desktop installs for "Wasm workloads": io.containerd.wasmedge.v1 and its like. */
const SHIM = /^io\.containerd\.(?:wasm\w*|spin|slight|lunatic|wws)\.v\d+$/;

/** Why a Docker without crun-wasm cannot run the image that it built, and what mends it. */
export function noWasmRuntime(runtimes: Runtimes, system: System): Failure {
  const shims = Object.keys(runtimes).filter((name) => SHIM.test(name));
  const aside =
    shims.length > 0
      ? ` (${shims.join(', ')}: Docker Desktop's Wasm workloads, which Docker has deprecated, are not used)`
      : '';
  const fix =
    system.platform === 'linux'
      ? [
          ...installLines('crun-wasm', system),
          'In /etc/docker/daemon.json: {"runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm"}}}',
          'sudo systemctl restart docker',
        ]
      : [
          "Docker Desktop's machine holds no crun-wasm: run the image with Podman, or on a Linux host whose Docker has it.",
          'There, in /etc/docker/daemon.json: {"runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm"}}}; then restart docker',
        ];
  return new Failure(`Docker has built the image, but has no runtime crun-wasm to run it with${aside}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [...fix, 'Build without running it: --no-run'],
  });
}

/** Why a Docker with the classic image store cannot build for wasi/wasm, and what mends it. */
export function classicStore(system: System): Failure {
  return new Failure(
    'Docker keeps images in its classic store, which takes none for wasi/wasm: the containerd image store is needed.',
    { exitCode: ExitCode.notBuilt, fix: imageStoreLines(system) },
  );
}
