import { type PullProblem, pullProblems } from '../../core/policy/pull.js';
import type { NeedId } from '../../core/wasm/needs.js';
import { isPortable, type Verdict, verdictsOn } from '../../core/wasm/runtimes.js';
import { isWebAssembly } from '../../core/wasm/wasm.js';
import type { Advice } from './advice.js';
import { adviceOnImage } from './advice-on-image.js';
import { adviceOnFile } from './advice-on-module.js';
import type { InspectedSource } from './found.js';

/** Everything the report and the JSON document are made of. */
export interface Inspection extends InspectedSource {
  verdicts: Verdict[];
  advice: Advice[];
  /** Why it is not portable: it runs under every runtime, and an image is one for wasi/wasm, when there is nothing. */
  obstacles: Obstacle[];
  /** Why nodes of Kubernetes do not pull it, where that was asked. */
  pull?: PullProblem[];
}

/** Something that keeps it from being portable. */
export interface Obstacle {
  /** Of an advice, or of what the module needs. Stable, for scripts. */
  id: Advice['id'] | NeedId;
  message: string;
}

/**
 * Makes of what was found what there is to say about it.
 *
 * @param pulled whether to say if nodes of Kubernetes pull it
 */
export function inspectionOf(found: InspectedSource, pulled = false): Inspection {
  const { image, file, idle } = found;
  // Of a program that is no WebAssembly there is nothing to ask a runtime.
  const verdicts = file && isWebAssembly(file) ? verdictsOn(file) : [];
  const advice = [...(image ? adviceOnImage(image, file) : []), ...(file ? adviceOnFile(file, idle) : [])];
  const hindering = advice.filter(({ hinders }) => hinders).map(({ id, message }) => ({ id, message }));
  const obstacles = [...hindering, ...(isPortable(verdicts) ? [] : reasons(verdicts))];
  return { ...found, verdicts, advice, obstacles, ...(pulled && { pull: image ? pullProblems(image) : [NO_IMAGE] }) };
}

const NO_IMAGE: PullProblem = {
  id: 'artifact',
  by: ['containerd', 'CRI-O'],
  message: 'it is a file, and no image',
  fix: { text: 'Build an image: FROM scratch with one COPY.' },
};

/** What keeps it from a runtime, each reason once, with the runtimes that it keeps it from. */
function reasons(verdicts: readonly Verdict[]): Obstacle[] {
  const names = new Map<NeedId, { means: string; runtimes: string[] }>();
  for (const { name, because } of verdicts) {
    for (const { need, means, how } of because) {
      const reason = names.get(need) ?? { means, runtimes: [] };
      reason.runtimes.push(how === undefined ? name : `${name} (${how})`);
      names.set(need, reason);
    }
  }
  return [...names].map(([id, { means, runtimes }]) => ({
    id,
    message: `it ${means}: not for ${runtimes.join(', ')}`,
  }));
}
