import { enginesThat } from '../engines/engines.js';
import type { Fix } from '../failure.js';
import { compilers, type LanguageId } from '../languages/languages.js';
import { findProgram } from '../system/find-program.js';
import { findToolchain } from './toolchain.js';

/** The languages that compile here without a container engine. */
export async function compilesHere(signal?: AbortSignal): Promise<LanguageId[]> {
  const found = await Promise.all(
    compilers.map(async ({ id }) => ('found' in (await findToolchain(id, { signal })) ? [id] : [])),
  );
  return found.flat();
}

/** What to type for a language that compiles here, where the one that was asked for does not. */
export async function otherLanguages(language: LanguageId, signal?: AbortSignal): Promise<Fix[]> {
  const others = (await compilesHere(signal)).filter((id) => id !== language);
  const titles = new Map<string, string>(compilers.map(({ id, title }) => [id, title]));
  return others.map((id) => ({ text: `${titles.get(id)} works here now: --language ${id}` }));
}

/**
 * What a prompt says behind languages: on a machine without a container engine, which of them work here now. Nothing
 * where all do, or an engine may build any of them.
 */
export async function notesForLanguages(): Promise<ReadonlyMap<string, string>> {
  if (enginesThat(({ program }) => program && findProgram(program).path).length > 0) return new Map();
  const here = await compilesHere();
  if (here.length === compilers.length) return new Map();
  return new Map(here.map((id) => [id, 'works here now']));
}
