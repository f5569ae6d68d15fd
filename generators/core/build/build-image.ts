import type { BuildOptions, Engine, Ran, Target } from '../engines/engine.js';
import { ExitCode, Failure } from '../failure.js';
import { platformText } from '../oci/manifests.js';
import type { ImageReport } from '../oci/oci.js';
import { type Requirements, unmetBy } from '../policy/require.js';
import { type Fault, faultsOf } from '../policy/verify.js';

/** How to build, and whom to tell. */
export interface ImageJob extends BuildOptions {
  /** Runs what was built. Reading the image back does not need it, nor it the other: they go on side by side. */
  run?: (() => Promise<Ran>) | undefined;
  /** Told when the build itself is over. */
  onBuilt?: (() => void) | undefined;
  /** Told that the image was built and is refused, and whether it ran well. */
  onRefused?: ((ranWell: boolean) => void) | undefined;
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
  { onRebuild, onBuilt, onRefused, run, accept = [], required = {}, ...options }: ImageJob,
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
  const unmet = unmetBy(report, required);
  const refused =
    faults.length > remarks.length ? notAWasmImage(faults) : unmet.length > 0 ? notAsRequired(unmet) : undefined;
  if (refused) {
    onRefused?.(ran.status === 'fulfilled');
    const image = engine.reference(target);
    throw new Failure(`${image} was built, but is not ${refused.what}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [...new Set(refused.fix), engine.removal(target)],
    });
  }
  // An image that is not what it should be is the better reason why it does not run.
  const printed = settledValue(ran);
  return { report, seconds, rebuilt, remarks, ...(printed && { ran: printed }) };
}

function settledValue<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** What an image is not, and what makes it that. */
interface Refused {
  what: string;
  fix: string[];
}

function notAsRequired(unmet: readonly { message: string; fix: string }[]): Refused {
  const list = unmet.map(({ message }) => message).join('; ');
  return { what: `what the preset asks for: ${list}`, fix: unmet.map(({ fix }) => fix) };
}

function notAWasmImage(faults: readonly Fault[]): Refused {
  const list = faults.map(({ message }) => message).join('; ');
  return { what: `a wasi/wasm image: ${list}`, fix: faults.map(({ fix }) => fix) };
}
