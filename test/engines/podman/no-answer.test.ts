import { describe, expect, it } from 'vitest';
import {
  type Connection,
  type Machine,
  parseConnections,
  parseMachines,
  type Route,
} from '../../../generators/core/engines/podman/machine.js';
import { newMachine, startMachine } from '../../../generators/core/engines/podman/machine-advice.js';
import { whyNoAnswer } from '../../../generators/core/engines/podman/no-answer.js';
import { systemBehind } from '../../../generators/core/engines/podman/system.js';
import type { System } from '../../../generators/core/system/system.js';
import { fixLines } from '../../support/fixes.js';

const mac: System = { platform: 'darwin', distribution: [] };
const windows: System = { platform: 'win32', distribution: [] };
const linux: System = { platform: 'linux', distribution: ['debian'] };

/** The words of Podman 5.6 whose machine does not run (machines.ts has where they were posted). */
const unreachable = {
  exitCode: 125,
  timedOut: false,
  stdout: '',
  stderr:
    'Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM\nError: unable to connect to Podman socket: failed to connect: dial tcp 127.0.0.1:58802: connect: connection refused\n',
};

type State = 'stopped' | 'starting' | 'running';

/** What `podman machine list --format json` prints: the keys of entities.ListReporter in Podman 5.8 and 6.0. */
function machines(provider: string, states: Record<string, State>, byDefault?: string): Machine[] {
  const list = Object.entries(states).map(([Name, state]) => ({
    Name,
    Default: Name === byDefault,
    Running: state === 'running',
    Starting: state === 'starting',
    VMType: provider,
  }));
  return parseMachines(JSON.stringify(list)) ?? [];
}

/** What `podman system connection list --format json` prints: a machine has two connections. */
function connections(names: readonly string[], byDefault?: string): Connection[] {
  const list = names.flatMap((name) =>
    [name, `${name}-root`].map((Name) => ({
      Name,
      URI: `ssh://core@127.0.0.1:58802/run/user/501/podman/${Name}.sock`,
      IsMachine: true,
      Default: Name === byDefault,
    })),
  );
  return parseConnections(JSON.stringify(list)) ?? [];
}

interface Found {
  machines: Machine[];
  connections?: Connection[];
  route?: Route;
  system?: System;
}

const why = ({ machines: found, connections: known = [], route = {}, system = mac }: Found) =>
  whyNoAnswer({ asked: unreachable, machines: found, connections: known, route, system });

describe('a podman machine that does not run', () => {
  it('is named where it is not the one that Podman starts without a name', () => {
    const found = {
      machines: machines('applehv', { wasm: 'stopped' }, 'wasm'),
      connections: connections(['wasm'], 'wasm'),
    };
    expect(why(found)).toEqual({
      message: 'the podman machine wasm is not running',
      fix: [{ command: 'podman machine start wasm' }],
    });
  });

  it.each(['applehv', 'libkrun', 'hyperv'])(
    'of %s waits for another to stop, for it runs one at a time',
    (provider) => {
      const both = machines(provider, { 'podman-machine-default': 'running', wasm: 'stopped' }, 'wasm');
      const { fix } = why({ machines: both, connections: connections(['podman-machine-default', 'wasm'], 'wasm') });
      expect(fix).toEqual([
        { command: 'podman machine stop podman-machine-default' },
        { command: 'podman machine start wasm' },
      ]);
    },
  );

  it('of WSL starts beside another', () => {
    const both = machines('wsl', { 'podman-machine-default': 'running', wasm: 'stopped' }, 'wasm');
    const known = connections(['podman-machine-default', 'wasm'], 'wasm');
    expect(why({ machines: both, connections: known, system: windows }).fix).toEqual([
      { command: 'podman machine start wasm' },
    ]);
  });

  it('that is starting is waited for, and not started again', () => {
    const { message, fix } = why({
      machines: machines('applehv', { wasm: 'starting' }, 'wasm'),
      connections: connections(['wasm'], 'wasm'),
    });
    expect(message).toBe('the podman machine wasm is starting');
    expect(fixLines(fix).join('\n')).not.toContain('machine start');
  });

  it('and is not the default connection becomes it', () => {
    const both = machines('wsl', { a: 'stopped', b: 'stopped' });
    expect(startMachine(both[0] as Machine, both)).toEqual([
      { command: 'podman machine start a' },
      { command: 'podman system connection default a' },
    ]);
  });
});

describe('a service that CONTAINER_HOST names', () => {
  it.each([windows, mac, linux])(
    'is what does not answer, on $platform, and no machine is made or started',
    (system) => {
      const { message, fix } = why({
        machines: machines('wsl', { 'podman-machine-default': 'stopped' }, 'podman-machine-default'),
        connections: connections(['podman-machine-default'], 'podman-machine-default'),
        route: { host: 'tcp://127.0.0.1:5999' },
        system,
      });
      expect(message).toBe('no Podman service answers at tcp://127.0.0.1:5999, which CONTAINER_HOST names');
      expect(fixLines(fix).join('\n')).not.toContain('podman machine');
    },
  );
});

describe('a new machine', () => {
  it('gets a name that no machine has, and becomes the default', () => {
    const lines = newMachine(machines('wsl', { wasm: 'running' }, 'wasm'), 'win32');
    expect(lines).toEqual([
      { command: 'podman machine init --now wasm2' },
      { command: 'podman system connection default wasm2' },
    ]);
  });

  it('waits for the one that runs to stop, on macOS', () => {
    expect(newMachine(machines('libkrun', { 'podman-machine-default': 'running' }), 'darwin')).toEqual([
      { command: 'podman machine stop podman-machine-default' },
      { command: 'podman machine init --now wasm' },
      { command: 'podman system connection default wasm' },
    ]);
  });

  it('says so, too, where Podman could not be asked which machines run', () => {
    expect(fixLines(newMachine(undefined, 'darwin'))[0]).toMatch(/^podman machine stop .*one runs at a time/);
    expect(fixLines(newMachine(undefined, 'win32'))[0]).toMatch(/^podman machine stop .*Hyper-V/);
  });
});

describe('the system behind Podman', () => {
  it('is a machine by name where its service does not answer any more', () => {
    const [machine] = machines('applehv', { wasm: 'running' }, 'wasm');
    expect(systemBehind(undefined, machine, mac, [])).toMatchObject({ platform: 'darwin', machine: 'wasm' });
  });
});
