import type { ProjectFiles } from './detect/project-files.js';
import type { Recognised, Selection } from './detect/recognised.js';

/** One file of a project: where its template stands below `templates/`, and where it goes. */
export interface TemplateFile {
  template: string;
  path: string;
}

/**
 * A language the generator speaks: one such object in a file of its own. What else a new one takes is in
 * docs/contributing.md; where the compiler does not ask for it, a test does.
 */
export interface Language {
  /** What `--language` takes; also the name of its stage in `templates/builders/Containerfile`. */
  id: string;
  /** As people write it. */
  title: string;
  /** Source and manifest files. The container files and the README are every language's (see project/shared.ts). */
  files: readonly TemplateFile[];
  /** The file that prints the greeting: when a person has changed it, its output is not compared. */
  program: string;
  /** How a text is written in the language's source: a quoted literal. */
  string(text: string): string;
  /** What the compiler is given besides names, here and in the project's own files: the one place where they stand. */
  flags: readonly string[];
  /** C: the warnings it is asked for, by whatever compiler. */
  warnings?: readonly string[];
  /** The build file that the embedded engine does not read: it does by itself what ours says, and refuses another. */
  imitated?: string;
  /** What wasm-opt is given. Left out where the compiler runs it itself. */
  wasmOpt?: readonly string[];
  /** What a person runs to test the program on their own machine. */
  testCommand: string;
  /** What the project's README says about building without a container. */
  nativeBuild: string;
  /** What adds a dependency, run in the builder image; undefined where the language has no such tool. */
  addDependency?: string;
  /** What brings the lock file up to date, run in the builder image. */
  updateLock?: string;
  /** What an existing project of it is known by, as it stands in "there is no …". */
  sign: string;
  /** Folders and files that builds leave behind: ignored by git and by the image build. */
  buildOutputs: readonly string[];
  /**
   * Recognises an existing project of it; undefined where there is no sign of one. It sees the view alone, and is
   * loaded when it is called: a new project needs none of it.
   *
   * @throws Failure (wrong input) naming file and line of what is broken, or cannot be shipped
   */
  recognise(files: ProjectFiles, selection: Selection): Promise<Recognised | undefined>;
}
