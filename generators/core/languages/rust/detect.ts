import { type EmbedReader, folderOf, type Name } from '../detect/embedded-files.js';
import type { ProjectFiles } from '../detect/project-files.js';
import type { Detector } from '../language.js';
import { cargoFindings, cargoNeedsIn } from './detect/needs.js';
import { recogniseRust } from './detect/rust.js';
import type { CargoPlan } from './plan.js';

const rustIncludes: EmbedReader = { of: /\.rs$/, globs: false, names: included };

function included(text: string, files: ProjectFiles, path: string): Name[] {
  const relative = [...text.matchAll(/\binclude(?:_str|_bytes)?!\s*[([{]\s*"([^"\n]+)"/g)];
  const absolute = [
    ...text.matchAll(
      /\binclude(?:_str|_bytes)?!\s*[([{]\s*concat!\s*[([{]\s*env!\s*[([{]\s*"CARGO_MANIFEST_DIR"\s*[)\]}]\s*,\s*"\/([^"\n]+)"/g,
    ),
  ];
  return [
    ...relative.map(([, name = '']) => ({ name, folder: folderOf(path) })),
    ...absolute.map(([, name = '']) => ({ name, folder: packageFolder(files, path) })),
  ];
}

/** The folder of the nearest Cargo.toml above a source. */
function packageFolder(files: ProjectFiles, path: string): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (folder === '' || files.paths.includes(`${folder}/Cargo.toml`)) return folder;
  }
}

/** Cargo packages and workspaces. */
export const detector: Detector<CargoPlan> = {
  recognise: recogniseRust,
  embeds: [rustIncludes],
  fromSources: cargoFindings,
  needsIn: cargoNeedsIn,
};
