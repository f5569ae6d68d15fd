import { join } from 'node:path';
import { repeatLine } from '../core/answers/repeat.js';
import { languageOf } from '../core/languages/languages.js';
import { textOf } from '../core/project/destination.js';
import type { Shipment } from '../core/ship/shipment.js';
import type { Prepared } from './prepare.js';
import type { Job } from './settle.js';

/** What the engines are asked to make of a new project: its program's greeting is known, and compared. */
export function shipmentOf({ answers, switches, directory, shownDirectory }: Job, prepared: Prepared): Shipment {
  const { language, image, name, engine } = answers;
  const { title, slug } = name;
  const { 'wasm-opt': wasmOpt, aot } = answers;
  const { artifact } = switches;
  const target = { directory, shownDirectory, image, language, title, slug, artifact, wasmOpt, aot };
  return {
    target,
    engine,
    switches,
    files: [...prepared.files.keys()],
    repeat: repeatLine(answers, shownDirectory),
    run: async (chosen, signal) => {
      const { runImage } = await import('../core/engine/run-image.js');
      return runImage(chosen, target, await expectedOutput(directory, prepared), signal);
    },
  };
}

/** The greeting, unless the person kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: Prepared): Promise<string | undefined> {
  const { program } = languageOf(project.answers.language);
  return (await textOf(join(directory, program))) === project.files.get(program) ? project.greeting : undefined;
}
