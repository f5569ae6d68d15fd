import { buildImage } from '../engine/build-image.js';
import { podmanCommands } from '../engine/commands.js';
import { selectEngine } from '../engine/select.js';
import { ExitCode, Failure } from '../failure.js';
import type { Outcome } from '../outcome.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { Progress } from '../terminal/progress.js';
import { type Shipment, written } from './shipment.js';

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
    return { ...outcomeSoFar, image: target.image, commands: { ...chosen.commands, run: podmanCommands(target).run } };
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
