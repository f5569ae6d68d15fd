import {
  classicStore,
  parseDockerVersions,
  runtimeLines,
  shimsOf,
  wasmRuntime,
} from '../../../core/engines/docker/info.js';
import { diagnose } from '../../../core/engines/symptoms.js';
import { installLines } from '../../../core/system/install.js';
import { startFailure } from '../../../core/system/not-started.js';
import { lastLines } from '../../../core/system/process.js';
import { shownSystem } from '../../../core/system/system.js';
import { noDocker, notRunning } from '../facts/facts.js';
import { absent, type Check, failed, ok, problem, skipped } from './check.js';

/** Docker is installed. */
export const docker: Check = {
  id: 'docker',
  part: 'docker',
  why: 'Docker builds the image with buildx and runs it through crun, where Podman is not wanted.',
  async look({ docker, system }) {
    const asked = await docker.version();
    if (asked.missing) return absent('Docker is not installed, or not on PATH', installLines('docker', system));
    const neverRan = startFailure('docker', asked);
    if (neverRan) return failed(neverRan);
    const versions = parseDockerVersions(asked.stdout);
    if (versions) return ok(`Docker ${versions.client} is installed`);
    if (/podman|"APIVersion"/i.test(asked.stdout + asked.stderr)) {
      return absent('the docker on PATH is Podman under that name', ['create-wasm-oci doctor --engine podman']);
    }
    return ok('docker is on PATH, but does not tell its version');
  },
};

/** The daemon answers. */
export const dockerService: Check = {
  id: 'docker-service',
  part: 'docker',
  why: "Docker's daemon builds and runs; the docker command only asks it.",
  async look({ docker, system }) {
    const asked = await docker.infoAnswer();
    const none = notRunning('Docker', asked);
    if (none) return skipped(none);
    const info = await docker.info();
    if (info) return ok(`the daemon answers, on ${shownSystem(info.system)}`);
    if (!parseDockerVersions((await docker.version()).stdout)) return skipped('it is not Docker');
    if (asked.timedOut) return problem('Docker did not answer in time', ['docker info   shows when it answers again']);
    // The client's own part of the JSON on stdout says nothing of the fault.
    const output = `${asked.stderr}${(await docker.version()).stderr}`;
    const symptom = diagnose(output, 'answer');
    if (symptom) return problem(symptom.means, symptom.fix(system, 'docker', output));
    return { ...problem(`docker info failed (exit code ${asked.exitCode})`, []), output: lastLines(output) };
  },
};

/** buildx is installed. */
export const dockerBuildx: Check = {
  id: 'docker-buildx',
  part: 'docker',
  why: 'docker buildx build is the only way in which Docker builds for wasi/wasm.',
  async look({ docker, system }) {
    if (!parseDockerVersions((await docker.version()).stdout)) return skipped('Docker is not installed');
    const asked = await docker.buildx();
    if (asked.exitCode !== 0) return problem('Docker has no buildx', installLines('docker-buildx', system));
    return ok(asked.stdout.trim().split('\n')[0] ?? '');
  },
};

/** The daemon keeps images where wasi/wasm is taken. */
export const dockerStore: Check = {
  id: 'docker-store',
  part: 'docker',
  why: "Docker's classic image store takes no image for wasi/wasm; the containerd image store does.",
  async look(facts) {
    const info = await facts.docker.info();
    if (!info) return skipped((await noDocker(facts)) ?? '');
    return info.containerdStore ? ok('the containerd image store') : failed(classicStore(info.system));
  },
};

/** The daemon knows crun-wasm. */
export const dockerRuntime: Check = {
  id: 'docker-runtime',
  part: 'docker',
  why: 'Docker runs modules only through a runtime that can: crun, which its daemon.json has to name.',
  async look(facts) {
    const info = await facts.docker.info();
    if (!info) return skipped((await noDocker(facts)) ?? '');
    const flags = wasmRuntime(info.runtimes);
    if (flags) return ok(`docker run ${flags.join(' ')}`);
    const shims = shimsOf(info.runtimes);
    const aside = shims === undefined ? '' : ` (${shims})`;
    return problem(`the daemon names no crun-wasm among its runtimes${aside}`, runtimeLines(info.system));
  },
};
