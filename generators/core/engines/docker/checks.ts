import { installLines } from '../../system/install.js';
import { type Finished, lastLines } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { shownSystem } from '../../system/system.js';
import {
  absent,
  absentEngine,
  type Check,
  type ChecksOf,
  failedCheck,
  notRunning,
  ok,
  once,
  probeCheck,
  problem,
  type Surroundings,
  skipped,
} from '../check.js';
import { ANSWER_LIMIT } from '../explain.js';
import { imagesCheck } from '../images-check.js';
import { diagnose } from '../known-errors.js';
import {
  classicStore,
  type DockerInfo,
  parseDockerInfo,
  parseDockerVersions,
  runtimeLines,
  shimsOf,
  wasmRuntime,
} from './docker-info.js';
import { docker } from './info.js';
import { buildxPackage } from './install.js';
import { dockerErrors } from './symptoms.js';

/** What Docker says, each asked once. */
interface DockerFacts extends Surroundings {
  version(): Promise<Finished>;
  buildx(): Promise<Finished>;
  infoAnswer(): Promise<Finished>;
  info(): Promise<DockerInfo | undefined>;
}

/** What the doctor checks of Docker. */
export const checks: ChecksOf = (surroundings) => {
  const facts = dockerFacts(surroundings);
  const silent = () => noDocker(facts);
  return [
    dockerInstalled(facts),
    dockerService(facts),
    buildx(facts),
    imageStore(facts),
    dockerRuntime(facts),
    imagesCheck('docker-images', {
      surroundings,
      errors: dockerErrors,
      silent,
      system: async () => (await facts.info())?.system ?? surroundings.system,
      registry: (image) => ['manifest', 'inspect', image],
      store: (image) => ['image', 'inspect', '--format', '{{.Id}}', image],
      // Docker's client asks registries itself, past the mirrors of the daemon, so what the daemon has comes first.
      first: 'store',
    }),
    probeCheck('docker-probe', silent, () => surroundings.probe(docker.id)),
  ];
};

function dockerFacts(surroundings: Surroundings): DockerFacts {
  const question = (...args: string[]) => surroundings.ask('docker', args, ANSWER_LIMIT);
  const infoAnswer = once(() => question('info', '--format', 'json'));
  return {
    ...surroundings,
    version: once(() => question('version', '--format', 'json')),
    buildx: once(() => question('buildx', 'version')),
    infoAnswer,
    info: once(async () => parseDockerInfo((await infoAnswer()).stdout)),
  };
}

/** Why nothing more can be asked of Docker's daemon; undefined when it answers. */
async function noDocker(facts: DockerFacts): Promise<string | undefined> {
  const none = notRunning('Docker', await facts.infoAnswer());
  if (none) return none;
  return (await facts.info()) ? undefined : 'Docker does not answer';
}

/** Docker is installed. */
const dockerInstalled = (facts: DockerFacts): Check => ({
  id: 'docker',
  why: 'Docker builds the image with buildx and runs it through crun, as an alternative to Podman.',
  async look() {
    const asked = await facts.version();
    if (asked.missing) return absentEngine(dockerErrors, facts.system);
    const neverRan = startFailure('docker', asked);
    if (neverRan) return failedCheck(neverRan);
    const versions = parseDockerVersions(asked.stdout);
    if (versions) return ok(`Docker ${versions.client} is installed`);
    if (/podman|"APIVersion"/i.test(asked.stdout + asked.stderr)) {
      return absent('the docker on PATH is Podman under that name', [
        { command: 'create-wasm-oci doctor --engine podman' },
      ]);
    }
    return ok('docker is on PATH, but does not report its version');
  },
});

/** The daemon answers. */
const dockerService = (facts: DockerFacts): Check => ({
  id: 'docker-service',
  why: "Docker's daemon builds and runs; the docker command only asks it.",
  async look() {
    const asked = await facts.infoAnswer();
    const none = notRunning('Docker', asked);
    if (none) return skipped(none);
    const info = await facts.info();
    if (info) return ok(`the daemon answers, on ${shownSystem(info.system)}`);
    if (!parseDockerVersions((await facts.version()).stdout)) return skipped('it is not Docker');
    if (asked.timedOut)
      return problem('Docker did not answer in time', [
        { command: 'docker info', text: 'shows when it answers again' },
      ]);
    // The client's own part of the JSON on stdout says nothing of the fault.
    const output = `${asked.stderr}${(await facts.version()).stderr}`;
    const symptom = diagnose(dockerErrors, output, 'answer');
    if (symptom) return problem(symptom.means, symptom.fix(facts.system, dockerErrors, output));
    return { ...problem(`docker info failed (exit code ${asked.exitCode})`, []), output: lastLines(output) };
  },
});

/** buildx is installed. */
const buildx = (facts: DockerFacts): Check => ({
  id: 'docker-buildx',
  why: 'docker buildx build is the only way in which Docker builds for wasi/wasm.',
  async look() {
    if (!parseDockerVersions((await facts.version()).stdout)) return skipped('Docker is not installed');
    const asked = await facts.buildx();
    if (asked.exitCode !== 0) return problem('Docker has no buildx', installLines(buildxPackage, facts.system));
    return ok(asked.stdout.trim().split('\n')[0] ?? '');
  },
});

/** The daemon keeps images where wasi/wasm is taken. */
const imageStore = (facts: DockerFacts): Check => ({
  id: 'docker-store',
  why: "Docker's classic image store takes no image for wasi/wasm; the containerd image store does.",
  async look() {
    const info = await facts.info();
    if (!info) return skipped((await noDocker(facts)) ?? '');
    return info.containerdStore ? ok('the containerd image store') : failedCheck(classicStore(info.system));
  },
});

/** The daemon knows crun-wasm. */
const dockerRuntime = (facts: DockerFacts): Check => ({
  id: 'docker-runtime',
  why: 'Docker runs modules only through a runtime that can: crun, which its daemon.json must name.',
  async look() {
    const info = await facts.info();
    if (!info) return skipped((await noDocker(facts)) ?? '');
    const flags = wasmRuntime(info.runtimes);
    if (flags) return ok(`docker run ${flags.join(' ')}`);
    const shims = shimsOf(info.runtimes);
    const aside = shims === undefined ? '' : ` (${shims})`;
    return problem(`the daemon names no crun-wasm among its runtimes${aside}`, runtimeLines(info.system));
  },
});
