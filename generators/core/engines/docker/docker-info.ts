import { ExitCode, Failure, type Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { inMachine, isWsl, type System, versionOf } from '../../system/system.js';
import { SKIP_RUN } from '../explain.js';
import { imageStoreLines, restartDocker } from './install.js';

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
  /** The system that the daemon runs on. */
  system: System;
}

/** Reads the JSON that `docker info --format json` prints. Returns undefined when no daemon stands behind it. */
export function parseDockerInfo(json: string): DockerInfo | undefined {
  try {
    const { Runtimes, DriverStatus, ...about } = JSON.parse(json) as About & {
      Runtimes?: Runtimes | null;
      DriverStatus?: [string, string][] | null;
    };
    if (!Runtimes) return undefined;
    return {
      runtimes: Runtimes,
      containerdStore: (DriverStatus ?? []).some(([, value]) => value.startsWith('io.containerd.snapshotter.')),
      system: dockerSystem(about),
    };
  } catch {
    return undefined;
  }
}

interface About {
  OperatingSystem?: string;
  OSVersion?: string;
  KernelVersion?: string;
}

/** Docker gives the distribution's whole name: `Debian GNU/Linux 13 (trixie)`, `Docker Desktop`. */
function dockerSystem({ OperatingSystem = '', OSVersion, KernelVersion = '' }: About): System {
  const name = OperatingSystem.replace(/ \(containerized\)$/, '');
  const [id] = /debian|ubuntu|fedora|rhel|centos/.exec(name.toLowerCase().replace('red hat', 'rhel')) ?? [];
  const version = versionOf(id ? [id] : [], OSVersion);
  return {
    platform: 'linux',
    distribution: id ? [id] : [],
    ...(name && { name }),
    ...(version && { version }),
    ...(isWsl(KernelVersion) && { wsl: true }),
    ...(name === 'Docker Desktop' && { machine: name }),
  };
}

/**
 * The arguments with which `docker run` runs a module: a runtime that is crun. Under the name crun-wasm it takes every
 * program for a module; under its own name it needs an annotation (without: `exec format error`).
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

/** What Docker Desktop brought for Wasm, if it is installed: users take it for what is needed. */
export function shimsOf(runtimes: Runtimes): string | undefined {
  const shims = Object.keys(runtimes).filter((name) => SHIM.test(name));
  if (shims.length === 0) return undefined;
  return `${shims.join(', ')}: Docker Desktop's Wasm workloads, which Docker has deprecated, are not used`;
}

/** What gives a Docker the runtime that it runs modules with. */
export function runtimeLines(system: System): Fix[] {
  if (inMachine(system)) {
    return [
      {
        text: "Docker Desktop's machine holds no crun-wasm: run the image with Podman, or on a Linux host whose Docker has it.",
      },
      {
        text: 'There, in /etc/docker/daemon.json: {"runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm"}}}; then restart docker',
      },
    ];
  }
  return [
    ...installLines('crun-wasm', system),
    { text: 'In /etc/docker/daemon.json: {"runtimes": {"crun-wasm": {"path": "/usr/bin/crun-wasm"}}}' },
    { command: restartDocker(system) },
  ];
}

/** Why a Docker without crun-wasm cannot run the image that it built, and how to fix it. */
export function noWasmRuntime(runtimes: Runtimes, system: System): Failure {
  const shims = shimsOf(runtimes);
  const aside = shims === undefined ? '' : ` (${shims})`;
  return new Failure(`Docker has built the image, but has no runtime crun-wasm to run it with${aside}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [...runtimeLines(system), SKIP_RUN],
  });
}

/** Why a Docker with the classic image store cannot build for wasi/wasm, and how to fix it. */
export function classicStore(system: System): Failure {
  return new Failure(
    'Docker keeps images in its classic store, which takes none for wasi/wasm: the containerd image store is needed.',
    { exitCode: ExitCode.notBuilt, fix: imageStoreLines(system) },
  );
}
