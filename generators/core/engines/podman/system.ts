import type { System } from '../../system/system.js';
import type { Host } from '../host.js';
import { type Machine, machineUsed, routeOf } from './machine.js';
import { askMachines } from './no-answer.js';
import { type PodmanInfo, parsePodmanInfo } from './podman-info.js';

/** Local answers take 0.2 s; through a machine they take longer. */
const LIMIT = 10_000;

/**
 * The system that Podman's containers run on: what is missing for them must be installed there, which on macOS and
 * Windows is inside the podman machine. Asked for when something failed; where Podman reports none, it is this system.
 */
export async function podmanSystem({ run, system }: Host): Promise<System> {
  const podman = (...args: string[]) => run('podman', args, { timeout: LIMIT });
  const here = await system();
  const info = parsePodmanInfo((await podman('info', '--format', 'json')).stdout);
  if (info ? !info.remote : here.platform === 'linux') return systemBehind(info, undefined, here);
  const { machines, connections } = await askMachines(podman);
  return systemBehind(info, machineUsed(machines, connections, routeOf(process.env)), here, machines);
}

/**
 * The system that containers run on.
 *
 * @param info what Podman says; undefined where it says nothing
 * @param machine the podman machine it is reached through, if it is one
 * @param here the system that this program runs on
 * @param machines every podman machine there is
 */
export function systemBehind(
  info: PodmanInfo | undefined,
  machine: Machine | undefined,
  here: System,
  machines: readonly Machine[] = [],
): System {
  if (info?.remote === false) return info.system;
  const known = machine && { machine: machine.name, machines };
  return info ? { ...info.system, ...(known ?? { elsewhere: true }) } : { ...here, ...known };
}
