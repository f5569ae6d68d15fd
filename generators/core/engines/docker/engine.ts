import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { installLines } from '../../system/install.js';
import type { Finished } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { quoted } from '../../system/shell.js';
import type { System } from '../../system/system.js';
import { buildArguments } from '../build-arguments.js';
import { checkedDigest } from '../digest.js';
import type { BuildContext, Engine, Store } from '../engine.js';
import {
  ANSWER_LIMIT,
  cancelled,
  endless,
  explain,
  flooding,
  notInstalled,
  RUN_LIMIT,
  RUN_MOST,
  ranOrFailed,
} from '../explain.js';
import { type Host, thisHost } from '../host.js';
import { inBuilderStage } from '../in-builder.js';
import { namingLocalBuilder } from '../local-builder.js';
import { pushIndexed } from '../push-indexed.js';
import { servedManifest } from '../served.js';
import { attachContainer, servedFlags, sessionFlags } from '../session.js';
import { sourceDateEpoch } from '../source-date-epoch.js';
import { pushStored, readStoredImage } from '../stored-image.js';
import {
  classicStore,
  type DockerInfo,
  noWasmRuntime,
  parseDockerInfo,
  parseDockerVersions,
  wasmRuntime,
} from './docker-info.js';
import { docker as info } from './info.js';
import { buildxPackage } from './install.js';
import { dockerErrors } from './symptoms.js';

const dockerStore: Store = {
  has: (image) => ['image', 'inspect', '--format', '{{.Id}}', image],
  saysNo: ({ stderr }) => /no such image|not found/i.test(stderr),
  save: (image) => ['save', image],
  pull: (image) => ['pull', '--quiet', '--platform', 'wasi/wasm', image],
  load: (archive) => ['load', '--input', archive],
  push: (image) => ['push', image],
  // `1.0: digest: sha256:… size: 420`, the last line of Docker 26.1.
  pushed: (printed) => /^\S+: digest: (sha256:[0-9a-f]{64}) size: \d+\s*$/m.exec(printed)?.[1],
  // Docker builds with the containerd image store only (classicStore), which keeps indexes.
  pushIndex: pushIndexed,
  async served({ host }, image, signal) {
    const asked = await host.run('docker', ['buildx', 'imagetools', 'inspect', '--raw', image], { signal });
    return asked.exitCode === 0 ? servedManifest(asked.stdout, true) : undefined;
  },
  remove: (image) => ['rmi', '--force', image],
};

