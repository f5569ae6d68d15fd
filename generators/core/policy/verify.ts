import type { ImageReport } from '../oci/oci.js';
import type { RuleId, Violation } from './rule.js';
import { violationsOf } from './rules.js';

/** What was found of an image that was just built. */
export interface Verified {
  /** What keeps it from being a wasi/wasm image, or from running everywhere. Empty for a good one. */
  refused: Violation[];
  /** What is worth a remark, and no failure. */
  remarks: Violation[];
}

/**
 * Holds what was really built against what a wasi/wasm image is.
 *
 * @param accept rules that the caller knows to be broken: reported, and no failure
 */
export function verify(image: ImageReport, accept: readonly RuleId[] = []): Verified {
  const broken = violationsOf(image).filter(({ rule }) => rule.build !== 'ignore');
  const isRefused = ({ rule }: Violation) => rule.build === 'refuse' && !accept.includes(rule.id);
  return { refused: broken.filter(isRefused), remarks: broken.filter((one) => !isRefused(one)) };
}
