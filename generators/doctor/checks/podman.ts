import { installLines } from '../../core/host/install.js';
import { startFailure } from '../../core/host/not-started.js';
import type { Connection, Machine, Route } from '../../core/host/podman-machine.js';
import { routeOf } from '../../core/host/podman-machine.js';
import { faultsOfVersion, parseVersions, tooOld } from '../../core/host/podman-version.js';
import { type Finished, lastLines } from '../../core/host/process.js';
import { addIds } from '../../core/host/rootless-symptoms.js';
import { diagnose } from '../../core/host/symptoms.js';
import { inMachine, type System, shownSystem } from '../../core/host/system.js';
import { noPodman, notRunning } from '../facts/facts.js';
import { absent, type Check, type Finding, failed, ok, problem, skipped, warning } from './check.js';

/** Podman is installed. */
export const podman: Check = {
  id: 'podman',
  part: 'podman',
  why: 'Podman builds the image and runs it; it is what the README of every project uses.',
  async look({ podman, system }) {
    const asked = await podman.clientVersion();
    if (asked.missing) return absent('Podman is not installed, or not on PATH', installLines('podman', system));
    const neverRan = startFailure('podman', asked);
    if (neverRan) return failed(neverRan);
    const version = /version (\S+)/.exec(asked.stdout)?.[1];
    return ok(version ? `Podman ${version} is installed` : 'podman is on PATH, but does not tell its version');
  },
};

/** Podman answers, on the system where containers run. */
export const podmanService: Check = {
  id: 'podman-service',
  part: 'podman',
  why: 'On macOS, on Windows and with a remote connection, images are built and run by a Podman on another system.',
  async look({ podman, system, env }) {
    const asked = await podman.infoAnswer();
    const none = notRunning('Podman', asked);
    if (none) return skipped(none);
    const info = await podman.info();
    if (info?.remote === false) return ok(`Podman runs containers on this system itself: ${shownSystem(info.system)}`);
    const [route, connection] = [routeOf(env), await podman.connection()];
    if (!info) return notAnswering({ asked, machine: await podman.machine(), connection, route, system });
    const way = connection ? `the connection ${connection.name}` : (route.host ?? 'a service');
    return ok(`Podman ${info.version} answers through ${way}, on ${shownSystem(info.system)}`);
  },
};

/** What is known when `podman info` gave no answer. */
export interface Silence {
  asked: Finished;
  machine: Machine | undefined;
  connection: Connection | undefined;
  route: Route;
  /** The client's. */
  system: System;
}

/** Why Podman does not answer. */
export function notAnswering({ asked, machine, connection, route, system }: Silence): Finding {
  const output = `${asked.stdout}${asked.stderr}`;
  const symptom = diagnose(output, 'answer');
  const unreachable = symptom?.id === 'machine-stopped' || asked.timedOut;
  if (unreachable && route.host !== undefined && machine === undefined) {
    return problem(`no Podman service answers at ${route.host}, which CONTAINER_HOST names`, [
      'unset CONTAINER_HOST   uses the default connection, or Podman without a service',
      'podman system connection list   shows the services that are known',
    ]);
  }
  if (unreachable && (inMachine(system) || connection?.isMachine)) return machineFinding(machine);
  if (asked.timedOut) return problem('Podman did not answer in time', ['podman info   shows when it answers again']);
  if (symptom) return problem(symptom.means, symptom.fix(system, 'podman', output));
  return { ...problem(`podman info failed (exit code ${asked.exitCode})`, []), output: lastLines(output) };
}

function machineFinding(machine: Machine | undefined): Finding {
  if (!machine) {
    // `podman machine list` shows those of one provider alone (podman#27912).
    const others = 'podman machine list --all-providers   shows machines of another provider, if there are any';
    return problem('there is no podman machine', ['podman machine init --now', others]);
  }
  const { name, running } = machine;
  if (!running) return problem(`the podman machine ${name} is not running`, [`podman machine start ${name}`]);
  return problem(`the podman machine ${name} runs, but Podman in it does not answer`, [
    `podman machine stop ${name} && podman machine start ${name}`,
    'podman machine reset && podman machine init --now   (removes every machine with its images)',
  ]);
}

/** Client and server are new enough. */
export const podmanVersion: Check = {
  id: 'podman-version',
  part: 'podman',
  why: 'Podman runs wasi/wasm from 4.7 on (macOS: 4.8), client and server alike; 5.6 is free of two faults that it had.',
  async look({ podman, system }) {
    const asked = await podman.version();
    const none = notRunning('Podman', asked);
    if (none) return skipped(none);
    const versions = parseVersions(asked.stdout);
    if (!versions) return skipped('Podman does not answer');
    const old = tooOld(versions, system);
    if (old) return failed(old);
    const faults = faultsOfVersion(versions, await podman.system());
    if (faults) return warning(faults.message, faults.fix);
    const { client, server } = versions;
    return ok(server === undefined ? `Podman ${client}` : `client ${client}, server ${server}`);
  },
};

/** Without root, a range of ids is there to unpack images with. The probe's image has one file, and needs none. */
export const podmanUserIds: Check = {
  id: 'podman-user-ids',
  part: 'podman',
  why: "Podman without root unpacks a builder image's users as ids of a range that /etc/subuid and /etc/subgid give yours.",
  async look(facts) {
    const silent = await noPodman(facts);
    if (silent) return skipped(silent);
    const { rootless, ids } = (await facts.podman.info()) ?? {};
    if (!rootless) return ok('Podman runs as root, which has all');
    if (ids === undefined) return skipped('Podman does not say which ids it has');
    if (ids > 1) return ok(`Podman runs without root, with ${ids} ids`);
    return problem('Podman runs without root, and has no user id but yours', addIds(await facts.podman.system()));
  },
};
