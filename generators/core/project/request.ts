import type { BuildRequest } from '../build/build-request.js';
import { targetOf } from '../build/target.js';
import type { Target } from '../engines/engine.js';
import type { Service } from '../languages/language.js';
import type { Answers } from '../options/questions.js';
import { type LineParts, repeatLine } from '../options/repeat.js';
import { starterOf } from '../options/started-by.js';
import type { RuleId } from '../policy/rule.js';
import { inLine } from '../presets/reference.js';
import type { Job } from './job.js';
import type { Rendered } from './kind.js';

/** What of a request is the same for every kind of project. */
export function requestOf(
  job: Job,
  { files }: Rendered,
  { subcommand, ...own }: Pick<Target, 'labels' | 'imitated' | 'plan' | 'service'> & Pick<LineParts, 'subcommand'>,
): Omit<BuildRequest, 'run'> {
  const { answers, preset, flags, cwd, shownDirectory, engineFrom } = job;
  return {
    target: targetOf(job, own),
    engine: answers.engine,
    engineFrom,
    flags,
    files: [...files.keys()],
    repeat: repeatLine(answers, shownDirectory, {
      subcommand,
      preset: preset && inLine(preset, cwd),
      trust: flags['trust-preset'],
      starter: starterOf(process.env),
    }),
    required: preset?.checks,
    ...(answers.sbom !== 'none' && { sbom: answers.sbom }),
    ...(answers.sign && { sign: answers.sign }),
    accept: acceptedRules(answers, own.service),
  };
}

/** The rules that an image of these answers may break: what the user accepted, and WasmEdge's sockets under a service. */
export function acceptedRules(answers: Pick<Answers, 'accept-empty'>, service: Service | undefined): RuleId[] {
  return [...(answers['accept-empty'] ? (['hollow'] as const) : []), ...(service ? (['imports'] as const) : [])];
}
