import type { Fix } from '../../failure.js';
import type { System } from '../../system/system.js';
import type { Machine } from './machine.js';

/**
 * Providers that run one machine at a time: `podman machine start` of a second one fails with "only one VM can be active
 * at a time". WSL runs several. Source: Podman 5.8 and 6.0, RequireExclusiveActive in pkg/machine/PROVIDER/stubber.go.
 */
const ONE_AT_A_TIME = ['applehv', 'libkrun', 'hyperv', 'qemu'];

/** The commands that start a machine. It is named: without a name, Podman starts `podman-machine-default`. */
export function startMachine({ name, provider, isDefault }: Machine, machines: readonly Machine[]): Fix[] {
  const useIt: Fix[] =
    isDefault || machines.length < 2 ? [] : [{ command: `podman system connection default ${name}` }];
  return [...stopOthers(provider, machines, name), { command: `podman machine start ${name}` }, ...useIt];
}

/** The commands that end a machine and start it again. On lines of their own: PowerShell 5 has no `&&`. */
export function restartMachine({ name }: Pick<Machine, 'name'>): Fix[] {
  return [{ command: `podman machine stop ${name}` }, { command: `podman machine start ${name}` }];
}

/**
 * The commands that make a machine with a current image beside those that exist, and have Podman use it.
 *
 * @param machines those that exist; undefined where Podman was not asked
 */
export function newMachine(machines: readonly Machine[] | undefined, platform: NodeJS.Platform): Fix[] {
  const name = freeName(machines ?? []);
  return [
    ...(machines ? stopOthers(machines[0]?.provider, machines, name) : [stopAny(platform)]),
    { command: `podman machine init --now ${name}` },
    // Only the first machine becomes the default by itself (pkg/machine/connection/connection.go, addConnection).
    { command: `podman system connection default ${name}` },
  ];
}

/** The commands that make the disk of the machine larger. */
export function largerDisk(system: Pick<System, 'machine' | 'machines'>): Fix[] {
  return changeMachine(system, '--disk-size 100', 'makes its disk larger (GB)');
}

/** The commands that give the machine more memory. */
export function moreMemory(system: Pick<System, 'machine' | 'machines'>): Fix[] {
  return changeMachine(system, '--memory 4096', 'gives it more memory (MB)');
}

/** Source: Podman 5.8 and 6.0, SetProviderAttrs in pkg/machine: WSL refuses both, the others want the machine stopped. */
function changeMachine(
  { machine, machines = [] }: Pick<System, 'machine' | 'machines'>,
  how: string,
  why: string,
): Fix[] {
  if (machines.find(({ name }) => name === machine)?.provider === 'wsl') return [];
  const name = machine ?? 'NAME';
  return [
    { command: `podman machine stop ${name}` },
    { command: `podman machine set ${how} ${name}`, text: why },
    { command: `podman machine start ${name}` },
  ];
}

function stopOthers(provider: string | undefined, machines: readonly Machine[], name: string): Fix[] {
  if (provider !== undefined && !ONE_AT_A_TIME.includes(provider)) return [];
  const active = machines.filter((machine) => machine.name !== name && (machine.running || machine.starting));
  return active.map((machine) => ({ command: `podman machine stop ${machine.name}` }));
}

function stopAny(platform: NodeJS.Platform): Fix {
  const where = platform === 'win32' ? 'where a machine of Hyper-V runs' : 'where a machine runs';
  return {
    command: 'podman machine stop',
    text: `(${where}: one runs at a time; with the name of a machine that is not the default)`,
  };
}

function freeName(machines: readonly Machine[]): string {
  const taken = new Set(machines.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'wasm' : `wasm${number}`;
    if (!taken.has(name)) return name;
  }
}
