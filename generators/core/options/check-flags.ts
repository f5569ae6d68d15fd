import type { EngineFlag } from '../engines/engine-info.js';
import { type EngineChoice, engineInfo, enginesThat, engineWithFlag } from '../engines/engines.js';
import { ExitCode, Failure } from '../failure.js';
import { compilerOf, type LanguageId } from '../languages/languages.js';
import { parseImageReference } from './image-reference.js';
import type { Flags } from './job-flags.js';

/** The flags that want an image to have been built. */
const WANT_AN_IMAGE = ['push', 'load', 'artifact', 'layout'] as const;

/** Those of them that are on, as they are typed. */
export function wantingAnImage(flags: Pick<Flags, (typeof WANT_AN_IMAGE)[number]>): string[] {
  return WANT_AN_IMAGE.filter((key) => flags[key]).map((key) => `--${key}`);
}

/**
 * @throws Failure (wrong input) when the flags contradict each other or the engine, or the reference names no registry
 *   to push to
 */
export function checkFlags(
  flags: Flags,
  { image, engine, language, sign = '' }: { image: string; engine: EngineChoice; language: LanguageId; sign?: string },
): void {
  if (sign !== '' && !flags.push) {
    throw new Failure('--sign signs a pushed image, and --push is missing.', {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: 'Add --push, or remove --sign.' }],
    });
  }
  const [wanting] = wantingAnImage(flags);
  if (wanting && !flags.build) {
    throw new Failure(`${wanting} needs an image, and --no-build builds none.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: `Remove ${wanting} or --no-build.` }],
    });
  }
  const { noComponent } = compilerOf(language);
  if (flags.artifact === 'component' && noComponent) {
    throw new Failure(`--artifact component: a component would not run. ${noComponent.why}`, {
      exitCode: ExitCode.wrongInput,
      fix: [noComponent.fix],
    });
  }
  if (engine !== 'auto') refuseOthersFlags(flags, engine, `the engine is ${engine}`);
  if (flags.push) checkPushable(image);
}

/** The first flag that is on and that only one engine has. */
export function flagOfOneEngine(flags: Pick<Flags, EngineFlag>): EngineFlag | undefined {
  return enginesThat((engine) => engine.flags)
    .flatMap((engine) => engine.flags ?? [])
    .find((key) => flags[key]);
}

/** @throws Failure (wrong input) when a flag is on that only another engine has */
export function refuseOthersFlags(flags: Pick<Flags, EngineFlag>, engine: EngineChoice, because: string): void {
  const key = flagOfOneEngine(flags);
  const owner = key && engineWithFlag(key);
  if (!owner || owner.id === engine) return;
  throw new Failure(`--${key} is for the ${owner.id} engine, and ${because}. Nothing was written.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      { text: `Add --engine ${owner.id}, or remove --${key}.` },
      ...(key === 'load' && engineInfo(engine)?.hasStore
        ? [{ text: `${engine} has the image in its store without --load.` }]
        : []),
    ],
  });
}

function checkPushable(image: string): void {
  const { registry } = parseImageReference(image);
  if (registry !== undefined && registry !== 'localhost') return;
  throw new Failure(`--push: ${image} names no registry.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Give a full reference with --image, for example quay.io/you/hello:1.0.' }],
  });
}
