import { connectionUsed, routeOf } from '../../../core/engines/podman/machine.js';
import { whyNoAnswer } from '../../../core/engines/podman/no-answer.js';
import { addIds } from '../../../core/engines/podman/rootless-symptoms.js';
import { faultsOfVersion, parseVersions, tooOld } from '../../../core/engines/podman/version.js';
import { installLines } from '../../../core/system/install.js';
import { startFailure } from '../../../core/system/not-started.js';
import { shownSystem } from '../../../core/system/system.js';
import { noPodman, notRunning } from '../facts/facts.js';
import { absent, type Check, failed, ok, problem, skipped, warning } from './check.js';

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
    const route = routeOf(env);
    const [machines, connections] = [await podman.machines(), await podman.connections()];
    if (!info) {
      const { message, fix, output } = whyNoAnswer({ asked, machines, connections, route, system });
      return { ...problem(message, fix), ...(output && { output }) };
    }
    const connection = connectionUsed(connections, route);
    const way = connection ? `the connection ${connection.name}` : (route.host ?? 'a service');
    return ok(`Podman ${info.version} answers through ${way}, on ${shownSystem(info.system)}`);
  },
};

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
    const old = await tooOld(versions, system, podman.machines);
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
