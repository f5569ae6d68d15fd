import type { Switches } from '../answers/switches.js';
import { buildImage } from '../engine/build-image.js';
import type { EngineChoice } from '../engine/choices.js';
import type { Engine, Ran, Target } from '../engine/engine.js';
import { commandsOf, selectEngine } from '../engine/select.js';
import { ExitCode, Failure } from '../failure.js';
import type { Fault } from '../image/verify.js';
import type { Outcome } from '../outcome.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { Progress } from '../terminal/progress.js';

/** What is to become an image, once its files are written. */
export interface Shipment {
  target: Target;
  engine: EngineChoice;
  switches: Pick<Switches, 'run' | 'push' | 'load'>;
  /** The project's files that this run wrote, or would have. */
  files: readonly string[];
  /** The command line that does it all again. */
  repeat: string;
  /** Faults of the image that are told, and stop nothing. */
  accept?: readonly Fault['id'][];
  /** Runs the image, and judges what it did. */
  run(engine: Engine, signal: AbortSignal): Promise<Ran>;
}

/** What stands after the files are written, with nothing built yet. */
export function written({ target, files, repeat }: Shipment): Outcome {
  const { shownDirectory, language, image } = target;
  return {
    directory: shownDirectory,
    files: [...files],
    language,
    image,
    reasons: [],
    commands: commandsOf(target),
    repeat,
  };
}

/**
 * From written files to a checked image that has run: engine, build, check, run.
 *
 * @throws Failure when one of them fails; Cancelled on Ctrl-C. The files stay in any case.
 */
export async function ship(shipment: Shipment, progress: Progress): Promise<Outcome> {
  const outcome = written(shipment);
  const { target, switches, accept } = shipment;
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const selected = await selectEngine(shipment.engine, target, { toRun: switches.run, signal });
    if (!selected.engine) return { ...outcome, reasons: selected.reasons };
    const { engine, version, why } = selected;
    if (target.artifact && engine.id !== 'embedded') throw onlyEmbedded();
    const image = engine.reference(target);
    const chosen = { ...outcome, image, engine: { id: engine.id, version, why }, commands: engine.commands(target) };

    const built = await shown(progress, `Building ${image} with ${engine.id}`, () =>
      buildImage(engine, target, {
        signal,
        accept,
        onLine: (line) => progress.line(line),
        onRebuild: (reason) => progress.note(reason),
      }),
    );
    const ran = switches.run
      ? await shown(progress, `Running ${image}`, () => shipment.run(engine, signal))
      : undefined;
    const outcomeSoFar = { ...chosen, built, ...(ran && { ran }) };
    if (switches.push) await shown(progress, `Pushing ${target.image}`, () => engine.push(target, signal));
    if (!switches.load || !engine.load) return outcomeSoFar;
    const store = await shown(progress, `Loading ${image}`, async () => engine.load?.(target, signal));
    progress.note(`${target.image} is in the store of ${store}.`);
    return { ...outcomeSoFar, image: target.image, commands: { ...chosen.commands, run: commandsOf(target).run } };
  } finally {
    interrupt.stop();
  }
}

function onlyEmbedded(): Failure {
  return new Failure('Only the embedded engine writes a Wasm OCI artifact.', {
    exitCode: ExitCode.notBuilt,
    fix: ['Give --engine embedded with --artifact.'],
  });
}

async function shown<Result>(progress: Progress, what: string, work: () => Promise<Result>): Promise<Result> {
  progress.begin(what);
  try {
    const result = await work();
    progress.end(what);
    return result;
  } catch (error) {
    progress.end(what, false);
    throw error;
  }
}
