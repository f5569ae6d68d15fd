import type { LanguageId } from '../languages/languages.js';
import type { Texts } from '../options/resolve.js';
import type { Requirements } from '../policy/require.js';
import type { PresetOrigin } from './reference.js';

/** What `wasm-oci.toml` says, once every rule of the schema holds. */
export interface Settings {
  name: string;
  description?: string;
  /** The languages that projects may have; any where it is missing. */
  languages?: readonly LanguageId[];
  /** Answers by question key, with placeholders: taken where nobody says otherwise. */
  defaults: Texts;
  /** Answers by question key, with placeholders: nobody can say otherwise. */
  locked: Texts;
  /** The images that compile, by language, and the one with the tools that finish a module. */
  builders: Readonly<Partial<Record<LanguageId | 'tools', string>>>;
  /** Labels of the image by key, with placeholders. */
  labels: Readonly<Record<string, string>>;
  /** The SPDX expression of the project's licence, and the preset's file that holds its text. */
  license?: { spdx?: string; file?: string };
  checks: Requirements;
  /** Folders of the preset whose files go into a project: every project's, and those of one language. */
  overlay: Readonly<Partial<Record<LanguageId | 'shared', string>>>;
  /** The line of every key in the file, by its path: `locked.language` is in line 8. */
  lines: Readonly<Record<string, number>>;
}

/** A file that a preset puts into projects. */
export interface PresetFile {
  /** Where it is in the preset. */
  from: string;
  /** Where it goes, relative to the project's directory. */
  path: string;
  contents: string;
  /** Whether EJS renders it: then it is code. */
  template: boolean;
  executable: boolean;
  /** The only language whose projects get it; every language's when omitted. */
  language?: LanguageId;
}

/** A preset, read and checked: only data, wherever it came from. */
export interface Preset extends Settings {
  files: readonly PresetFile[];
  /** `sha256:…` over its settings and all its files (content-hash.ts). */
  hash: string;
  origin: PresetOrigin;
  /** Whether the user trusts it: theirs, or told to run. What is not trusted is never compiled outside a container. */
  trusted: boolean;
  /** Its `wasm-oci.toml`, as a person would name it in a message. */
  shownFile: string;
}
