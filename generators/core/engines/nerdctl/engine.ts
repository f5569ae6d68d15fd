import { randomUUID } from 'node:crypto';
import { ExitCode, Failure } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { quoted } from '../../system/shell.js';
import type { System } from '../../system/system.js';
import { buildArguments } from '../build-arguments.js';
import { wasmHandlers } from '../crun.js';
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
  SKIP_RUN,
} from '../explain.js';
import { type Host, thisHost } from '../host.js';
import { inBuilderStage } from '../in-builder.js';
import { namingLocalBuilder } from '../local-builder.js';
import { pushIndexed } from '../push-indexed.js';
import { attachContainer, servedFlags, sessionFlags } from '../session.js';
import { SOURCE_DATE_EPOCH, sourceDateEpoch } from '../source-date-epoch.js';
import { pushStored, readStoredImage } from '../stored-image.js';
import { nerdctl as info } from './info.js';
import { nerdctlErrors, noBuildKit } from './symptoms.js';

/** containerd holds the images of every platform; what is not for the host's is named by its own. */
const PLATFORM = ['--platform', 'wasi/wasm'];

const nerdctlStore: Store = {
  has: (image) => ['image', 'inspect', ...PLATFORM, '--format', '{{.Id}}', image],
  saysNo: ({ stderr }) => /no such (?:image|object)|not found/i.test(stderr),
  save: (image) => ['save', ...PLATFORM, image],
  pull: (image) => ['pull', '--quiet', ...PLATFORM, image],
  load: (archive) => ['load', ...PLATFORM, '--input', archive],
  push: (image) => ['push', ...PLATFORM, image],
  pushed: pushedByNerdctl,
  pushIndex: (keeper, ...more) => pushIndexed({ ...keeper, store: wholeIndexes }, ...more),
  remove: (image) => ['rmi', '--force', image],
};

/**
 * The digest in what `nerdctl push` printed: of the image that it reduced to the platform, or of what its progress begins
 * with, an index or a manifest. Source: nerdctl 2, pkg/cmd/image/push.go.
 */
function pushedByNerdctl(printed: string): string | undefined {
  const [, reduced] = /reduced-platform image \([^,)]+, (sha256:[0-9a-f]{64})\)/.exec(printed) ?? [];
  const [, kind, hash] = /\b(index|manifest)-(sha256:[0-9a-f]{64})/.exec(printed) ?? [];
  return reduced ?? (kind && hash);
}

/** With a platform nerdctl loads and pushes the one entry for it. */
const wholeIndexes: Pick<Store, 'save' | 'load' | 'push'> = {
  save: nerdctlStore.save,
  load: (archive) => ['load', '--all-platforms', '--input', archive],
  push: (image) => ['push', '--all-platforms', image],
};

