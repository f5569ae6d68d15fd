import { requestedPreset } from '../options/preset-flag.js';
import { readStoredPreset } from '../options/stored.js';
import type { Trust } from '../options/trust.js';
import type { ResolvedPreset } from '../presets/fetch/project-preset.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { Given } from './job.js';

/**
 * The preset that an option or the project names. What fetches one is loaded for those who name one.
 *
 * @param project the project's directory, absolute
 * @param rc the text of its `.yo-rc.json`
 * @param trust whether its templates and scripts may run, and of which content
 */
export async function presetOf(
  { options, cwd, environment, note = () => {} }: Given,
  { project, rc, trust }: { project: string; rc: string | undefined; trust: Trust },
): Promise<ResolvedPreset | undefined> {
  const [requested, stored] = [requestedPreset(options, environment), readStoredPreset(rc)];
  if (!requested && !stored) return undefined;
  const { resolveProjectPreset } = await import('../presets/fetch/project-preset.js');
  // Only while it is fetched: prompts hear Ctrl-C themselves.
  const { signal, stop } = listenForInterrupt();
  return resolveProjectPreset({ requested, stored, cwd, project, trust, onNote: note, signal }).finally(stop);
}
