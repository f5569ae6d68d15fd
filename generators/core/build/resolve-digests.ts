import type { Target } from '../engines/engine.js';
import { type EngineChoice, engineInfo, enginesThat } from '../engines/engines.js';
import { type Choosable, selectEngine } from '../engines/select.js';
import { Cancelled, ExitCode, Failure, type Fix } from '../failure.js';
import type { Digests } from '../options/stored.js';

/** Who asks the registries, and for which project. */
export interface ResolveHow {
  choice: EngineChoice;
  target: Target;
  /** The engines that a preset allows; all of them where it names none. */
  allowed?: readonly string[] | undefined;
  onNote(text: string): void;
  signal?: AbortSignal | undefined;
  /** The engines to choose from, for tests. */
  from?: readonly Choosable[];
}

/** The engines that read registries, in the order `auto` tries them. */
const READERS = enginesThat(({ readsRegistries }) => readsRegistries);
const NAMES = READERS.map(({ id }) => id);
const WITHOUT: Fix = { command: '--no-pin-digests', text: 'names the builder images by their tags' };

/**
 * Asks the registries for the digests of images, through the engine that is to build.
 *
 * @param images by name and tag
 * @throws Failure (wrong input: nothing is written by then) that names the flag; Cancelled
 */
export async function resolveDigests(images: readonly string[], how: ResolveHow): Promise<Digests> {
  const { choice, target, allowed, onNote, signal, from = READERS } = how;
  if (engineInfo(choice)?.readsRegistries === undefined && choice !== 'auto')
    throw unresolved(`the engine ${choice} reads no registry.`, [
      { command: `--engine ${NAMES.join('|')}`, text: 'resolves digests' },
      WITHOUT,
    ]);
  try {
    const selected = await selectEngine(choice, target, { toRun: false, allowed, signal, from });
    if (!selected.engine) throw noEngine(selected.reasons);
    const { engine } = selected;
    const digests = new Map<string, string>();
    for (const image of images) {
      onNote(`Resolving the digest of ${image} with ${engine.id}`);
      const digest = await engine.digest?.(image, signal);
      if (digest !== undefined) digests.set(image, digest);
    }
    return digests;
  } catch (error) {
    if (error instanceof Cancelled) throw new Cancelled('Nothing was written.');
    if (!(error instanceof Failure)) throw error;
    const { message, fix, output } = error;
    throw unresolved(`the builder image's digest cannot be resolved. ${message}`, [...fix, WITHOUT], output);
  }
}

function noEngine(reasons: readonly Failure[]): Failure {
  const messages = reasons.map(({ message }) => message);
  return new Failure(messages.length > 0 ? messages.join(' ') : `The preset allows neither ${NAMES.join(' nor ')}.`, {
    exitCode: ExitCode.wrongInput,
    fix: reasons.flatMap(({ fix }) => fix),
  });
}

function unresolved(why: string, fix: readonly Fix[], output: readonly string[] = []): Failure {
  return new Failure(`--pin-digests: ${why}`, { exitCode: ExitCode.wrongInput, fix, output });
}
