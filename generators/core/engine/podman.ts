import { randomUUID } from 'node:crypto';
import { Cancelled, ExitCode, Failure } from '../failure.js';
import { parseVersions, tooOld } from '../host/podman-version.js';
import { type Finished, pipe, run } from '../host/process.js';
import { type Doing, diagnose } from '../host/symptoms.js';
import { installLines, type System, thisSystem } from '../host/system.js';
import { UnreadableArchive } from '../image/archive.js';
import { readOciArchive } from '../image/oci.js';
import type { Engine } from './engine.js';

/** Asking for the version takes 0.1 s locally, and seconds through a machine that is waking up. */
const ANSWER_LIMIT = 30_000;
/** A greeting takes 0.3 s. A program that runs for a minute is waiting for something. */
const RUN_LIMIT = 60_000;
/** Engines work when the files are written, and touch none of them. */
const KEPT = 'The files are kept.';
/** Lines of an engine's output shown with a failure. */
const SHOWN = 40;

/** Podman: `podman build` and `podman run`, locally or through a podman machine. */
export const podman: Engine = {
  id: 'podman',

  async available(_target, signal) {
    const system = await thisSystem();
    const asked = await run('podman', ['version', '--format', 'json'], {
      timeout: ANSWER_LIMIT,
      signal,
    });
    if (signal?.aborted) throw new Cancelled(KEPT);
    if (asked.missing) return { works: false, why: missing(system) };
    if (asked.timedOut) return { works: false, why: silent() };
    if (asked.exitCode !== 0) return { works: false, why: explain(asked, 'answer', system, signal) };
    const versions = parseVersions(asked.stdout);
    if (!versions) return { works: false, why: explain(asked, 'answer', system, signal) };
    const why = tooOld(versions, system);
    return why ? { works: false, why } : { works: true, version: versions.server ?? versions.client };
  },

  async build({ directory, image }, { noCache, onLine = () => {}, signal }) {
    const flags = noCache ? ['--no-cache'] : [];
    const built = await run('podman', ['build', '--platform=wasi/wasm', ...flags, '-t', image, '.'], {
      cwd: directory,
      onLine,
      signal,
    });
    if (built.exitCode !== 0) throw explain(built, 'build', await thisSystem(), signal);
    return built.seconds;
  },

  async image({ image }, signal) {
    const args = ['save', '--quiet', '--format', 'oci-archive', image];
    const saved = await pipe('podman', args, readOciArchive, signal);
    if (saved.result) return saved.result;
    // Of an archive that podman did not finish, podman's own words say more than the reader's.
    if (saved.exitCode || signal?.aborted)
      throw explain({ ...saved, stdout: '' }, 'answer', await thisSystem(), signal);
    if (!(saved.broken instanceof UnreadableArchive)) throw saved.broken;
    throw new Failure(`The image ${image} cannot be checked: ${saved.broken.message}.`, {
      exitCode: ExitCode.notBuilt,
      fix: ['End the Containerfile in FROM scratch with one COPY of the module.'],
    });
  },

  async run({ image }, signal) {
    const name = `create-wasm-oci-${randomUUID()}`;
    // Never pull: the image was just built, and one of that name from a registry would be another.
    const args = ['run', '--rm', '--name', name, '--pull=never', '--platform', 'wasi/wasm', image];
    const ran = await run('podman', args, { timeout: RUN_LIMIT, signal });
    if (ran.exitCode === undefined) {
      // A module hears no signal, and a container outlives a podman that was killed.
      await run('podman', ['rm', '--force', '--ignore', '--time', '0', name], { timeout: ANSWER_LIMIT });
    }
    if (ran.timedOut) {
      throw new Failure(`The program had not ended after ${RUN_LIMIT / 1000} seconds and was stopped.`, {
        exitCode: ExitCode.notBuilt,
        fix: ['Build without running it: --no-run'],
      });
    }
    if (ran.exitCode !== 0) throw explain(ran, 'run', await thisSystem(), signal);
    return { stdout: ran.stdout, stderr: ran.stderr, seconds: ran.seconds };
  },

  async push({ image }, signal) {
    const pushed = await run('podman', ['push', image], { signal });
    if (pushed.exitCode !== 0) throw explain(pushed, 'push', await thisSystem(), signal);
  },

  reference: ({ image }) => image,

  commands: ({ image }) => ({
    build: `podman build --platform=wasi/wasm -t ${image} .`,
    run: `podman run --rm --platform wasi/wasm ${image}`,
  }),
};

function missing(system: System): Failure {
  return new Failure('Podman is not installed, or not on PATH.', {
    exitCode: ExitCode.notBuilt,
    fix: installLines('podman', system),
  });
}

function silent(): Failure {
  return new Failure(`Podman did not answer within ${ANSWER_LIMIT / 1000} seconds.`, {
    exitCode: ExitCode.notBuilt,
    fix: [
      'podman machine stop && podman machine start   (where there is a machine)',
      'podman version   shows when it answers again',
    ],
  });
}

/** Turns a failed call into what a person needs: the known fault if there is one, the last lines in any case. */
function explain(
  { exitCode, signal: killedBy, stdout, stderr }: Pick<Finished, 'exitCode' | 'signal' | 'stdout' | 'stderr'>,
  doing: Doing,
  system: System,
  signal?: AbortSignal,
): Failure {
  if (signal?.aborted) return new Cancelled(KEPT);
  const output = `${stdout}${stderr}`;
  const last = output.trimEnd().split('\n').slice(-SHOWN);
  // 137 is how a shell or sudo in between reports SIGKILL.
  const killer = killedBy ?? (exitCode === 137 ? 'SIGKILL' : undefined);
  if (killer !== undefined) {
    return new Failure(`podman was ended by ${killer} while it was to ${doing}.`, {
      exitCode: ExitCode.notBuilt,
      fix: ['Look for what ended it (out of memory?), then run the same command again.'],
      output: last,
    });
  }
  const symptom = diagnose(output, doing);
  return new Failure(symptom?.means ?? `podman failed to ${doing} (exit code ${exitCode}).`, {
    exitCode: ExitCode.notBuilt,
    fix: symptom?.fix(system) ?? [],
    output: last,
  });
}
