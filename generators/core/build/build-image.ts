import type { BuildOptions, Engine, Ran, Target } from '../engines/engine.js';
import { distinctFixes, ExitCode, Failure } from '../failure.js';
import { platformText } from '../oci/manifests.js';
import type { ImageReport } from '../oci/oci.js';
import { type Requirements, unmetBy } from '../policy/require.js';
import type { RuleId, Violation } from '../policy/rule.js';
import { verify } from '../policy/verify.js';
import { withCause } from './cause.js';
import { debugVariables } from './debug-variables.js';

/** How to build, and who hears of it. */
export interface ImageJob extends BuildOptions {
  /** Runs what was built. Reading the image back does not need it, nor it the other: they go on side by side. */
  run?: (() => Promise<Ran>) | undefined;
  /** Called when the build itself is over. */
  onBuilt?: (() => void) | undefined;
  /** Called when the image was built and is refused: whether it ran well. */
  onRefused?: ((ranWell: boolean) => void) | undefined;
  /** Called with the reason why the image is built a second time. */
  onRebuild?: ((why: string) => void) | undefined;
  /** What a preset asks of the image. */
  required?: Requirements | undefined;
  /** Rules that may be broken: reported, and no failure. */
  accept?: readonly RuleId[] | undefined;
}

/** An image that was built and is what it should be. */
export interface BuiltImage {
  report: ImageReport;
  /** Seconds all builds took together. */
  seconds: number;
  /** True when the cache held an image with another platform, and everything was built again. */
  rebuilt: boolean;
  /** Rules that it breaks, and that are no failure. */
  remarks: readonly Violation[];
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
  const readAndRun = () => Promise.allSettled([engine.image(target, options.signal).then(triedOut), run?.()]);
  const variables = { ...options.variables, ...(await debugVariables(target, engine.id)) };
  const build = (more: BuildOptions = {}) =>
    engine.build(target, { ...options, variables, ...more }).catch(async (error: unknown) => {
      throw await withCause(error, engine, target);
    });
  let seconds = await build();
  onBuilt?.();
  let [read, ran] = await readAndRun();
  let report = orThrow(read);
  let verified = verify(report, accept);
  const rebuilt = verified.refused.some(({ rule }) => rule.cached);
  if (rebuilt) {
    onRebuild?.(
      `The cache gave an image for ${platformText(report)} (a bug of Podman before 5.6): building again with --no-cache.`,
    );
    seconds += await build({ noCache: true });
    onBuilt?.();
    [read, ran] = await readAndRun();
    report = orThrow(read);
    verified = verify(report, accept);
  }
  const { refused, remarks } = verified;
  const unmet = unmetBy(report, required);
  if (refused.length > 0 || unmet.length > 0) {
    onRefused?.(ran.status === 'fulfilled');
    const image = engine.reference(target);
    const problems = refused.length > 0 ? refused : unmet;
    const why = problems.map(({ message }) => message).join('; ');
    throw new Failure(`${image} was built, but ${whatIsWrong(refused)}${why}.`, {
      exitCode: ExitCode.notBuilt,
      fix: [...distinctFixes(problems.map(({ fix }) => fix)), engine.removal(target)],
    });
  }
  // An image that is not what it should be is the better reason why it does not run.
  const printed = orThrow(ran);
  return { report, seconds, rebuilt, remarks, ...(printed && { ran: printed }) };
}

function orThrow<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** What an image is not, in front of the reasons. */
function whatIsWrong(refused: readonly Violation[]): string {
  if (refused.length === 0) return 'is not as the preset requires: ';
  return refused.every(({ rule }) => rule.id === 'hollow') ? '' : 'is not a wasi/wasm image: ';
}

/** The report of an image whose program was started with nothing behind its imports, where that can be. */
async function triedOut(report: ImageReport): Promise<ImageReport> {
  if (!report.program) return report;
  const { idleModule } = await import('../wasm/dry-run.js');
  const idle = await idleModule(report.module, report.program);
  return idle ? { ...report, idle } : report;
}