/** Docker on a host. */
export function createDocker(host: Host): Engine<BuildContext> {
  const { run } = host;
  const keeper = { store: dockerStore, errors: dockerErrors, host };
  return {
    id: 'docker',
    errors: dockerErrors,
    store: dockerStore,

    async available(_target, signal) {
      const system = await host.system();
      const limits = { timeout: ANSWER_LIMIT, signal };
      const asked = await run('docker', ['version', '--format', 'json'], limits);
      if (signal?.aborted) throw cancelled();
      if (asked.missing) return { works: false, why: notInstalled(dockerErrors, system) };
      if (asked.timedOut) return { works: false, why: silentDocker() };
      if (asked.exitCode !== 0) return { works: false, why: startFailure('docker', asked) ?? noAnswer(asked, system) };
      const versions = parseDockerVersions(asked.stdout);
      if (versions === undefined) return { works: false, why: notDocker() };
      const buildx = await run('docker', ['buildx', 'version'], limits);
      if (signal?.aborted) throw cancelled();
      if (buildx.exitCode !== 0) return { works: false, why: withoutBuildx(system) };
      const about = await askInfo(host, signal);
      if (about instanceof Failure) return { works: false, why: about };
      if (!about.containerdStore) return { works: false, why: classicStore(about.system) };
      const version = versions.server ?? versions.client;
      // A missing crun-wasm is no reason not to build.
      const canRun = wasmRuntime(about.runtimes) !== undefined;
      return { works: true, version, ...(!canRun && { cannotRun: noWasmRuntime(about.runtimes, about.system) }) };
    },

    async build({ directory, image }, { noCache, stage, quick, variables, onLine = () => {}, signal }) {
      // Provenance would make the image an index with an attestation manifest beside ours.
      const flags = ['--platform', 'wasi/wasm', '--provenance=false', '--progress=plain'];
      if (noCache) flags.push('--no-cache');
      if (stage !== undefined) flags.push('--target', stage);
      flags.push(...(await buildArguments({ directory, image }, { variables })));
      const build = async (output: string[]) => {
        const built = await run('docker', ['buildx', 'build', ...flags, ...output, '-f', 'Containerfile', '.'], {
          cwd: directory,
          env: WITHOUT_GIT,
          onLine,
          signal,
        });
        if (built.exitCode === 0) return built.seconds;
        const failure = explain(dockerErrors, built, 'build', await host.system(), signal);
        throw await namingLocalBuilder(host, dockerErrors, built, failure);
      };
      if (sourceDateEpoch({ stage, quick }) === undefined) return build(['--load', '-t', image]);
      // buildx takes the variable for the time of the image, and the files in it only with rewrite-timestamp, which its
      // containerd store refuses to build into ("conflicts with unpack", BuildKit 0.13): it writes an archive.
      return inTemporaryFolder('epoch', async (folder) => {
        const archive = join(folder, 'image.tar');
        const destination = `"dest=${archive.replaceAll('"', '""')}"`;
        const seconds = await build(['--output', `type=docker,name=${image},rewrite-timestamp=true,${destination}`]);
        const loaded = await run('docker', dockerStore.load(archive), { signal });
        if (loaded.exitCode !== 0) throw explain(dockerErrors, loaded, 'build', await host.system(), signal);
        return seconds + loaded.seconds;
      });
    },

    inBuilder: (target, wanted, options) =>
      inBuilderStage(
        {
          ...keeper,
          build: ['buildx', 'build', '--load', '--platform', 'wasi/wasm', '--provenance=false', '--progress=plain'],
          options: { env: WITHOUT_GIT },
        },
        target,
        wanted,
        options,
      ),

    image: ({ image }, signal) => readStoredImage(keeper, image, signal),

    async run({ image }, signal, limit = RUN_LIMIT, given) {
      const about = await askInfo(host, signal);
      if (about instanceof Failure) throw about;
      const runtime = wasmRuntime(about.runtimes);
      if (!runtime) throw noWasmRuntime(about.runtimes, about.system);
      const name = `create-wasm-oci-${randomUUID()}`;
      // Never pull: the image was just built, and one of that name from a registry would be another.
      // No signal proxy: a docker that hands signals on waits for a module that hears none, until it is killed.
      const flags = ['--rm', '--pull=never', '--sig-proxy=false', '--platform', 'wasi/wasm', '--name', name];
      const ran = await run('docker', ['run', ...flags, ...runtime, ...servedFlags(given), image], {
        timeout: limit,
        maxBuffer: RUN_MOST,
        signal,
      });
      if (ran.exitCode === undefined || ran.timedOut || ran.truncated || signal?.aborted) {
        // A module hears no signal, and a container belongs to the daemon, not to the docker that was ended.
        await run('docker', ['rm', '--force', name], { timeout: ANSWER_LIMIT });
      }
      if (ran.timedOut) throw endless(ran, limit);
      if (ran.truncated) throw flooding(ran);
      return ranOrFailed(dockerErrors, ran, async () => about.system, signal);
    },

    async attach({ image }, session, signal) {
      const about = await askInfo(host, signal);
      if (about instanceof Failure) throw about;
      const runtime = wasmRuntime(about.runtimes);
      if (!runtime) throw noWasmRuntime(about.runtimes, about.system);
      const name = `create-wasm-oci-${randomUUID()}`;
      const flags = ['--rm', '--pull=never', '--sig-proxy=false', '--platform', 'wasi/wasm', '--name', name];
      const args = ['run', ...flags, ...runtime, ...sessionFlags(session), image, ...session.args];
      return attachContainer(host, dockerErrors, { run: args, remove: ['rm', '--force', name] }, signal);
    },

    /** buildx reads the index without pulling an image. */
    async digest(image, signal) {
      const args = ['buildx', 'imagetools', 'inspect', image, '--format', '{{json .Manifest.Digest}}'];
      const asked = await run('docker', args, { signal });
      if (asked.exitCode !== 0) throw explain(dockerErrors, asked, 'build', await host.system(), signal);
      return checkedDigest(asked.stdout, image, 'docker');
    },

    push: (target, signal) => pushStored(keeper, target, signal),

    reference: ({ image }) => image,

    commands: info.commands,

    removal: ({ image }) => ({ command: `docker rmi ${quoted(image)}`, text: 'removes the image' }),
  };
}

/** Docker on this machine. */
export const docker = createDocker(thisHost);

/**
 * buildx asks git about the folder, for a provenance that is not wanted here. In a cloned repository that folder may have
 * a config of git's own, which names programs. Source: buildx, build/git.go.
 */
const WITHOUT_GIT = { BUILDX_GIT_INFO: 'false' };

/** What the daemon says of itself; or why it does not. */
async function askInfo({ run, system }: Host, signal?: AbortSignal): Promise<DockerInfo | Failure> {
  const asked = await run('docker', ['info', '--format', 'json'], { timeout: ANSWER_LIMIT, signal });
  if (signal?.aborted) throw cancelled();
  if (asked.timedOut) return silentDocker();
  // Without a daemon it prints the client's part, and ends well.
  return parseDockerInfo(asked.stdout) ?? noAnswer(asked, await system());
}

/** Why it gave no answer, without the JSON on stdout, which is only the client's part. */
function noAnswer(asked: Finished, system: System): Failure {
  return explain(dockerErrors, { ...asked, stdout: '' }, 'answer', system);
}

function notDocker(): Failure {
  return new Failure('The docker on PATH is not Docker; it may be Podman under that name.', {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Use Podman by its own name: --engine podman' }],
  });
}

function silentDocker(): Failure {
  return new Failure(`Docker did not answer within ${ANSWER_LIMIT / 1000} seconds.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ command: 'docker version', text: 'shows when it answers again' }],
  });
}

function withoutBuildx(system: System): Failure {
  return new Failure('Docker has no buildx, which it builds for other platforms with.', {
    exitCode: ExitCode.notBuilt,
    fix: installLines(buildxPackage, system),
  });
}
