import { repeatLine } from '../core/answers/repeat.js';
import { podmanCommands } from '../core/engine/commands.js';
import type { Target } from '../core/engine/engine.js';
import type { Outcome } from '../core/outcome.js';
import { sourceFrom } from '../core/preset/reference.js';
import type { Prepared } from './prepare.js';
import type { Job } from './settle.js';

/** What the engines are asked to make of a job. */
export function targetOf({ answers, switches, directory, shownDirectory }: Job, { project }: Prepared): Target {
  const { language, image, name } = answers;
  const { title, slug } = name;
  const { 'wasm-opt': wasmOpt, aot } = answers;
  const { artifact } = switches;
  const { labels } = project;
  return { directory, shownDirectory, image, language, title, slug, labels, artifact, wasmOpt, aot };
}

/** What stands after the files are written, with nothing built yet. */
export function written(job: Job, prepared: Prepared): Outcome {
  const { answers, preset, shownDirectory, cwd } = job;
  return {
    directory: shownDirectory,
    files: [...prepared.files.keys()],
    language: answers.language,
    image: answers.image,
    reasons: [],
    commands: podmanCommands(targetOf(job, prepared)),
    repeat: repeatLine(answers, shownDirectory, preset && sourceFrom(preset.origin, cwd)),
  };
}
