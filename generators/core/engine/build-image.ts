import { ExitCode, Failure } from '../failure.js';
import { platformText } from '../image/manifests.js';
import type { ImageReport } from '../image/oci.js';
import { type Requirements, unmetBy } from '../image/require.js';
import { type Fault, faultsOf } from '../image/verify.js';
import type { BuildOptions, Engine, Ran, Target } from './engine.js';

/** How to build, and whom to tell. */
export interface ImageJob extends BuildOptions {
  /** Runs what was built. Reading the image back does not need it, nor it the other: they go on side by side. */
  run?: (() => Promise<Ran>) | undefined;
  /** Told when the build itself is over. */
  onBuilt?: (() => void) | undefined;
  /** Told why the image is built a second time. */
  onRebuild?: ((why: string) => void) | undefined;
  /** What a preset asks of the image. */
  required?: Requirements | undefined;
  /** Faults that are told, and stop nothing. */
  accept?: readonly Fault['id'][] | undefined;
}

/** An image that was built and is what it should be. */
export interface BuiltImage {
  report: ImageReport;
  /** Seconds all builds took together. */
  seconds: number;
  /** True when the cache held an image with another platform, and everything was built again. */
  rebuilt: boolean;
  /** The faults that were accepted, and a relative entrypoint. */
  remarks: readonly Fault[];
  /** What it printed, when it was to run. */
  ran?: Ran;
}

/**
 * Builds an image, reads it back and checks it. An image with the wrong platform, or with a variant, is built once more
 * without the cache: Podman before 5.6 (buildah 1.41) takes layers of an earlier build without `--platform` for its own,
 * and of one whose last stage had got the variant of an arm64 builder.
 *
 * @throws Failure when the build fails, the image is not a wasi/wasm image or not what a preset asks for, or it does
 *   not run: the first of these
 */
export async function buildImage(
  engine: Engine,
  target: Target,
  { onRebuild, onBuilt, run, accept = [], required = {}, ...options }: ImageJob,
): Promise<BuiltImage> {
  const readAndRun = () => Promise.allSettled([engine.image(target, options.signal), run?.()]);
  let seconds = await engine.build(target, options);
  onBuilt?.();
  let [read, ran] = await readAndRun();
  let report = settledValue(read);
  let faults = faultsOf(report);
  const rebuilt = faults.some(({ id }) => id === 'platform' || id === 'variant');
  if (rebuilt) {
    onRebuild?.(
      `The cache gave an image for ${platformText(report)} (a fault of Podman before 5.6): building again with --no-cache.`,
    );
    seconds += await engine.build(target, { ...options, noCache: true });
    onBuilt?.();
    [read, ran] = await readAndRun();
    report = settledValue(read);
    faults = faultsOf(report);
  }
  // A relative entrypoint runs: it is worth a word, and no failure.
  const remarks = faults.filter(({ id }) => id === 'relative' || accept.includes(id));
  if (faults.length > remarks.length) throw notAWasmImage(target.image, faults);
  const unmet = unmetBy(report, required);
  if (unmet.length > 0) throw notAsRequired(target.image, unmet);
  // An image that is not what it should be is the better reason why it does not run.
  const printed = settledValue(ran);
  return { report, seconds, rebuilt, remarks, ...(printed && { ran: printed }) };
}

function settledValue<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

function notAsRequired(image: string, unmet: readonly { message: string; fix: string }[]): Failure {
  const list = unmet.map(({ message }) => message).join('; ');
  return new Failure(`${image} was built, but is not what the preset asks for: ${list}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [...new Set(unmet.map(({ fix }) => fix))],
  });
}

function notAWasmImage(image: string, faults: Fault[]): Failure {
  const list = faults.map((fault) => fault.message).join('; ');
  return new Failure(`${image} was built, but is not a wasi/wasm image: ${list}.`, {
    exitCode: ExitCode.notBuilt,
    fix: faults.map((fault) => fault.fix),
  });
}
