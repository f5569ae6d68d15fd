import type { EngineChoice } from '../engines/choices.js';
import { ExitCode, Failure } from '../failure.js';
import { parseImageReference } from './image-reference.js';
import type { Flags } from './job-flags.js';

/** The flags that want an image to have been built. */
const WANT_AN_IMAGE = ['push', 'load', 'artifact', 'layout'] as const;

/** Those of them that are on, as they are typed. */
export function wantingAnImage(flags: Pick<Flags, (typeof WANT_AN_IMAGE)[number]>): string[] {
  return WANT_AN_IMAGE.filter((key) => flags[key]).map((key) => `--${key}`);
}

/** What only the embedded engine does. */
const ONLY_EMBEDDED = ['artifact', 'layout', 'load'] as const;

/**
 * @throws Failure (wrong input) when the flags contradict each other or the engine, or the reference names no registry
 *   to push to
 */
export function checkFlags(flags: Flags, { image, engine }: { image: string; engine: EngineChoice }): void {
  const [wanting] = wantingAnImage(flags);
  if (wanting && !flags.build) {
    throw new Failure(`${wanting} wants an image, and --no-build builds none.`, {
      exitCode: ExitCode.wrongInput,
      fix: [`Leave out ${wanting} or --no-build.`],
    });
  }
  if (engine !== 'auto') noneButEmbedded(flags, engine, `the engine is ${engine}`);
  if (flags.push) checkPushable(image);
}

/** The first flag that is on and that only the embedded engine has. */
export function onlyEmbeddedDoes(
  flags: Pick<Flags, (typeof ONLY_EMBEDDED)[number]>,
): (typeof ONLY_EMBEDDED)[number] | undefined {
  return ONLY_EMBEDDED.find((key) => flags[key]);
}

/** @throws Failure (wrong input) when the engine is another one, and a flag is on that only the embedded engine has */
export function noneButEmbedded(
  flags: Pick<Flags, (typeof ONLY_EMBEDDED)[number]>,
  engine: EngineChoice,
  because: string,
): void {
  const key = onlyEmbeddedDoes(flags);
  if (key === undefined || engine === 'embedded') return;
  throw new Failure(`--${key} is for the embedded engine, and ${because}. Nothing was written.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      `Add --engine embedded, or leave out --${key}.`,
      // The others build into a store in the first place.
      ...(key === 'load' ? [`${engine} has the image in its store without --load.`] : []),
    ],
  });
}

function checkPushable(image: string): void {
  const { registry } = parseImageReference(image);
  if (registry !== undefined && registry !== 'localhost') return;
  throw new Failure(`--push: ${image} names no registry.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Give a whole reference with --image, for example quay.io/you/hello:1.0.'],
  });
}
