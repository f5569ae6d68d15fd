import { type EmbedReader, folderOf } from '../detect/embedded-files.js';
import type { Detector } from '../language.js';
import { recogniseGo } from './detect/go.js';
import type { GoPlan } from './plan.js';

const embeds: EmbedReader = {
  of: /\.go$/,
  globs: true,
  names: (text, _, path) => embeddedNames(text).map((name) => ({ name, folder: folderOf(path) })),
};

function embeddedNames(text: string): string[] {
  return [...text.matchAll(/^\/\/go:embed[ \t]+(.+)$/gm)].flatMap(([, names = '']) => {
    const words = names.match(/"(?:[^"\\]|\\.)*"|`[^`]*`|\S+/g) ?? [];
    return words.map((word) => word.replace(/^["`]|["`]$/g, '').replace(/^all:/, ''));
  });
}

/** Go modules and workspaces. */
export const detector: Detector<GoPlan> = { recognise: recogniseGo, embeds: [embeds] };
