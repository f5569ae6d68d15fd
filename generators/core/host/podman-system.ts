import { parsePodmanInfo } from './podman-info.js';
import { machineUsed, parseConnections, parseMachines, routeOf } from './podman-machine.js';
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
  if (!info?.remote) return info?.system ?? thisSystem();
  const [machines, connections] = await Promise.all([ask('machine', 'list'), ask('system', 'connection', 'list')]);
  const machine = machineUsed(parseMachines(machines) ?? [], parseConnections(connections) ?? [], routeOf(process.env));
  return { ...info.system, ...(machine ? { machine: machine.name } : { elsewhere: true }) };
}
