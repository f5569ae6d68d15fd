import type { BuildRequest } from '../../build/build-request.js';
import type { Findings } from '../../build/result.js';
import { tryImage } from '../../build/try-image.js';
import { repeatLine } from '../../options/repeat.js';
import { selectionWords } from '../../options/selection-flags.js';
import { starterOf } from '../../options/started-by.js';
import { notOnHost } from '../../presets/host-build.js';
import { inLine } from '../../presets/reference.js';
import { labelsOf } from '../overlay.js';
import type { RenderedExisting } from './render.js';
import type { ExistingJob } from './resolve.js';
import { settingsOf } from './selection.js';

/** What the engines are asked to make of an existing project: its program is run, and what it does is told. */
export function requestForExisting(job: ExistingJob, { files }: RenderedExisting): BuildRequest {
  const { answers, preset, flags, cwd, directory, shownDirectory, program, chosen } = job;
  const { language, image, name, engine } = answers;
  const target = {
    directory,
    shownDirectory,
    image,
    language,
    title: name.title,
    slug: name.slug,
    labels: labelsOf(preset, name.slug, language, job.license),
    artifact: flags.artifact,
    layout: flags.layout,
    wasmOpt: answers['wasm-opt'],
    aot: answers.aot,
    plan: program.plan,
    notOnHost: notOnHost(preset),
  };
  return {
    target,
    engine,
    engineFrom: job.engineFrom,
    flags,
    files: [...files.keys()],
    repeat: repeatLine(answers, shownDirectory, {
      subcommand: { name: 'containerfile', flags: selectionWords(isNamed(job) ? chosen : settingsOf(chosen)) },
      preset: preset && inLine(preset, cwd),
      trust: flags['trust-preset'],
      starter: starterOf(process.env),
    }),
    existing: findingsOf(job),
    required: preset?.checks,
    // A server that imports WasmEdge's sockets runs under Podman, and nowhere else: its author knows.
    accept: ['imports'],
    run: (chosenEngine, signal) => tryImage(chosenEngine, target, signal),
  };
}

/** Whether the program has to be named: one of several, or one that no manifest names. */
function isNamed({ project, program }: ExistingJob): boolean {
  return project.candidates.length > 1 || program.onlyNamed === true;
}

/** What was found of the project. */
function findingsOf({ project, program, advice }: ExistingJob): Findings {
  const { package: owner, bin } = program;
  return {
    found: project.found,
    ...(owner !== undefined && { package: owner }),
    ...(bin !== undefined && { bin }),
    advice,
  };
}
