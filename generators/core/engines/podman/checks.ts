import { startFailure } from '../../system/process-failure.js';
import { shownSystem } from '../../system/system.js';
import {
  absentEngine,
  type Check,
  type ChecksOf,
  failedCheck,
  notRunning,
  ok,
  probeCheck,
  problem,
  skipped,
  warning,
} from '../check.js';
import { imagesCheck } from '../images-check.js';
import { containersConf } from './containers-conf-check.js';
import { crunWasm, handlerLibrary, wasmHandler } from './crun-wasm-checks.js';
import { noPodman, type PodmanFacts, podmanFacts } from './facts.js';
import { connectionUsed, routeOf } from './machine.js';
import { whyNoAnswer } from './no-answer.js';
import { addIds } from './rootless-symptoms.js';
import { podmanErrors } from './symptoms.js';
import { faultsOfVersion, parseVersions, tooOld } from './version.js';

/** What the doctor checks of Podman. */
export const checks: ChecksOf = (surroundings) => {
  const facts = podmanFacts(surroundings);
  const silent = () => noPodman(facts);
  return [
    podmanInstalled(facts),
    containersConf(facts),
    podmanService(facts),
    version(facts),
    userIds(facts),
    crunWasm(facts),
    wasmHandler(facts),
    handlerLibrary(facts),
    imagesCheck('podman-images', {
      surroundings,
      errors: podmanErrors,
      silent,
      system: facts.containerSystem,
      // Reads a manifest from the registry, a few kB, without pulling the image.
      registry: (image) => ['manifest', 'inspect', image],
      store: (image) => ['image', 'exists', image],
      first: 'registry',
    }),
    probeCheck('podman-probe', silent, facts.probed),
  ];
};

/** Podman is installed. */
const podmanInstalled = (facts: PodmanFacts): Check => ({
  id: 'podman',
  why: 'Podman builds the image and runs it; it is what the README of every project uses.',
  async look() {
    const asked = await facts.clientVersion();
    if (asked.missing) return absentEngine(podmanErrors, facts.system);
    const neverRan = startFailure('podman', asked);
    if (neverRan) return failedCheck(neverRan);
    const version = /version (\S+)/.exec(asked.stdout)?.[1];
    return ok(version ? `Podman ${version} is installed` : 'podman is on PATH, but does not report its version');
  },
});

/** Podman answers, on the system where containers run. */
const podmanService = (facts: PodmanFacts): Check => ({
  id: 'podman-service',
  why: 'On macOS, on Windows and with a remote connection, images are built and run by a Podman on another system.',
  async look() {
    const asked = await facts.infoAnswer();
    const none = notRunning('Podman', asked);
    if (none) return skipped(none);
    const info = await facts.info();
    if (info?.remote === false) return ok(`Podman runs containers on this system itself: ${shownSystem(info.system)}`);
    const route = routeOf(facts.env);
    const [machines, connections] = [await facts.machines(), await facts.connections()];
    if (!info) {
      const { message, fix, output } = whyNoAnswer({ asked, machines, connections, route, system: facts.system });
      return { ...problem(message, fix), ...(output && { output }) };
    }
    const connection = connectionUsed(connections, route);
    const way = connection ? `the connection ${connection.name}` : (route.host ?? 'a service');
    return ok(`Podman ${info.version} answers through ${way}, on ${shownSystem(info.system)}`);
  },
});

/** Client and server are new enough. */
const version = (facts: PodmanFacts): Check => ({
  id: 'podman-version',
  why: 'Podman runs wasi/wasm from 4.7 on (macOS: 4.8), client and server alike; 5.6 fixes two bugs of earlier versions.',
  async look() {
    const asked = await facts.version();
    const none = notRunning('Podman', asked);
    if (none) return skipped(none);
    const versions = parseVersions(asked.stdout);
    if (!versions) return skipped('Podman does not answer');
    const old = await tooOld(versions, facts.system, facts.machines);
    if (old) return failedCheck(old);
    const faults = faultsOfVersion(versions, await facts.containerSystem());
    if (faults) return warning(faults.message, faults.fix);
    const { client, server } = versions;
    return ok(server === undefined ? `Podman ${client}` : `client ${client}, server ${server}`);
  },
});

/** Without root, a range of ids is there to unpack images with. The probe's image has one file, and needs none. */
const userIds = (facts: PodmanFacts): Check => ({
  id: 'podman-user-ids',
  decides: 'needed',
  why: "Podman without root unpacks a builder image's users as ids of a range that /etc/subuid and /etc/subgid give yours.",
  async look() {
    const silent = await noPodman(facts);
    if (silent) return skipped(silent);
    const { rootless, ids } = (await facts.info()) ?? {};
    if (!rootless) return ok('Podman runs as root, which has all');
    if (ids === undefined) return skipped('Podman does not report its ids');
    if (ids > 1) return ok(`Podman runs without root, with ${ids} ids`);
    return problem('Podman runs without root, and has no user id but yours', addIds(await facts.containerSystem()));
  },
});
