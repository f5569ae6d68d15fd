import type { BuildRequest } from '../../build/build-request.js';
import type { Findings } from '../../build/result.js';
import { tryImage } from '../../build/try-image.js';
import { selectionWords } from '../../options/selection-flags.js';
import { labelsOf } from '../overlay.js';
import { requestOf } from '../request.js';
import type { RenderedExisting } from './render.js';
import type { ExistingJob } from './resolve.js';
import { settingsOf } from './selection.js';

/** What the engines are asked to make of an existing project: its program is run, and what it does is shown. */
export function requestForExisting(job: ExistingJob, rendered: RenderedExisting): BuildRequest {
  const { answers, preset, license, program, chosen } = job;
  const request = requestOf(job, rendered, {
    labels: labelsOf(preset, answers.name.slug, answers.language, license),
    plan: program.plan,
    subcommand: { name: 'containerfile', flags: selectionWords(isNamed(job) ? chosen : settingsOf(chosen)) },
  });
  return {
    ...request,
    existing: findingsOf(job),
    // A server that imports WasmEdge's sockets runs under Podman, and nowhere else: its author knows.
    accept: ['imports', ...(request.accept ?? [])],
    run: (engine, signal) => tryImage(engine, request.target, signal),
  };
}

/** Whether the program must be named: one of several, or one that no manifest names. */
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
