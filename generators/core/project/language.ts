import type { Escapers } from './escape.js';

/** One file of a project: where its template stands below `templates/`, and where it goes. */
export interface TemplateFile {
  template: string;
  path: string;
}

/**
 * A language the generator speaks. Adding one is one such object in a file of its own,
 * one line in languages.ts, one folder below `templates/` and one `FROM` in `templates/builders/Containerfile`.
 */
export interface Language {
  /** What `--language` takes; also the name of its stage in `templates/builders/Containerfile`. */
  id: string;
  /** As people write it. */
  title: string;
  /** Source and manifest files. The container files and the README are every language's (see shared.ts). */
  files: readonly TemplateFile[];
  /** The file that prints the greeting: when a person has changed it, its output is not compared. */
  program: string;
  /** How a text is written in the language's source: a quoted literal. */
  string(text: string): string;
  /** What a person runs to test the program on their own machine. */
  testCommand: string;
  /** What the project's README says about building without a container. */
  nativeBuild: string;
  /** Folders and files that builds leave behind: ignored by git and by the image build. */
  leavings: readonly string[];
}

/** What a template sees: plain values, and the escapers that put them safely into each kind of file. */
export interface View {
  title: string;
  slug: string;
  image: string;
  /** What others pull: the image itself where it names a registry, else a place to fill in. */
  published: string;
  builderImage: string;
  version: string;
  language: Language;
  /** The line that repeats the run that wrote the project. */
  repeat: string;
  /** The greeting without arguments: what the container prints. */
  greeting: string;
  /** A quoted literal in the project's own language. */
  string(text: string): string;
  escape: Escapers;
}
