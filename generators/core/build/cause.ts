import type { Engine, Target } from '../engines/engine.js';
import { compilesOnHost } from '../engines/engines.js';
import { ExitCode, Failure, type Fix } from '../failure.js';
import type { BuildPlan } from '../languages/build-plan.js';
import type { FailedBuild } from '../languages/causes/cause.js';
import type { ProjectFiles } from '../languages/detect/project-files.js';
import { languageOf } from '../languages/languages.js';
import { asDirectory } from '../options/command-names.js';
import { readStoredPreset } from '../options/stored.js';
import { quoted } from '../system/shell.js';
import { pinsOf } from '../update/pins.js';

/**
 * A failed build with the cause that its output and the project's files show; unchanged where they show none, or where
 * its cause is known already. The same for every engine.
 */
export async function withCause(error: unknown, engine: Engine, target: Target): Promise<unknown> {
  if (!(error instanceof Failure) || error.transcript === undefined) return error;
  const [{ causeOf, plainOutput }, { openProject }] = await Promise.all([
    import('../languages/causes/causes.js'),
    import('../project/existing/project-folder.js'),
  ]);
  const files = await openProject(target.directory, target.shownDirectory).catch(() => undefined);
  if (!files) return error;
  const failed = failedBuild(plainOutput(error.transcript), files, { engine, target });
  const cause = await causeOf(languageOf(target.language), failed);
  if (!cause) return error;
  const { message, fix, id } = cause;
  return new Failure(message, { exitCode: ExitCode.notBuilt, fix, output: error.output, known: id });
}

function failedBuild(
  output: string,
  files: ProjectFiles,
  { engine, target }: { engine: Engine; target: Target },
): FailedBuild<BuildPlan> {
  const { plan, shownDirectory, language } = target;
  const here = compilesOnHost(engine.id);
  return {
    output,
    files,
    plan,
    compiler: language,
    again: (flags, text) => ({
      command: `create-wasm-oci containerfile ${quoted(asDirectory(shownDirectory))} ${flags}`.trimEnd(),
      ...(text !== undefined && { text }),
    }),
    tool: (what) => (here ? [{ text: `Install ${what}, or build in a container.` }] : otherImage(what, files, engine)),
    place: here ? 'this machine' : `the builder image${imageIn(files)}`,
  };
}

/** What gives the builder stage another image. */
function otherImage(what: string, files: ProjectFiles, { errors }: Engine): Fix[] {
  const preset = presetNamed(files);
  return [
    { text: `Use a builder image with ${what}: ${errors.build} --build-arg BUILDER_IMAGE=REF …` },
    ...(preset === undefined
      ? []
      : [{ text: `The preset ${preset} sets the builder image for its projects ("builders").` }]),
  ];
}

function imageIn(files: ProjectFiles): string {
  const image = pinsOf(files.text('Containerfile') ?? '').get('BUILDER_IMAGE');
  return image === undefined ? '' : ` ${image}`;
}

function presetNamed(files: ProjectFiles): string | undefined {
  try {
    return readStoredPreset(files.text('.yo-rc.json'))?.name;
  } catch {
    // A broken .yo-rc.json is reported where it is written.
    return undefined;
  }
}
