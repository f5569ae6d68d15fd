import { join } from 'node:path';
import type { BuildRequest } from '../../build/build-request.js';
import { repeatLine } from '../../options/repeat.js';
import { starterOf } from '../../options/started-by.js';
import { notOnHost } from '../../presets/host-build.js';
import { inLine } from '../../presets/reference.js';
import { textOf } from '../destination.js';
import type { Job } from '../job.js';
import { asRendered } from '../line-ends.js';
import type { RenderedNew } from './render.js';

/** What the engines are asked to make of a new project: its program's greeting is known, and compared. */
export function requestForNew(job: Job, rendered: RenderedNew): BuildRequest {
  const { answers, preset, flags, cwd, directory, shownDirectory } = job;
  const { language, image, name, engine } = answers;
  const { title, slug } = name;
  const { 'wasm-opt': wasmOpt, aot } = answers;
  const { artifact, layout } = flags;
  const { labels, imitated } = rendered.project;
  const names = { directory, shownDirectory, image, language, title, slug, labels };
  const target = { ...names, imitated, artifact, layout, wasmOpt, aot, notOnHost: notOnHost(preset) };
  return {
    target,
    engine,
    engineFrom: job.engineFrom,
    flags,
    files: [...rendered.files.keys()],
    repeat: repeatLine(answers, shownDirectory, {
      preset: preset && inLine(preset, cwd),
      trust: flags['trust-preset'],
      starter: starterOf(process.env),
    }),
    required: preset?.checks,
    run: async (chosen, signal) => {
      const { runImage } = await import('../../build/run-image.js');
      return runImage(chosen, target, await expectedOutput(directory, rendered), signal);
    },
  };
}

/** The greeting, unless the user kept a program of their own where ours would have been written. */
async function expectedOutput(directory: string, { project }: RenderedNew): Promise<string | undefined> {
  const { entry } = project.run;
  const text = await textOf(join(directory, entry));
  return text !== undefined && asRendered(text) === project.files.get(entry) ? project.greeting : undefined;
}
