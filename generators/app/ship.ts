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
import { Steps } from './steps.js';
import { targetOf, written } from './written.js';

/**
 * From written files to a checked image that has run: engine, build, check, run.
 *
 * @throws Failure when one of them fails; Cancelled on Ctrl-C. The files stay in any case.
 */
export async function ship(job: Job, rendered: Prepared | Promise<Prepared>, progress: Progress): Promise<Outcome> {
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const selecting = selectEngine(job.answers.engine, targetOf(job), {
      toRun: job.switches.run,
      allowed: job.preset?.checks.engines,
      signal,
    });
    const [prepared, selected] = await Promise.all([rendered, selecting]);
    const target = targetOf(job, prepared);
    const outcome = written(job, prepared);
    if (!selected.engine) return { ...outcome, reasons: selected.reasons };
    const { engine, version, why } = selected;
    if ((target.artifact || target.layout) && engine.id !== 'embedded') throw onlyEmbedded();
    const image = engine.reference(target);
    const chosen = { ...outcome, image, engine: { id: engine.id, version, why }, commands: engine.commands(target) };

    const expected = await expectedOutput(job.directory, prepared);
    const steps = new Steps(progress);
    const { ran, ...built } = await steps.during(`Building ${image} with ${engine.id}`, () =>
      buildImage(engine, target, {
        signal,
        onLine: (line) => progress.line(line),
        onBuilt: () => steps.next(job.switches.run ? `Running ${image}` : `Checking ${image}`),
        onRebuild(reason) {
          progress.note(reason);
          steps.next(`Building ${image} once more`);
        },
        required: job.preset?.checks,
        ...(job.switches.run && { run: () => runImage(engine, target, expected, signal) }),
      }),
    );
    const outcomeSoFar = { ...chosen, built, ...(ran && { ran }) };
    if (job.switches.push) await steps.during(`Pushing ${target.image}`, () => engine.push(target, signal));
    if (!job.switches.load || !engine.load) return outcomeSoFar;
    const store = await steps.during(`Loading ${image}`, async () => engine.load?.(target, signal));
    progress.note(`${target.image} is in the store of ${store}.`);
    return { ...outcomeSoFar, image: target.image, commands: { ...chosen.commands, run: podmanCommands(target).run } };
  } finally {
    interrupt.stop();
  }
}

function onlyEmbedded(): Failure {
  return new Failure('Only the embedded engine writes an artifact or a layout.', {
    exitCode: ExitCode.notBuilt,
    fix: ['Give --engine embedded with --artifact and --layout.'],
  });
}

/** The greeting, unless the person kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: Prepared): Promise<string | undefined> {
  const { program } = languageOf(project.answers.language);
  return (await textOf(join(directory, program))) === project.files.get(program) ? project.greeting : undefined;
}
