import type { LanguageId } from '../../../generators/core/languages/languages.js';
import { builderImage, loadBuilderPins } from '../../../generators/core/project/templates.js';
import { templatesFolder } from '../../../generators/core/system/package-root.js';
import { podman } from './run.js';

/** The pinned builder image of a language. */
export async function builderOf(id: LanguageId): Promise<string> {
  return builderImage(await loadBuilderPins(templatesFolder), id);
}

/** Whether the TinyGo image holds TinyGo itself, or the lab's stand-in, which calls standard Go. */
export async function tinygoIsReal(): Promise<boolean> {
  const version = await podman(['run', '--rm', await builderOf('tinygo'), 'tinygo', 'version']);
  return !/stand/i.test(version);
}
