import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../languages/language.js';
import { filesOf } from './shared.js';

/** Template texts by their path below `templates/`. */
export type Templates = ReadonlyMap<string, string>;

/** The one place where builder images are pinned: a real Containerfile, so that Renovate and Dependabot bump it. */
const BUILDERS = 'builders/Containerfile';
/** What Containerfiles take in: the stage that finishes the module by further tools, the last stage, cargo's caches. */
const INCLUDED = ['shared/tools.ejs', 'shared/image.ejs', 'shared/cargo-caches.ejs'] as const;

/** Reads a language's templates, and the builder pins, from the package's `templates` folder. */
export async function loadTemplates(folder: string, language: Language): Promise<Templates> {
  return load(folder, [BUILDERS, 'shared/banner.txt', ...INCLUDED, ...filesOf(language).map((file) => file.template)]);
}

/** Reads templates by their path below the package's `templates` folder, and the builder pins. */
export async function loadAdopted(folder: string, steps: string): Promise<Templates> {
  return load(folder, [BUILDERS, ...INCLUDED, 'adopted/Containerfile.ejs', 'adopted/_containerignore.ejs', steps]);
}

async function load(folder: string, names: readonly string[]): Promise<Templates> {
  // A checkout on Windows may have CRLF; generated files have LF everywhere.
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return new Map(await Promise.all([...new Set(names)].map(async (name) => [name, await read(name)] as const)));
}

/** The pinned builder image of a language, or the one of `tools`: the `FROM` whose stage is named after it. */
export function builderImage(templates: Templates, stage: string): string {
  const pinned = new RegExp(`^FROM (\\S+) AS ${stage}$`, 'm').exec(templates.get(BUILDERS) ?? '');
  if (!pinned?.[1]) throw new Error(`templates/${BUILDERS} pins no image for ${stage}`);
  return pinned[1];
}

/** @throws Error, a defect of ours, when it was not loaded */
export function templateOf(templates: Templates, name: string): string {
  const text = templates.get(name);
  if (text === undefined) throw new Error(`template ${name} was not loaded`);
  return text;
}
