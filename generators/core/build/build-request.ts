import type { Engine, Ran, Target } from '../engines/engine.js';
import { type EngineChoice, firstChoice } from '../engines/engines.js';
import type { Flags } from '../options/job-flags.js';
import type { SbomFormat } from '../options/sbom-formats.js';
import type { Requirements } from '../policy/require.js';
import type { RuleId } from '../policy/rule.js';
import type { BuildResult, Findings } from './result.js';

/** What is to become an image, once its files are written. */
export interface BuildRequest {
  target: Target;
  engine: EngineChoice;
  /** Why that engine, where it was not typed: shown in the report. */
  engineFrom?: string | undefined;
  flags: Pick<Flags, 'run' | 'push' | 'load' | 'artifact' | 'layout'>;
  /** Whether the engine must be able to run the image, where this run only builds it. */
  toRun?: boolean;
  /** The project's files that this run wrote, or would have. */
  files: readonly string[];
  /** The command line that does it all again. */
  repeat: string;
  /** What a preset asks of the image, and which engines it allows. */
  required?: Requirements | undefined;
  /** What was found of an existing project: shown in the report. */
  existing?: Findings | undefined;
  /** The format of the SBOM that is written once the image is built. */
  sbom?: SbomFormat | undefined;
  /** What cosign signs the pushed image with: a key, or `keyless`. */
  sign?: string | undefined;
  /** Rules that the image may break: reported, and no failure. */
  accept?: readonly RuleId[];
  /** Runs the image, and judges what it did. */
  run(engine: Engine, signal: AbortSignal): Promise<Ran>;
}

/** The result once the files are written, and nothing is built yet. */
export function written({ target, files, repeat, existing }: BuildRequest): BuildResult {
  const { shownDirectory, language, image } = target;
  return {
    directory: shownDirectory,
    files: [...files],
    language,
    image,
    reasons: [],
    commands: firstChoice.commands(target),
    repeat,
    ...(existing && { existing }),
  };
}
