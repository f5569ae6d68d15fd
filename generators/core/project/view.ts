import type { Escapers } from '../languages/escape.js';
import type { Language } from '../languages/language.js';

/** What a template sees: plain values, and the escapers that put them safely into each kind of file. */
export interface View {
  title: string;
  slug: string;
  image: string;
  /** What the ids of the project's cache mounts begin with: no other project has the same. */
  cache: string;
  /** What others pull: the image itself where it names a registry, else a place to fill in. */
  published: string;
  builderImage: string;
  /** The image's labels beside its title: a team's, by key. */
  labels: Readonly<Record<string, string>>;
  /** The SPDX expression of the licence, where a preset names one. */
  license: string | undefined;
  /** The name of the preset, where there is one. */
  preset: string | undefined;
  /** The image that wasm-opt and WasmEdge's compiler come from, where either is used. */
  toolsImage: string | undefined;
  wasmOpt: boolean;
  aot: boolean;
  aotFlags: readonly string[];
  version: string;
  language: Language;
  /** The line that repeats the run that wrote the project. */
  repeat: string;
  /** The line that makes an image of the project without a container engine. */
  withoutEngine: string;
  /** The greeting without arguments: what the container prints. */
  greeting: string;
  /** A quoted literal in the project's own language. */
  string(text: string): string;
  escape: Escapers;
}
