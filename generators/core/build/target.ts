import type { Target } from '../engines/engine.js';
import { notOnHost } from '../presets/host-build.js';
import type { Job } from '../project/job.js';

/** What of a job an image depends on. */
type Resolved = Pick<Job, 'answers' | 'preset' | 'directory' | 'shownDirectory'> & {
  flags?: Pick<Job['flags'], 'artifact' | 'layout' | 'debug'>;
};

/**
 * The image that a job's answers ask for.
 *
 * @param own what depends on the kind of project
 */
export function targetOf(
  { answers, preset, directory, shownDirectory, flags }: Resolved,
  own: Pick<Target, 'labels' | 'imitated' | 'plan' | 'service'> = {},
): Target {
  const { language, image, name, 'wasm-opt': wasmOpt, aot, platforms } = answers;
  const { title, slug } = name;
  const { artifact = false, layout = false, debug = false } = flags ?? {};
  const names = { directory, shownDirectory, image, language, title, slug };
  return { ...names, ...own, artifact, layout, debug, wasmOpt, aot, platforms, notOnHost: notOnHost(preset) };
}
