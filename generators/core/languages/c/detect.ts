import { type EmbedReader, folderOf } from '../detect/embedded-files.js';
import type { Detector } from '../language.js';
import { recogniseC } from './detect/c.js';
import type { CPlan } from './plan.js';

const cIncludes: EmbedReader = {
  of: /\.(?:c|h|cc|cpp|cxx|hpp)$/,
  globs: false,
  names: (text, _, path) =>
    [...text.matchAll(/^[ \t]*#[ \t]*(?:include|embed)[ \t]+"([^"\n]+)"/gm)].map(([, name = '']) => ({
      name,
      folder: folderOf(path),
    })),
};

const makefiles: EmbedReader = {
  of: /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk)$/,
  globs: true,
  // make reads what it includes relative to where it runs: the folder of the Makefile that was asked for.
  names: (text, _, path) =>
    [...text.matchAll(/^(?:-|s)?include[ \t]+([^#\n]+)/gm)]
      .flatMap(([, names = '']) => names.trim().split(/\s+/))
      .filter((name) => !name.includes('$'))
      .map((name) => ({ name, folder: folderOf(path) })),
};

/** C projects that CMake, make, or only a compiler builds. */
export const detector: Detector<CPlan> = { recognise: recogniseC, embeds: [cIncludes, makefiles] };
