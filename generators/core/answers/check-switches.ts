import { ExitCode, Failure } from '../failure.js';
import { parseImageReference } from './image-reference.js';
import type { Switches } from './switches.js';

/** The switches that want an image to have been built. */
const WANT_AN_IMAGE = ['push', 'load', 'artifact', 'layout'] as const;

/** Those of them that are on, as they are typed. */
export function wantingAnImage(switches: Pick<Switches, (typeof WANT_AN_IMAGE)[number]>): string[] {
  return WANT_AN_IMAGE.filter((key) => switches[key]).map((key) => `--${key}`);
}

/** @throws Failure (wrong input) when the switches contradict each other, or the reference names no registry to push to */
export function checkSwitches(switches: Switches, image: string): void {
  const [wanting] = wantingAnImage(switches);
  if (wanting && !switches.build) {
    throw new Failure(`${wanting} wants an image, and --no-build builds none.`, {
      exitCode: ExitCode.wrongInput,
      fix: [`Leave out ${wanting} or --no-build.`],
    });
  }
  if (switches.push) checkPushable(image);
}

function checkPushable(image: string): void {
  const { registry } = parseImageReference(image);
  if (registry !== undefined && registry !== 'localhost') return;
  throw new Failure(`--push: ${image} names no registry.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Give a whole reference with --image, for example quay.io/you/hello:1.0.'],
  });
}
