/**
 * What Podman says on systems that the lab cannot be. The parts that decide are as users posted them. They are of macOS
 * with Podman 5.6 and its machine (podman issues 25265 and 27279, with `podman machine ls`). Others are of a WSL
 * machine (podman issue 22805 and Fedora's image for WSL, issue 13235), Ubuntu's versions as in the lab's notes.
 */
import { CONF_IN_MACHINE } from '../../../generators/core/engines/podman/containers-conf.js';
import type { Answers } from './support.js';

const version = (client: string, server?: string) =>
  JSON.stringify({
    Client: { APIVersion: client, Version: client },
    ...(server && { Server: { APIVersion: server, Version: server } }),
  });

/** `crun --version` of Fedora 41 and of crun 1.28 as Debian sid has it. */
export const crun = {
  fedora:
    'crun version 1.19.1\ncommit: 3e32a70c93f5aa5fea69b50256cca7fd4aa23c80\nrundir: /run/user/501/crun\nspec: 1.0.0\n' +
    '+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU +LIBKRUN +WASM:wasmedge +YAJL',
  plain: 'crun version 1.28\nspec: 1.0.0\n+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU +YAJL',
};

interface Info {
  server: string;
  distribution: { distribution: string; version: string; variant?: string };
  kernel: string;
  remote: boolean;
  runtime?: { name: string; path: string; version: string };
}

const info = ({ server, distribution, kernel, remote, runtime }: Info) =>
  JSON.stringify({
    host: {
      arch: 'arm64',
      distribution,
      kernel,
      serviceIsRemote: remote,
      ociRuntime: runtime ?? { name: 'crun', path: '/usr/bin/crun', version: crun.fedora },
    },
    version: { APIVersion: server, Version: server },
  });

/** The system in the machine of macOS (and of Windows with Hyper-V), and the one in a WSL machine. */
const inside = {
  coreos: {
    distribution: { distribution: 'fedora', variant: 'coreos', version: '41' },
    kernel: '6.12.13-200.fc41.aarch64',
  },
  wsl: {
    distribution: { distribution: 'fedora', variant: 'container', version: '41' },
    kernel: '5.15.167.4-microsoft-standard-WSL2',
  },
};

const connections = JSON.stringify([
  {
    Name: 'podman-machine-default',
    URI: 'ssh://core@127.0.0.1:58802/run/user/501/podman/podman.sock',
    Identity: '/Users/ada/.local/share/containers/podman/machine/machine',
    IsMachine: true,
    Default: true,
    ReadWrite: true,
  },
  {
    Name: 'podman-machine-default-root',
    URI: 'ssh://root@127.0.0.1:58802/run/podman/podman.sock',
    Identity: '/Users/ada/.local/share/containers/podman/machine/machine',
    IsMachine: true,
    Default: false,
    ReadWrite: true,
  },
]);

const machines = (Running: boolean) =>
  JSON.stringify([
    {
      Name: 'podman-machine-default',
      Default: true,
      Running,
      Starting: false,
      VMType: 'applehv',
      CPUs: 5,
      Port: 58802,
    },
  ]);

const unreachable = {
  exitCode: 125,
  stderr:
    'Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM\n' +
    'Error: unable to connect to Podman socket: failed to connect: dial tcp 127.0.0.1:58802: connect: connection refused\n',
};

const inMachine = (command: string) => `podman machine ssh podman-machine-default ${command}`;
/** The questions that are asked in a machine. */
export const CONF = inMachine(CONF_IN_MACHINE);
export const WHERE = inMachine('command -v crun-wasm && crun-wasm --version');

/** A machine that runs, with Podman of these versions. */
export function machineRuns(where: keyof typeof inside, client: string, server = client): Answers {
  return {
    'podman --version': { stdout: `podman version ${client}\n` },
    'podman version --format json': { stdout: version(client, server) },
    'podman info --format json': { stdout: info({ ...inside[where], server, remote: true }) },
    'podman machine list --format json': { stdout: machines(true) },
    'podman system connection list --format json': { stdout: connections },
    [WHERE]: { stdout: `/usr/bin/crun-wasm\n${crun.fedora}\n` },
  };
}

/** A machine that does not run, or (`none`) was never made. */
export function machineSilent(state: 'stopped' | 'none' | 'running'): Answers {
  return {
    'podman --version': { stdout: 'podman version 5.6.0\n' },
    'podman version --format json': unreachable,
    'podman info --format json': unreachable,
    'podman machine list --format json': { stdout: state === 'none' ? '[]' : machines(state === 'running') },
    'podman system connection list --format json': { stdout: state === 'none' ? '[]' : connections },
  };
}

/** A local Podman on a distribution, and what it says of crun-wasm. */
export function local(
  podman: string,
  distribution: Info['distribution'],
  { crunWasm, plain }: { crunWasm?: string; plain?: string },
): Answers {
  const about = { server: podman, distribution, kernel: '6.8.0-60-generic', remote: false };
  const runtime = (name: string, version: string) => ({ name, path: `/usr/bin/${name}`, version });
  return {
    'podman --version': { stdout: `podman version ${podman}\n` },
    'podman version --format json': { stdout: version(podman) },
    'podman info --format json': { stdout: info({ ...about, ...(plain && { runtime: runtime('crun', plain) }) }) },
    'podman --runtime crun-wasm info --format json': crunWasm
      ? { stdout: info({ ...about, runtime: runtime('crun-wasm', crunWasm) }) }
      : { exitCode: 125, stderr: 'Error: default OCI runtime "crun-wasm" not found: invalid argument\n' },
  };
}
