import type { CopiedImage } from '../languages/language.js';
import { parseImageReference } from '../options/image-reference.js';
import type { Answers } from '../options/questions.js';
import { type Digests, readDigests } from '../options/stored.js';
import type { Preset } from '../presets/preset.js';
import { builderImage, builderStage, type Templates } from './templates.js';

/** The images that a Containerfile builds with. */
export interface BuilderImages {
  builderImage: string;
  /** The image that wasm-opt and WasmEdge's compiler come from, where either is used. */
  toolsImage: string | undefined;
  /** The image of another compiler that the builder stage copies from. */
  copiedImage?: string | undefined;
}

/** What decides which images a project builds with. */
type Chosen = Pick<Answers, 'language' | 'wasm-opt' | 'aot' | 'pin-digests'>;

/**
 * The images that a project's Containerfile names: the preset's or ours, with their digests where the project pins them.
 *
 * @param copied what the steps of its builder stage copy from
 */
export function builderImages(
  { language, 'wasm-opt': wasmOpt, aot, 'pin-digests': pinned }: Chosen,
  preset: Preset | undefined,
  templates: Templates,
  digests: Digests = new Map(),
  copied?: CopiedImage,
): BuilderImages {
  const named = (stage: keyof Preset['builders']) => {
    // C++ is built by C's image, unless a preset has another for it.
    const shared = builderStage(templates, stage) as keyof Preset['builders'];
    const image = preset?.builders[stage] ?? preset?.builders[shared] ?? builderImage(templates, stage);
    const digest = pinned ? digests.get(image) : undefined;
    return digest === undefined ? image : `${image}@${digest}`;
  };
  return {
    builderImage: named(language),
    toolsImage: wasmOpt || aot ? named('tools') : undefined,
    ...(copied && { copiedImage: named(copied.compiler as keyof Preset['builders']) }),
  };
}

/** Asks the registries for the digests of images, by name and tag. */
export type ResolveDigests = (images: readonly string[]) => Promise<Digests>;

/** How a project gets the digests that it does not store. */
export interface DigestSource {
  /** Missing where no registry may be asked: an image without a stored digest then keeps only its tag. */
  resolve?: ResolveDigests | undefined;
  /** Whether stored digests are resolved again. */
  again?: boolean;
}

/**
 * The digests of the images that a project pins: those that it stores, and of the others what the registries say.
 *
 * @param rc the text of the project's `.yo-rc.json`; undefined where there is no such file
 * @throws Failure (wrong input) when the file is broken, or a digest cannot be had
 */
export async function digestsFor(
  answers: Chosen,
  { builderImage: builder, toolsImage: tools, copiedImage: copied }: BuilderImages,
  rc: string | undefined,
  { resolve, again = false }: DigestSource = {},
): Promise<Digests> {
  if (!answers['pin-digests']) return new Map();
  const images = [...new Set([builder, tools, copied].filter((image) => image !== undefined))].filter(
    // A preset may name an image by its digest itself.
    (image) => parseImageReference(image).digest === undefined,
  );
  const stored = readDigests(rc);
  const wanted = resolve ? images.filter((image) => again || !stored.has(image)) : [];
  const resolved = resolve && wanted.length > 0 ? await resolve(wanted) : new Map<string, string>();
  return new Map(
    images.flatMap((image) => {
      const digest = resolved.get(image) ?? stored.get(image);
      return digest === undefined ? [] : [[image, digest] as const];
    }),
  );
}
