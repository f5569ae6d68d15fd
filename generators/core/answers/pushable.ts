import { ExitCode, Failure } from '../failure.js';
import { parseImageReference } from './image-reference.js';

/** @throws Failure (wrong input) when the reference names no registry that a push could go to */
export function checkPushable(image: string): void {
  const { registry } = parseImageReference(image);
  if (registry !== undefined && registry !== 'localhost') return;
  throw new Failure(`--push: ${image} names no registry.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Give a whole reference with --image, for example quay.io/you/hello:1.0.'],
  });
}
