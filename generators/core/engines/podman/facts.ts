import type { Finished } from '../../system/process.js';
import type { System } from '../../system/system.js';
import { notRunning, once, type ProbeOutcome, type Surroundings } from '../check.js';
import { ANSWER_LIMIT } from '../explain.js';
import { podman } from './info.js';
import { type Connection, type Machine, machineUsed, parseConnections, parseMachines, routeOf } from './machine.js';
import { type PodmanInfo, parsePodmanInfo } from './podman-info.js';
import { systemBehind } from './system.js';

/** A machine's ssh waits for a network that may not be there. */
const SSH_LIMIT = 15_000;

/** What Podman says, each asked once. Only `--version` is answered without its service. */
export interface PodmanFacts extends Surroundings {
  /** The surroundings' probe of Podman. */
  probed(): Promise<ProbeOutcome>;
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
  containerSystem(): Promise<System>;
  /** Runs a command line in the podman machine. */
  inMachine(machine: string, command: string): Promise<Finished>;
}

/** Puts the questions together; none is asked yet. */
export function podmanFacts(surroundings: Surroundings): PodmanFacts {
  const { ask, env, system: here, probe } = surroundings;
  const question = (...args: string[]) => ask('podman', args, ANSWER_LIMIT);
  const route = routeOf(env);
  const infoAnswer = once(() => question('info', '--format', 'json'));
  const info = once(async () => parsePodmanInfo((await infoAnswer()).stdout));
  const machines = once(
    async () => parseMachines((await question('machine', 'list', '--format', 'json')).stdout) ?? [],
  );
  const connections = once(
    async () => parseConnections((await question('system', 'connection', 'list', '--format', 'json')).stdout) ?? [],
  );
  const machine = once(async () => machineUsed(await machines(), await connections(), route));
  return {
    ...surroundings,
    probed: once(() => probe(podman.id)),
    clientVersion: once(() => question('--version')),
    version: once(() => question('version', '--format', 'json')),
    infoAnswer,
    info,
    runtime: once(() => question('--runtime', 'crun-wasm', 'info', '--format', 'json')),
    machine,
    machines,
    connections,
    containerSystem: once(async () => {
      const said = await info();
      return said?.remote
        ? systemBehind(said, await machine(), here, await machines())
        : systemBehind(said, undefined, here);
    }),
    inMachine: (name, command) => ask('podman', ['machine', 'ssh', name, command], SSH_LIMIT),
  };
}

/** Why nothing more can be asked of Podman; undefined when it answers. */
export async function noPodman(podman: PodmanFacts): Promise<string | undefined> {
  const none = notRunning('Podman', await podman.infoAnswer());
  if (none) return none;
  return (await podman.info()) ? undefined : 'Podman does not answer';
}
