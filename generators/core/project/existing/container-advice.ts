import type { EmbedReader } from '../../languages/detect/embedded-files.js';
import type { ProjectFiles } from '../../languages/detect/project-files.js';
import { ignoreAdvice } from '../ignore-file.js';

/** What users call the file that we write as Containerfile. */
export const CONTAINERFILES = ['Containerfile', 'Dockerfile'] as const;

/** Files that may name a target. */
const NAMES_A_TARGET =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile|CMakeLists\.txt|justfile|Containerfile[^/]*|Dockerfile[^/]*|README[^/]*|[^/]+\.(?:toml|sh|mk|ya?ml|json))$/;
/** More of them would hide the rest. */
const FILES_SHOWN = 5;

/** What files of the project that are not manifests could gain: container files, and every place with the old target. */
export function containerAdvice(files: ProjectFiles, readers: readonly EmbedReader[]): string[] {
  const existing = CONTAINERFILES.filter((path) => files.paths.includes(path));
  const dockerfile = existing.includes('Dockerfile')
    ? ['Dockerfile is unchanged: podman build prefers the Containerfile, docker build needs -f Containerfile.']
    : [];
  return [
    ...existing.flatMap((path) => faultsOf(path, files.text(path) ?? '')),
    ...dockerfile,
    ...ignoreAdvice(files, readers),
    ...oldTarget(files),
  ];
}

/** What keeps an existing container file from giving a wasi/wasm image. */
function faultsOf(path: string, text: string): string[] {
  // A container file for Linux is right as it is.
  if (!/wasm|wasi/i.test(text)) return [];
  const advice: string[] = [];
  /** Names of earlier stages: `FROM builder` looks for no image. */
  const stages = new Set<string>();
  let scratch = false;
  for (const { line, words } of instructions(text)) {
    const place = `${path}:${line}`;
    const [keyword = '', ...rest] = words;
    if (keyword === 'FROM') {
      const image = rest.find((word) => !word.startsWith('--')) ?? '';
      scratch = image === 'scratch';
      const pinned = rest.some((word) => word.startsWith('--platform='));
      const earlier = stages.has(image.toLowerCase());
      const as = rest.findIndex((word) => word.toUpperCase() === 'AS');
      if (as !== -1) stages.add((rest[as + 1] ?? '').toLowerCase());
      if (scratch && !rest.includes('--platform=wasi/wasm'))
        advice.push(
          `${place}: FROM scratch has no --platform=wasi/wasm: Podman before 5.6 gives it the variant of an arm64 builder, and then does not find the image.`,
        );
      if (!scratch && !pinned && !earlier)
        advice.push(
          `${place}: FROM ${image} has no --platform=$BUILDPLATFORM: with --platform=wasi/wasm it is looked for as WebAssembly, and not found.`,
        );
    } else if (keyword === 'RUN' && scratch)
      advice.push(`${place}: RUN comes after FROM scratch, where nothing can run.`);
  }
  return advice;
}

function instructions(text: string): { line: number; words: string[] }[] {
  const found: { line: number; words: string[] }[] = [];
  let continued = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const words = raw.trim().split(/\s+/);
    const keyword = words[0]?.toUpperCase() ?? '';
    if (!continued && /^[A-Z]+$/.test(keyword)) found.push({ line: index + 1, words: [keyword, ...words.slice(1)] });
    if (!/^\s*(?:#|$)/.test(raw)) continued = /\\\s*$/.test(raw);
  }
  return found;
}

/** Rust 1.84 and wasi-sdk 34 know wasm32-wasi no longer. */
function oldTarget(files: ProjectFiles): string[] {
  const places = files.paths
    .filter((path) => NAMES_A_TARGET.test(path))
    .flatMap((path) => {
      const lines = (files.text(path) ?? '').split('\n');
      return lines.flatMap((line, index) => (/wasm32-wasi(?![\w-])/.test(line) ? [`${path}:${index + 1}`] : []));
    });
  if (places.length === 0) return [];
  const more = places.length > FILES_SHOWN ? ` and ${places.length - FILES_SHOWN} more` : '';
  return [`wasm32-wasi is now called wasm32-wasip1: ${places.slice(0, FILES_SHOWN).join(', ')}${more}`];
}
