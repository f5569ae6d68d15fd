import { randomUUID } from 'node:crypto';
import { ExitCode, Failure } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { type Finished, lastLines, run } from '../../system/process.js';
import { type System, thisSystem } from '../../system/system.js';
import { podmanCommands } from '../commands.js';
import type { Engine } from '../engine.js';
import {
  ANSWER_LIMIT,
  ASK_DOCTOR,
  cancelled,
  endless,
  explain,
  flooding,
  RUN_LIMIT,
  RUN_MOST,
  ranOrFailed,
} from '../explain.js';
import { podmanDigest } from '../image-digest.js';
import { pushStored, readStored } from '../stored-image.js';
import { routeOf } from './machine.js';
import { askMachines, whyNoAnswer } from './no-answer.js';
import { earlyPodmanAnswer, VERSION_ARGS } from './prefetch-version.js';
import { podmanSystem } from './system.js';
import { parseVersions, tooOld } from './version.js';

/**
 * What a build says that looked at a layer just when another process removed it. Nothing is wrong with either: the next
 * try does not meet that layer. Source: buildah #5674, mended in buildah 1.43 by #6764.
 */
const LOST_LAYER = /getting top layer info: layer not known/;
const TRIES = 3;

/** Podman: `podman build` and `podman run`, locally or through a podman machine. */
export const podman: Engine = {
  id: 'podman',

  async available(_target, signal) {
    const system = await thisSystem();
    const early = await earlyPodmanAnswer(ANSWER_LIMIT, signal);
    const asked = early ?? (await run('podman', VERSION_ARGS, { timeout: ANSWER_LIMIT, signal }));
    if (signal?.aborted) throw cancelled();
    if (asked.missing) return { works: false, why: missing(system) };
    const versions = asked.exitCode === 0 ? parseVersions(asked.stdout) : undefined;
    if (!versions) return { works: false, why: await silent(asked, system, signal) };
    const why = await tooOld(versions, system, async () => (await machinesNow(signal)).machines);
    return why ? { works: false, why } : { works: true, version: versions.server ?? versions.client };
  },

  async build({ directory, image }, { noCache, onLine, onNote = () => {}, signal }) {
    const flags = noCache ? ['--no-cache'] : [];
    let seconds = 0;
    for (let tries = 1; ; tries++) {
      const built = await run('podman', ['build', '--platform=wasi/wasm', ...flags, '-t', image, '.'], {
        cwd: directory,
        onLine,
        signal,
        // Podman dies of SIGINT and SIGTERM at once: buildah's working containers stay in the store, and the compiler
        // goes on. SIGHUP in a RUN is buildah's own to handle: it ends the command, and Podman tidies up as for any failure.
        hangUp: true,
        apart: true,
      });
      seconds += built.seconds;
      if (signal?.aborted) throw cancelled();
      if (built.exitCode === 0) return seconds;
      if (tries === TRIES || !LOST_LAYER.test(built.stderr))
        throw explain('podman', built, 'build', await podmanSystem(), signal);
      onNote('Another process removed an image while Podman looked through its cache: building again.');
    }
  },

  image: ({ image }, signal) =>
    readStored('podman', ['save', '--quiet', '--format', 'oci-archive', image], image, signal),

  async run({ image }, signal, limit = RUN_LIMIT) {
    const name = `create-wasm-oci-${randomUUID()}`;
    // Never pull: the image was just built, and one of that name from a registry would be another.
    const args = ['run', '--rm', '--name', name, '--pull=never', '--platform', 'wasi/wasm', image];
    // `podman run` hands signals on to the module, which hears none, and waits: it is killed, and then its container.
    const ran = await run('podman', args, { timeout: limit, most: RUN_MOST, signal, atOnce: true });
    if (ran.exitCode === undefined || signal?.aborted) {
      // A container outlives a podman that was killed. A second Ctrl-C does not keep it alive.
      const remove = ['rm', '--force', '--ignore', '--time', '0', name];
      await run('podman', remove, { timeout: ANSWER_LIMIT, apart: true });
    }
    if (ran.timedOut) throw endless(ran, limit);
    if (ran.flooded) throw flooding(ran);
    return ranOrFailed('podman', ran, podmanSystem, signal);
  },

  digest: podmanDigest,

  push: ({ image }, signal) => pushStored('podman', image, signal),

  reference: ({ image }) => image,

  commands: podmanCommands,
};

function missing(system: System): Failure {
  return new Failure('Podman is not installed, or not on PATH.', {
    exitCode: ExitCode.notBuilt,
    fix: installLines('podman', system),
  });
}

const machinesNow = (signal: AbortSignal | undefined) =>
  askMachines((...args) => run('podman', args, { timeout: ANSWER_LIMIT, signal }));

/** Why it does not answer. Its machines are known without its service, so the fix names the one to start. */
async function silent(asked: Finished, system: System, signal?: AbortSignal): Promise<Failure> {
  if (asked.signal !== undefined || asked.unstartable !== undefined)
    return explain('podman', asked, 'answer', system, signal);
  const [known, route] = [await machinesNow(signal), routeOf(process.env)];
  if (signal?.aborted) return cancelled();
  const { message, fix, output } = whyNoAnswer({ asked, ...known, route, system });
  return new Failure(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
    exitCode: ExitCode.notBuilt,
    fix: fix.length > 0 ? fix : [ASK_DOCTOR],
    output: output ?? (asked.timedOut ? [] : lastLines(`${asked.stdout}${asked.stderr}`)),
  });
}
