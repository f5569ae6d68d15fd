import { randomUUID } from 'node:crypto';
import { ExitCode, Failure } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { startFailure } from '../../system/not-started.js';
import { type Finished, run } from '../../system/process.js';
import { type System, thisSystem } from '../../system/system.js';
import { dockerCommands } from '../commands.js';
import type { Engine } from '../engine.js';
import { ANSWER_LIMIT, cancelled, endless, explain, flooding, RUN_LIMIT, RUN_MOST, ranOrFailed } from '../explain.js';
import { dockerDigest } from '../image-digest.js';
import { pushStored, readStored } from '../stored-image.js';
import {
  classicStore,
  type DockerInfo,
  noWasmRuntime,
  parseDockerInfo,
  parseDockerVersions,
  wasmRuntime,
} from './info.js';

/** Docker: `docker buildx build`, and `docker run` through crun registered as a runtime of the daemon. */
export const docker: Engine = {
  id: 'docker',

  async available(_target, signal) {
    const system = await thisSystem();
    const limits = { timeout: ANSWER_LIMIT, signal };
    const asked = await run('docker', ['version', '--format', 'json'], limits);
    if (signal?.aborted) throw cancelled();
    if (asked.missing) return { works: false, why: missing(system) };
    if (asked.timedOut) return { works: false, why: silent() };
    if (asked.exitCode !== 0) return { works: false, why: startFailure('docker', asked) ?? noAnswer(asked, system) };
    const versions = parseDockerVersions(asked.stdout);
    if (versions === undefined) return { works: false, why: notDocker() };
    const buildx = await run('docker', ['buildx', 'version'], limits);
    if (signal?.aborted) throw cancelled();
    if (buildx.exitCode !== 0) return { works: false, why: withoutBuildx(system) };
    const info = await askInfo(system, signal);
    if (info instanceof Failure) return { works: false, why: info };
    if (!info.containerdStore) return { works: false, why: classicStore(info.system) };
    const version = versions.server ?? versions.client;
    // A missing crun-wasm is no reason not to build.
    const canRun = wasmRuntime(info.runtimes) !== undefined;
    return { works: true, version, ...(!canRun && { cannotRun: noWasmRuntime(info.runtimes, info.system) }) };
  },

  async build({ directory, image }, { noCache, onLine = () => {}, signal }) {
    // Provenance would make the image an index with an attestation manifest beside ours.
    const flags = ['--platform', 'wasi/wasm', '--provenance=false', '--load', '--progress=plain'];
    if (noCache) flags.push('--no-cache');
    const built = await run('docker', ['buildx', 'build', ...flags, '-t', image, '-f', 'Containerfile', '.'], {
      cwd: directory,
      env: WITHOUT_GIT,
      onLine,
      signal,
    });
    if (built.exitCode !== 0) throw explain('docker', built, 'build', await thisSystem(), signal);
    return built.seconds;
  },

  image: ({ image }, signal) => readStored('docker', ['save', image], image, signal),

  async run({ image }, signal, limit = RUN_LIMIT) {
    const system = await thisSystem();
    const info = await askInfo(system, signal);
    if (info instanceof Failure) throw info;
    const runtime = wasmRuntime(info.runtimes);
    if (!runtime) throw noWasmRuntime(info.runtimes, info.system);
    const name = `create-wasm-oci-${randomUUID()}`;
    // Never pull: the image was just built, and one of that name from a registry would be another.
    // No signal proxy: a docker that hands signals on waits for a module that hears none, until it is killed.
    const flags = ['--rm', '--pull=never', '--sig-proxy=false', '--platform', 'wasi/wasm', '--name', name];
    const ran = await run('docker', ['run', ...flags, ...runtime, image], { timeout: limit, most: RUN_MOST, signal });
    if (ran.exitCode === undefined || ran.timedOut || ran.flooded || signal?.aborted) {
      // A module hears no signal, and a container belongs to the daemon, not to the docker that was ended.
      await run('docker', ['rm', '--force', name], { timeout: ANSWER_LIMIT });
    }
    if (ran.timedOut) throw endless(ran, limit);
    if (ran.flooded) throw flooding(ran);
    return ranOrFailed('docker', ran, async () => info.system, signal);
  },

  digest: dockerDigest,

  push: ({ image }, signal) => pushStored('docker', image, signal),

  reference: ({ image }) => image,

  commands: dockerCommands,
};

/**
 * buildx asks git about the folder, for a provenance that is not wanted here. In a cloned repository that folder may have
 * a config of git's own, which names programs. Source: buildx, build/git.go.
 */
const WITHOUT_GIT = { BUILDX_GIT_INFO: 'false' };

/** What the daemon says of itself; or why it does not. */
async function askInfo(system: System, signal?: AbortSignal): Promise<DockerInfo | Failure> {
  const asked = await run('docker', ['info', '--format', 'json'], { timeout: ANSWER_LIMIT, signal });
  if (signal?.aborted) throw cancelled();
  if (asked.timedOut) return silent();
  // Without a daemon it prints the client's part, and ends well.
  return parseDockerInfo(asked.stdout) ?? noAnswer(asked, system);
}

/** Why it gave no answer, without the JSON on stdout, which is the client's part alone. */
function noAnswer(asked: Finished, system: System): Failure {
  return explain('docker', { ...asked, stdout: '' }, 'answer', system);
}

function missing(system: System): Failure {
  return new Failure('Docker is not installed, or not on PATH.', {
    exitCode: ExitCode.notBuilt,
    fix: installLines('docker', system),
  });
}

function notDocker(): Failure {
  return new Failure('The docker on PATH is not Docker; it may be Podman under that name.', {
    exitCode: ExitCode.notBuilt,
    fix: ['Use Podman by its own name: --engine podman'],
  });
}

function silent(): Failure {
  return new Failure(`Docker did not answer within ${ANSWER_LIMIT / 1000} seconds.`, {
    exitCode: ExitCode.notBuilt,
    fix: ['docker version   shows when it answers again'],
  });
}

function withoutBuildx(system: System): Failure {
  return new Failure('Docker has no buildx, which it builds for other platforms with.', {
    exitCode: ExitCode.notBuilt,
    fix: installLines('docker-buildx', system),
  });
}
