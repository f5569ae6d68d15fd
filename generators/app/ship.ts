import { join } from 'node:path';
import { repeatLine } from '../core/answers/repeat.js';
import { buildImage } from '../core/engine/build-image.js';
import type { Target } from '../core/engine/engine.js';
import { runImage } from '../core/engine/run-image.js';
import { commandsOf, selectEngine } from '../core/engine/select.js';
import { languageOf } from '../core/languages/languages.js';
import type { Outcome } from '../core/outcome.js';
import { textOf } from '../core/project/destination.js';
import { listenForInterrupt } from '../core/terminal/interrupt.js';
import type { Progress } from '../core/terminal/progress.js';
import type { Prepared } from './prepare.js';
import type { Job } from './settle.js';

/** What the engines are asked to make of a job. */
function targetOf({ answers, directory, shownDirectory }: Job): Target {
  const { language, image, name } = answers;
  return { directory, shownDirectory, image, language, title: name.title, slug: name.slug };
}

/** What stands after the files are written, with nothing built yet. */
export function written(job: Job, { files }: Prepared): Outcome {
  const { answers, shownDirectory } = job;
  return {
    directory: shownDirectory,
    files: [...files.keys()],
    language: answers.language,
    image: answers.image,
    reasons: [],
    commands: commandsOf(targetOf(job)),
    repeat: repeatLine(answers, shownDirectory),
  };
}

/**
 * From written files to a checked image that has run: engine, build, check, run.
 *
 * @throws Failure when one of them fails; Cancelled on Ctrl-C. The files stay in any case.
 */
export async function ship(job: Job, prepared: Prepared, progress: Progress): Promise<Outcome> {
  const outcome = written(job, prepared);
  const target = targetOf(job);
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const selected = await selectEngine(job.answers.engine, target, signal);
    if (!selected.engine) return { ...outcome, reasons: selected.reasons };
    const { engine, version, why } = selected;
    const image = engine.reference(target);
    const chosen = { ...outcome, image, engine: { id: engine.id, version, why }, commands: engine.commands(target) };

    const built = await shown(progress, `Building ${image} with ${engine.id}`, () =>
      buildImage(engine, target, {
        signal,
        onLine: (line) => progress.line(line),
        onRebuild: (reason) => progress.note(reason),
      }),
    );
    if (!job.switches.run) return { ...chosen, built };

    const ran = await shown(progress, `Running ${image}`, async () =>
      runImage(engine, target, await expectedOutput(job.directory, prepared), signal),
    );
    return { ...chosen, built, ran };
  } finally {
    interrupt.stop();
  }
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
