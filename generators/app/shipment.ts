import { join } from 'node:path';
import type { Shipment } from '../core/build/build-request.js';
import { languageOf } from '../core/languages/languages.js';
import { repeatLine } from '../core/options/repeat.js';
import { starterOf } from '../core/options/started-by.js';
import { notOnHost } from '../core/presets/host-build.js';
import { inLine } from '../core/presets/reference.js';
import { textOf } from '../core/project/destination.js';
import { asRendered } from '../core/project/line-ends.js';
import type { Prepared } from '../core/project/new/render.js';
import type { Job } from './settle.js';

/** What the engines are asked to make of a new project: its program's greeting is known, and compared. */
export function shipmentOf(job: Job, prepared: Prepared): Shipment {
  const { answers, preset, switches, cwd, directory, shownDirectory } = job;
  const { language, image, name, engine } = answers;
  const { title, slug } = name;
  const { 'wasm-opt': wasmOpt, aot } = answers;
  const { artifact, layout } = switches;
  const { labels, imitated } = prepared.project;
  const names = { directory, shownDirectory, image, language, title, slug, labels };
  const target = { ...names, imitated, artifact, layout, wasmOpt, aot, notOnHost: notOnHost(preset) };
  return {
    target,
    engine,
    engineFrom: job.engineFrom,
    switches,
    files: [...prepared.files.keys()],
    repeat: repeatLine(answers, shownDirectory, {
      preset: preset && inLine(preset, cwd),
      trust: switches['trust-preset'],
      starter: starterOf(process.env),
    }),
    required: preset?.checks,
    run: async (chosen, signal) => {
      const { runImage } = await import('../core/build/run-image.js');
      return runImage(chosen, target, await expectedOutput(directory, prepared), signal);
    },
  };
}

/** The greeting, unless the person kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: Prepared): Promise<string | undefined> {
  const { program } = languageOf(project.answers.language);
  const text = await textOf(join(directory, program));
  return text !== undefined && asRendered(text) === project.files.get(program) ? project.greeting : undefined;
}
