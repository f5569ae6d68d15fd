import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from '../../core/build/build-image.js';
import { runImage } from '../../core/build/run-image.js';
import type { ProbeOutcome } from '../../core/engines/check.js';
import type { Engine, Target } from '../../core/engines/engine.js';
import type { EngineInfo } from '../../core/engines/engine-info.js';
import { type EngineId, engineInfo } from '../../core/engines/engines.js';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import { inTemporaryFolder } from '../../core/files/temporary-folder.js';
import { defaultLanguage } from '../../core/languages/languages.js';
import { imageLayout } from '../../core/oci/layout.js';
import { writeLayout } from '../../core/oci/write-layout.js';
import { lastStage } from '../../core/policy/last-stage.js';
import { verify } from '../../core/policy/verify.js';
import { run } from '../../core/system/process.js';
import { timeLimit } from '../../core/system/time-limit.js';
import { PROBE_OUTPUT, probeModule } from './probe-module.js';

/** The probe is small and quick as it is. */
const PLAIN = { artifact: false, wasmOpt: false, aot: false } as const;
/** Removing an image takes 0.3 s. */
const REMOVE_LIMIT = 30_000;
/** The build takes half a second, and seconds where a machine wakes up. */
const BUILD_LIMIT = 120_000;
/** How long a build may go on after the user has stopped it. */
const PATIENCE = 10_000;

/**
 * Has an engine make an image of a tiny module and run it, and compares what it prints.
 *
 * @throws Cancelled when the signal ended it
 */
export async function probe(id: EngineId, signal: AbortSignal): Promise<ProbeOutcome> {
  const info: EngineInfo | undefined = engineInfo(id);
  if (!info) throw new Error(`no engine ${id}`);
  const engine = await info.engine();
  return info.readsBuildFile ? probeBuilder(engine, signal) : probeWriter(engine, signal);
}

/**
 * Builds an image for wasi/wasm from scratch with the probe in it, checks it, runs it and compares what it prints. The
 * steps are those of the main job, but need no network, no builder image and no compiler. Leaves nothing behind.
 *
 * @throws Cancelled when the signal ended it
 */
async function probeBuilder(engine: Engine, signal: AbortSignal): Promise<ProbeOutcome> {
  const id = randomUUID();
  const label = `create-wasm-oci.doctor=${id}`;
  return probing(`localhost/create-wasm-oci-doctor-${id}:latest`, signal, async (target) => {
    await writeFile(join(target.directory, 'probe.wasm'), probeModule());
    await writeFile(join(target.directory, 'Containerfile'), containerfile(engine.store?.prune && label));
    try {
      const started = performance.now();
      const { rebuilt } = await buildImage(engine, target, { signal: patience(signal) });
      await runImage(engine, target, PROBE_OUTPUT, signal);
      return { works: true, seconds: (performance.now() - started) / 1000, rebuilt };
    } finally {
      await remove(engine, target.image, label);
    }
  });
}

/**
 * The part without a compiler of an engine that reads no build file: writes the archive, reads it back and runs the probe under Node.
 *
 * @throws Cancelled when the signal ended it
 */
async function probeWriter(engine: Engine, signal: AbortSignal): Promise<ProbeOutcome> {
  return probing('localhost/create-wasm-oci-doctor:latest', signal, async (target) => {
    const started = performance.now();
    const contents = { image: target.image, entrypoint: '/probe.wasm', module: probeModule(), labels: {}, epoch: 0 };
    await writeLayout(join(target.directory, `${target.slug}.oci.tar`), await imageLayout(contents));
    const [broken] = verify(await engine.image(target, signal)).refused;
    if (broken) throw new Failure(broken.message, { exitCode: ExitCode.notBuilt, fix: [broken.fix] });
    await runImage(engine, target, PROBE_OUTPUT, signal);
    return { works: true, seconds: (performance.now() - started) / 1000, rebuilt: false };
  });
}

/**
 * A signal that lets a build of half a second end by itself, since buildah leaves its working containers behind when it
 * is interrupted; one that hangs is ended all the same.
 */
function patience(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(), PATIENCE).unref());
  return AbortSignal.any([late.signal, timeLimit(BUILD_LIMIT)]);
}

async function probing(
  image: string,
  signal: AbortSignal,
  work: (target: Target) => Promise<ProbeOutcome>,
): Promise<ProbeOutcome> {
  if (signal.aborted) throw new Cancelled('');
  const names = { image, language: defaultLanguage, title: 'probe', slug: 'probe' };
  try {
    return await inTemporaryFolder('doctor', (directory) =>
      work({ ...names, directory, shownDirectory: directory, ...PLAIN }),
    );
  } catch (why) {
    if (!(why instanceof Failure)) throw why;
    if (signal.aborted) throw new Cancelled('');
    return { works: false, why: why instanceof Cancelled ? tooSlow() : why };
  }
}

/** The label comes first, so that what an interrupted build leaves half-way carries it, too. */
function containerfile(label: string | undefined): string {
  const lines = [
    // An engine that gives it another platform has an error of its own.
    `${lastStage.from} AS wasm`,
    label && `LABEL ${label}`,
    'COPY probe.wasm /probe.wasm',
    'ENTRYPOINT ["/probe.wasm"]',
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

/** Runs without the signal: it is needed most when the user has stopped everything else. */
async function remove({ errors, store }: Engine, image: string, label: string): Promise<void> {
  const limit = { timeout: REMOVE_LIMIT, detached: true };
  if (store) await run(errors.program, store.remove(image), limit);
  if (store?.prune) await run(errors.program, store.prune(label), limit);
}

function tooSlow(): Failure {
  return new Failure(`The probe was not built within ${BUILD_LIMIT / 1000} seconds.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Run it again when this machine is less busy.' }],
  });
}
