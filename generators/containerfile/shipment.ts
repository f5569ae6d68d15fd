import type { Shipment } from '../core/build/build-request.js';
import type { Outcome } from '../core/build/result.js';
import { tryImage } from '../core/build/try-image.js';
import { repeatLine } from '../core/options/repeat.js';
import { starterOf } from '../core/options/started-by.js';
import { notOnHost } from '../core/presets/host-build.js';
import { inLine } from '../core/presets/reference.js';
import { words } from '../core/project/existing/flags.js';
import type { Prepared } from '../core/project/existing/render.js';
import type { Job } from '../core/project/existing/resolve.js';
import { settingsOf } from '../core/project/existing/selection.js';
import { labelsOf } from '../core/project/overlay.js';

/** What the engines are asked to make of an existing project: its program is run, and what it does is told. */
export function shipmentOf(job: Job, { files }: Prepared): Shipment {
  const { answers, preset, switches, cwd, directory, shownDirectory, program, chosen } = job;
  const { language, image, name, engine } = answers;
  const target = {
    directory,
    shownDirectory,
    image,
    language,
    title: name.title,
    slug: name.slug,
    labels: labelsOf(preset, name.slug, language, job.license),
    artifact: switches.artifact,
    layout: switches.layout,
    wasmOpt: answers['wasm-opt'],
    aot: answers.aot,
    program: program.program,
    notOnHost: notOnHost(preset),
  };
  return {
    target,
    engine,
    engineFrom: job.engineFrom,
    switches,
    files: [...files.keys()],
    repeat: repeatLine(answers, shownDirectory, {
      subcommand: { name: 'containerfile', flags: words(isNamed(job) ? chosen : settingsOf(chosen)) },
      preset: preset && inLine(preset, cwd),
      trust: switches['trust-preset'],
      starter: starterOf(process.env),
    }),
    required: preset?.checks,
    // A server that imports WasmEdge's sockets runs under Podman, and nowhere else: its author knows.
    accept: ['imports'],
    run: (chosenEngine, signal) => tryImage(chosenEngine, target, signal),
  };
}

/** Whether the program has to be named: one of several, or one that its Makefile does not tell. */
function isNamed({ project, program: { program } }: Job): boolean {
  return project.candidates.length > 1 || (program.kind === 'make' && program.target === undefined);
}

/** An outcome with what was found of the project. */
export function withFindings(outcome: Outcome, { project, program, advice }: Job): Outcome {
  const { package: owner, bin } = program;
  const named = { ...(owner !== undefined && { package: owner }), ...(bin !== undefined && { bin }) };
  return { ...outcome, adopted: { found: project.found, ...named, advice } };
}
