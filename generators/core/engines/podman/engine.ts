import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import { quoted } from '../../system/shell.js';
import type { System } from '../../system/system.js';
import { buildArguments } from '../build-arguments.js';
import type { BuildContext, Engine } from '../engine.js';
import {
  ANSWER_LIMIT,
  ASK_DOCTOR,
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
import { attachContainer, servedFlags, sessionFlags } from '../session.js';
import { SOURCE_DATE_EPOCH, sourceDateEpoch } from '../source-date-epoch.js';
import { pushStored, readStoredImage } from '../stored-image.js';
import { podmanDigest } from './digest.js';
import { podman as info } from './info.js';
import { lostAnImage } from './lost-image.js';
import { routeOf } from './machine.js';
import { askMachines, whyNoAnswer } from './no-answer.js';
import { earlyPodmanAnswer, VERSION_ARGS } from './prefetch-version.js';
import { isFasterWithoutLayers } from './quick-build.js';
import { podmanStore } from './store.js';
import { podmanErrors } from './symptoms.js';
import { podmanSystem } from './system.js';
import { parseVersions, tooOld } from './version.js';

const TRIES = 3;
const WASI_WASM = '--platform=wasi/wasm';

/**
 * Podman on a host.
 *
 * @param early gives the answer to a question for the version that was asked earlier
 */
export function createPodman(
  host: Host,
  early: typeof earlyPodmanAnswer = async () => undefined,
): Engine<BuildContext> {
  const { run } = host;
  const store = podmanStore(host);
  const keeper = { store, errors: podmanErrors, host };
  const system = () => podmanSystem(host);
  /** What quick builds made last, by name: to ask Podman for it takes a process in each cycle. */
  const made = new Map<string, string>();
  return {
    id: 'podman',
    errors: podmanErrors,
    store,

    async available(_target, signal) {
      const asked =
        (await early(ANSWER_LIMIT, signal)) ?? (await run('podman', VERSION_ARGS, { timeout: ANSWER_LIMIT, signal }));
      if (signal?.aborted) throw cancelled();
      const here = await host.system();
      if (asked.missing) return { works: false, why: notInstalled(podmanErrors, here) };
      const versions = asked.exitCode === 0 ? parseVersions(asked.stdout) : undefined;
      if (!versions) return { works: false, why: await silentPodman(host, asked, here, signal) };
      const why = await tooOld(versions, here, async () => (await machinesNow(host, signal)).machines);
      return why ? { works: false, why } : { works: true, version: versions.server ?? versions.client };
    },

    async build(
      { directory, image },
      { noCache, stage, quick, onSuperseded, onLine, onNote = () => {}, signal, variables },
    ) {
      const text = quick ? await readFile(join(directory, 'Containerfile'), 'utf8').catch(() => '') : '';
      const layers = quick && isFasterWithoutLayers(text) ? ['--layers=false'] : [];
      const given = await buildArguments({ directory, image }, { variables });
      const chosen = stage === undefined ? [] : ['--target', stage];
      const epoch = sourceDateEpoch({ stage, quick });
      // A cached layer keeps the time that it was made at, whatever --timestamp says (Podman 5.4.2).
      const uncached = noCache || epoch !== undefined;
      const time = epoch === undefined ? [] : ['--timestamp', String(epoch)];
      const flags = [...(uncached ? ['--no-cache'] : layers), ...time, ...chosen, ...given];
      const before = onSuperseded && (made.get(image) ?? idOf(host, image));
      let seconds = 0;
      for (let tries = 1; ; tries++) {
        const built = await run('podman', ['build', WASI_WASM, ...flags, '-t', image, '.'], {
          cwd: directory,
          onLine,
          signal,
          // Podman 5.6 takes the variable for --source-date-epoch, which conflicts with --timestamp.
          ...(epoch !== undefined && { env: { [SOURCE_DATE_EPOCH]: undefined } }),
          // Podman dies of SIGINT and SIGTERM at once: buildah's working containers stay in the store, and the compiler
          // goes on. SIGHUP in a RUN is buildah's own to handle: it ends the command, and Podman tidies up as for any failure.
          hangUp: true,
          detached: true,
        });
        seconds += built.seconds;
        const now = builtId(built.stdout);
        if (signal?.aborted) {
          // Whether it has the name yet is not known.
          made.delete(image);
          throw cancelled();
        }
        if (built.exitCode === 0) {
          const id = await before;
          if (onSuperseded && now !== undefined) made.set(image, now);
          else made.delete(image);
          if (id !== undefined && id !== now)
            onSuperseded?.(async () => void (await run('podman', ['rmi', id], { detached: true })));
          return seconds;
        }
        if (tries === TRIES || !lostAnImage(built.stderr))
          throw await namingLocalBuilder(
            host,
            podmanErrors,
            built,
            explain(podmanErrors, built, 'build', await system(), signal),
          );
        onNote('Another process removed an image that this build was using: building again.');
      }
    },

    inBuilder: (target, wanted, options) =>
      inBuilderStage(
        { ...keeper, build: ['build', WASI_WASM], options: { hangUp: true, detached: true } },
        target,
        wanted,
        options,
      ),

    image: ({ image }, signal) => readStoredImage(keeper, image, signal),

    async run({ image }, signal, limit = RUN_LIMIT, given) {
      const name = `create-wasm-oci-${randomUUID()}`;
      // Never pull: the image was just built, and one of that name from a registry would be another.
      const args = [
        'run',
        '--rm',
        '--name',
        name,
        '--pull=never',
        '--platform',
        'wasi/wasm',
        ...servedFlags(given),
        image,
      ];
      // `podman run` hands signals on to the module, which hears none, and waits: it is killed, and then its container.
      const ran = await run('podman', args, { timeout: limit, maxBuffer: RUN_MOST, signal, atOnce: true });
      if (ran.exitCode === undefined || signal?.aborted) {
        // A container outlives a podman that was killed. A second Ctrl-C does not keep it alive.
        await run('podman', removal(name), { timeout: ANSWER_LIMIT, detached: true });
      }
      if (ran.timedOut) throw endless(ran, limit);
      if (ran.truncated) throw flooding(ran);
      return ranOrFailed(podmanErrors, ran, system, signal);
    },

    attach({ image }, session, signal) {
      const name = `create-wasm-oci-${randomUUID()}`;
      const flags = ['--rm', '--name', name, '--pull=never', '--platform', 'wasi/wasm', ...sessionFlags(session)];
      const container = { run: ['run', ...flags, image, ...session.args], remove: removal(name) };
      return attachContainer(host, podmanErrors, container, signal);
    },

    digest: (image, signal) => podmanDigest(host, image, signal),

    push: (target, signal) => pushStored(keeper, target, signal),

    reference: ({ image }) => image,

    commands: info.commands,

    removal: ({ image }) => ({ command: `podman rmi ${quoted(image)}`, text: 'removes the image' }),
  };
}

/** Podman on this machine. */
export const podman = createPodman(thisHost, earlyPodmanAnswer);

/** The id of an image, which it keeps when its name goes to another. */
async function idOf({ run }: Host, image: string): Promise<string | undefined> {
  const asked = await run('podman', ['image', 'inspect', '--format', '{{.Id}}', image], { timeout: ANSWER_LIMIT });
  return /^[0-9a-f]{64}$/.exec(asked.stdout.trim())?.[0];
}

/** The id of the image that a build made: its last line. */
function builtId(stdout: string): string | undefined {
  return /(?:^|\n)([0-9a-f]{64})\s*$/.exec(stdout)?.[1];
}

/** Removes a container, running or not, also one that is not there. */
const removal = (name: string) => ['rm', '--force', '--ignore', '--time', '0', name];

const machinesNow = ({ run }: Host, signal: AbortSignal | undefined) =>
  askMachines((...args) => run('podman', args, { timeout: ANSWER_LIMIT, signal }));

/** Why it does not answer. Its machines are known without its service, so the fix names the one to start. */
async function silentPodman(host: Host, asked: Finished, system: System, signal?: AbortSignal): Promise<Failure> {
  if (asked.signal !== undefined || asked.unstartable !== undefined)
    return explain(podmanErrors, asked, 'answer', system, signal);
  const [known, route] = [await machinesNow(host, signal), routeOf(process.env)];
  if (signal?.aborted) return cancelled();
  const { message, fix, output } = whyNoAnswer({ asked, ...known, route, system });
  return new Failure(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
    exitCode: ExitCode.notBuilt,
    fix: fix.length > 0 ? fix : [ASK_DOCTOR],
    output: output ?? (asked.timedOut ? [] : lastLines(`${asked.stdout}${asked.stderr}`)),
  });
}
