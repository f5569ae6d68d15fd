import { type PodmanInfo, parsePodmanInfo } from './podman-info.js';
import { type Machine, machineUsed, parseConnections, parseMachines, routeOf } from './podman-machine.js';
import { run } from './process.js';
import { type System, thisSystem } from './system.js';

/** Local answers take 0.2 s; through a machine they take longer. */
const LIMIT = 10_000;

/**
 * The system that Podman's containers run on: what is missing for them has to be installed there, which on macOS and
 * Windows is inside the podman machine. Asked for when something failed; where Podman says nothing, it is this system.
 */
export async function podmanSystem(): Promise<System> {
  const ask = async (...args: string[]) =>
    (await run('podman', [...args, '--format', 'json'], { timeout: LIMIT })).stdout;
  const info = parsePodmanInfo(await ask('info'));
  if (!info?.remote) return systemBehind(info, undefined, await thisSystem());
  const [machines, connections] = await Promise.all([ask('machine', 'list'), ask('system', 'connection', 'list')]);
  const machine = machineUsed(parseMachines(machines) ?? [], parseConnections(connections) ?? [], routeOf(process.env));
  return systemBehind(info, machine, info.system);
}

/**
 * The system that containers run on.
 *
 * @param info what Podman says; undefined where it says nothing
 * @param machine the podman machine it is reached through, if it is one
 * @param here the system that this program runs on
 */
export function systemBehind(info: PodmanInfo | undefined, machine: Machine | undefined, here: System): System {
  if (!info?.remote) return info?.system ?? here;
  return { ...info.system, ...(machine ? { machine: machine.name } : { elsewhere: true }) };
}