/** What `nerdctl version --format json` says: the client's version, which it prints without a containerd, too. */
export function parseNerdctlVersion(json: string): string | undefined {
  try {
    const { Client } = JSON.parse(json) as { Client?: { Version?: string } };
    return Client?.Version?.replace(/^v/, '') || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Asks whether BuildKit answers. A build without a folder finds its buildkitd first, wherever that is, and then has
 * nothing to do. Source: nerdctl, cmd/nerdctl/builder/builder_build.go.
 */
export const ASK_BUILDKIT = ['build'] as const;

/** What runs modules: crun under the name by which it takes every program for a module. */
export const RUNTIME = 'crun-wasm';

/** nerdctl on a host. */
export function createNerdctl(host: Host): Engine<BuildContext> {
  const { run } = host;
  const keeper = { store: nerdctlStore, errors: nerdctlErrors, host };

  /** Why nothing can be run; undefined where crun can. */
  async function cannotRun(signal?: AbortSignal): Promise<Failure | undefined> {
    const crun = await run(RUNTIME, ['--version'], { timeout: ANSWER_LIMIT, signal });
    return wasmHandlers(crun.stdout).length > 0 ? undefined : noRuntime(await host.system());
  }

  return {
    id: 'nerdctl',
    errors: nerdctlErrors,
    store: nerdctlStore,

    async available(_target, signal) {
      const limits = { timeout: ANSWER_LIMIT, signal };
      const asked = await run('nerdctl', ['version', '--format', 'json'], limits);
      if (signal?.aborted) throw cancelled();
      const system = await host.system();
      if (asked.missing) return { works: false, why: notInstalled(nerdctlErrors, system), missing: true };
      const version = asked.exitCode === 0 ? parseNerdctlVersion(asked.stdout) : undefined;
      // Without containerd it prints the client's part and ends in an error, which is on stderr.
      if (version === undefined)
        return { works: false, why: explain(nerdctlErrors, { ...asked, stdout: '' }, 'answer', system) };
      const build = await run('nerdctl', [...ASK_BUILDKIT], limits);
      if (signal?.aborted) throw cancelled();
      if (noBuildKit.shows.test(build.stderr))
        return { works: false, why: explain(nerdctlErrors, build, 'build', system) };
      const why = await cannotRun(signal);
      if (signal?.aborted) throw cancelled();
      return { works: true, version, ...(why && { cannotRun: why }) };
    },

    async build({ directory, image }, { noCache, stage, quick, variables, onLine = () => {}, signal }) {
      const flags = ['--progress=plain', ...(noCache ? ['--no-cache'] : [])];
      if (stage !== undefined) flags.push('--target', stage);
      const epoch = sourceDateEpoch({ stage, quick });
      if (epoch !== undefined) flags.push('--build-arg', `${SOURCE_DATE_EPOCH}=${epoch}`);
      flags.push(...(await buildArguments({ directory, image }, { variables })));
      const built = await run('nerdctl', ['build', ...PLATFORM, ...flags, '-t', image, '-f', 'Containerfile', '.'], {
        cwd: directory,
        onLine,
        signal,
      });
      if (built.exitCode !== 0) {
        const failure = explain(nerdctlErrors, built, 'build', await host.system(), signal);
        throw await namingLocalBuilder(host, nerdctlErrors, built, failure);
      }
      return built.seconds;
    },

    inBuilder: (target, wanted, options) =>
      inBuilderStage({ ...keeper, build: ['build', ...PLATFORM, '--progress=plain'] }, target, wanted, options),

    image: ({ image }, signal) => readStoredImage(keeper, image, signal),

    async run({ image }, signal, limit = RUN_LIMIT, given) {
      const why = await cannotRun(signal);
      if (signal?.aborted) throw cancelled();
      if (why) throw why;
      const name = `create-wasm-oci-${randomUUID()}`;
      // Never pull: the image was just built, and one of that name from a registry would be another.
      // No network: what is tried has no need of one, and nerdctl's takes plugins (CNI) that may not be installed.
      const network = given ? servedFlags(given) : ['--net', 'none'];
      const flags = ['--rm', '--pull=never', ...network, ...PLATFORM, '--name', name, '--runtime', RUNTIME];
      const ran = await run('nerdctl', ['run', ...flags, image], { timeout: limit, maxBuffer: RUN_MOST, signal });
      if (ran.exitCode === undefined || ran.timedOut || ran.truncated || signal?.aborted) {
        // A container belongs to containerd, not to the nerdctl that was ended.
        await run('nerdctl', ['rm', '--force', name], { timeout: ANSWER_LIMIT, detached: true });
      }
      if (ran.timedOut) throw endless(ran, limit);
      if (ran.truncated) throw flooding(ran);
      return ranOrFailed(nerdctlErrors, ran, () => host.system(), signal);
    },

    async attach({ image }, session, signal) {
      const why = await cannotRun(signal);
      if (why) throw why;
      const name = `create-wasm-oci-${randomUUID()}`;
      const network = session.ports.length > 0 ? [] : ['--net', 'none'];
      const flags = ['--rm', '--pull=never', ...network, ...PLATFORM, '--name', name, '--runtime', RUNTIME];
      const args = ['run', ...flags, ...sessionFlags(session), image, ...session.args];
      return attachContainer(host, nerdctlErrors, { run: args, remove: ['rm', '--force', name] }, signal);
    },

    push: (target, signal) => pushStored(keeper, target, signal),

    reference: ({ image }) => image,

    commands: info.commands,

    removal: ({ image }) => ({ command: `nerdctl rmi ${quoted(image)}`, text: 'removes the image' }),
  };
}

/** nerdctl on this machine. */
export const nerdctl = createNerdctl(thisHost);

/** Why other runtimes do not help where there is no crun-wasm. */
export const NO_SHIMS = "runwasi's shims fail under nerdctl: containerd/nerdctl #4074";

/** Why a nerdctl without crun-wasm cannot run the image that it built. */
function noRuntime(system: System): Failure {
  return new Failure(`nerdctl has built the image, but there is no crun-wasm to run it with (${NO_SHIMS}).`, {
    exitCode: ExitCode.notBuilt,
    fix: [...installLines('crun-wasm', system), SKIP_RUN],
  });
}
