import { type DockerInfo, parseDockerInfo } from '../../../core/engines/docker/info.js';
import { ANSWER_LIMIT } from '../../../core/engines/explain.js';
import { type PodmanInfo, parsePodmanInfo } from '../../../core/engines/podman/info.js';
import {
  type Connection,
  type Machine,
  machineUsed,
  parseConnections,
  parseMachines,
  routeOf,
} from '../../../core/engines/podman/machine.js';
import { systemBehind } from '../../../core/engines/podman/system.js';
import type { Finished } from '../../../core/system/process.js';
import type { System } from '../../../core/system/system.js';
import type { ProbeOutcome } from '../probe/probe.js';
import type { Surroundings } from './surroundings.js';

/** A machine's ssh waits for a network that may not be there. */
const SSH_LIMIT = 15_000;

/** What several checks want to know. Each question is asked at most once, when the first check wants the answer. */
export interface Facts extends Surroundings {
  podman: PodmanFacts;
  docker: DockerFacts;
  probed: Record<'podman' | 'docker' | 'embedded', () => Promise<ProbeOutcome>>;
}

/** What Podman says. Only `--version` is answered without its service. */
export interface PodmanFacts {
  clientVersion(): Promise<Finished>;
  version(): Promise<Finished>;
  infoAnswer(): Promise<Finished>;
  /** What it says of the system that containers run on; undefined when it does not answer. */
  info(): Promise<PodmanInfo | undefined>;
  /** A local Podman's own search for crun-wasm: `--runtime` makes it the runtime that `podman info` describes. */
  runtime(): Promise<Finished>;
  /** The machine that is used, and all there are. */
  machine(): Promise<Machine | undefined>;
  machines(): Promise<readonly Machine[]>;
  connections(): Promise<readonly Connection[]>;
  /** Where containers run: what is missing for them is installed there. This system when Podman does not answer. */
  system(): Promise<System>;
  /** Runs a command line in the podman machine. */
  inMachine(machine: string, command: string): Promise<Finished>;
}

/** What Docker says. */
export interface DockerFacts {
  version(): Promise<Finished>;
  buildx(): Promise<Finished>;
  infoAnswer(): Promise<Finished>;
  info(): Promise<DockerInfo | undefined>;
}

/** Puts the questions together; none is asked yet. */
export function factsOf(surroundings: Surroundings): Facts {
  const { probe } = surroundings;
  const found = new Map<string, ReturnType<Surroundings['toolchain']>>();
  return {
    ...surroundings,
    toolchain: (language) => {
      const finding = found.get(language) ?? surroundings.toolchain(language);
      found.set(language, finding);
      return finding;
    },
    podman: podmanFacts(surroundings),
    docker: dockerFacts(surroundings),
    probed: {
      podman: once(() => probe('podman')),
      docker: once(() => probe('docker')),
      embedded: once(() => probe('embedded')),
    },
  };
}

function podmanFacts({ ask, env, system }: Surroundings): PodmanFacts {
  const podman = (...args: string[]) => ask('podman', args, ANSWER_LIMIT);
  const route = routeOf(env);
  const infoAnswer = once(() => podman('info', '--format', 'json'));
  const info = once(async () => parsePodmanInfo((await infoAnswer()).stdout));
  const machines = once(async () => parseMachines((await podman('machine', 'list', '--format', 'json')).stdout) ?? []);
  const connections = once(
    async () => parseConnections((await podman('system', 'connection', 'list', '--format', 'json')).stdout) ?? [],
  );
  const machine = once(async () => machineUsed(await machines(), await connections(), route));
  return {
    clientVersion: once(() => podman('--version')),
    version: once(() => podman('version', '--format', 'json')),
    infoAnswer,
    info,
    runtime: once(() => podman('--runtime', 'crun-wasm', 'info', '--format', 'json')),
    machine,
    machines,
    connections,
    system: once(async () => {
      const said = await info();
      return said?.remote
        ? systemBehind(said, await machine(), system, await machines())
        : systemBehind(said, undefined, system);
    }),
    inMachine: (name, command) => ask('podman', ['machine', 'ssh', name, command], SSH_LIMIT),
  };
}

function dockerFacts({ ask }: Surroundings): DockerFacts {
  const docker = (...args: string[]) => ask('docker', args, ANSWER_LIMIT);
  const infoAnswer = once(() => docker('info', '--format', 'json'));
  return {
    version: once(() => docker('version', '--format', 'json')),
    buildx: once(() => docker('buildx', 'version')),
    infoAnswer,
    info: once(async () => parseDockerInfo((await infoAnswer()).stdout)),
  };
}

/** Why a program was not even started; undefined when it was. */
export function notRunning(name: string, { missing, unstartable }: Finished): string | undefined {
  if (missing) return `${name} is not installed`;
  return unstartable === undefined ? undefined : `${name} cannot be started`;
}

/** Why nothing more can be asked of Podman; undefined when it answers. */
export async function noPodman({ podman }: Facts): Promise<string | undefined> {
  const none = notRunning('Podman', await podman.infoAnswer());
  if (none) return none;
  return (await podman.info()) ? undefined : 'Podman does not answer';
}

/** Why nothing more can be asked of Docker's daemon; undefined when it answers. */
export async function noDocker({ docker }: Facts): Promise<string | undefined> {
  const none = notRunning('Docker', await docker.infoAnswer());
  if (none) return none;
  return (await docker.info()) ? undefined : 'Docker does not answer';
}

/** Calls a function at the first call, and gives everyone that one result. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}
