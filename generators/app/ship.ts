import { join } from 'node:path';
import { buildImage } from '../core/engine/build-image.js';
import { podmanCommands } from '../core/engine/commands.js';
import { runImage } from '../core/engine/run-image.js';
import { selectEngine } from '../core/engine/select.js';
import { ExitCode, Failure } from '../core/failure.js';
import { languageOf } from '../core/languages/languages.js';
import type { Outcome } from '../core/outcome.js';
import { textOf } from '../core/project/destination.js';
import { listenForInterrupt } from '../core/terminal/interrupt.js';
import type { Progress } from '../core/terminal/progress.js';
import type { Prepared } from './prepare.js';
import type { Job } from './settle.js';
import { targetOf, written } from './written.js';

/**
 * From written files to a checked image that has run: engine, build, check, run.
 *
 * @throws Failure when one of them fails; Cancelled on Ctrl-C. The files stay in any case.
 */
export async function ship(job: Job, prepared: Prepared, progress: Progress): Promise<Outcome> {
  const outcome = written(job, prepared);
  const target = targetOf(job, prepared);
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const selected = await selectEngine(job.answers.engine, target, {
      toRun: job.switches.run,
      allowed: job.preset?.checks.engines,
      signal,
    });
    if (!selected.engine) return { ...outcome, reasons: selected.reasons };
    const { engine, version, why } = selected;
    if (target.artifact && engine.id !== 'embedded') throw onlyEmbedded();
    const image = engine.reference(target);
    const chosen = { ...outcome, image, engine: { id: engine.id, version, why }, commands: engine.commands(target) };

    const built = await shown(progress, `Building ${image} with ${engine.id}`, () =>
      buildImage(engine, target, {
        signal,
        onLine: (line) => progress.line(line),
        onRebuild: (reason) => progress.note(reason),
        required: job.preset?.checks,
      }),
    );
    const ran = job.switches.run
      ? await shown(progress, `Running ${image}`, async () =>
          runImage(engine, target, await expectedOutput(job.directory, prepared), signal),
        )
      : undefined;
    const outcomeSoFar = { ...chosen, built, ...(ran && { ran }) };
    if (job.switches.push) await shown(progress, `Pushing ${target.image}`, () => engine.push(target, signal));
    if (!job.switches.load || !engine.load) return outcomeSoFar;
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

/** The greeting, unless the person kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: Prepared): Promise<string | undefined> {
  const { program } = languageOf(project.answers.language);
  return (await textOf(join(directory, program))) === project.files.get(program) ? project.greeting : undefined;
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
