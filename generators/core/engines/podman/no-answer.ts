import type { Fix } from '../../failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import { unsetVariable } from '../../system/shell.js';
import { inMachine, type System } from '../../system/system.js';
import { diagnose } from '../known-errors.js';
import {
  type Connection,
  connectionUsed,
  type Machine,
  machineUsed,
  parseConnections,
  parseMachines,
  type Route,
} from './machine.js';
import { restartMachine, startMachine } from './machine-advice.js';
import { podmanErrors } from './symptoms.js';

/** What is known when Podman gave no answer. */
export interface Silence {
  asked: Pick<Finished, 'exitCode' | 'timedOut' | 'stdout' | 'stderr'>;
  machines: readonly Machine[];
  connections: readonly Connection[];
  route: Route;
  /** The client's. */
  system: System;
}

/** Why Podman does not answer: a sentence without its capital and full stop, and what to do. */
export interface NoAnswer {
  message: string;
  fix: readonly Fix[];
  /** The last lines of a Podman that failed for an unknown reason. */
  output?: readonly string[];
}

/** Asks Podman which machines and connections there are; it knows both without its service. */
export async function askMachines(
  podman: (...args: string[]) => Promise<Finished>,
): Promise<Pick<Silence, 'machines' | 'connections'>> {
  const [machines, connections] = await Promise.all([
    podman('machine', 'list', '--format', 'json'),
    podman('system', 'connection', 'list', '--format', 'json'),
  ]);
  return { machines: parseMachines(machines.stdout) ?? [], connections: parseConnections(connections.stdout) ?? [] };
}

/** Why Podman does not answer. The doctor and the main job both say it in these words. */
export function whyNoAnswer({ asked, machines, connections, route, system }: Silence): NoAnswer {
  const output = `${asked.stdout}${asked.stderr}`;
  const known = diagnose(podmanErrors, output, 'answer');
  const machine = machineUsed(machines, connections, route);
  const unreachable = known?.id === 'machine-stopped' || asked.timedOut;
  if (unreachable && route.host !== undefined && machine === undefined) {
    return {
      message: `no Podman service answers at ${route.host}, which CONTAINER_HOST names`,
      fix: [
        { command: unsetVariable('CONTAINER_HOST'), text: 'uses the default connection, or Podman without a service' },
        { command: 'podman system connection list', text: 'shows the services that are known' },
      ],
    };
  }
  if (unreachable && (inMachine(system) || connectionUsed(connections, route)?.isMachine)) {
    return machine ? silentMachine(machine, machines) : NO_MACHINE;
  }
  if (asked.timedOut) {
    return {
      message: 'Podman did not answer in time',
      fix: [{ command: 'podman info', text: 'shows when it answers again' }],
    };
  }
  if (known) return { message: known.means.replace(/\.$/, ''), fix: known.fix(system, podmanErrors, output) };
  const message =
    asked.exitCode === 0 ? "Podman's answer cannot be read" : `podman failed to answer (exit code ${asked.exitCode})`;
  return { message, fix: [], output: lastLines(output) };
}

const NO_MACHINE: NoAnswer = {
  message: 'there is no podman machine',
  fix: [
    { command: 'podman machine init --now' },
    // Before 6.0, `podman machine list` shows those of one provider only, and 6.0 has no such option.
    { command: 'podman machine list --all-providers', text: 'shows machines of another provider (before Podman 6)' },
  ],
};

function silentMachine(machine: Machine, machines: readonly Machine[]): NoAnswer {
  const { name, running, starting } = machine;
  if (starting) {
    return {
      message: `the podman machine ${name} is starting`,
      fix: [{ command: 'podman machine list', text: 'shows when it runs; then repeat the command' }],
    };
  }
  if (!running) {
    return { message: `the podman machine ${name} is not running`, fix: startMachine(machine, machines) };
  }
  return {
    message: `the podman machine ${name} runs, but Podman in it does not answer`,
    fix: [
      ...restartMachine(machine),
      {
        command: 'podman machine reset',
        text: 'removes every machine with its images; then: podman machine init --now',
      },
    ],
  };
}
