import type { BuiltImage } from '../../core/build/build-image.js';
import type { Failure } from '../../core/failure.js';
import type { LanguageId } from '../../core/languages/languages.js';
import type { Answers } from '../../core/options/questions.js';
import type { Project } from '../../core/project/render.js';

/** What became of one language. */
export interface PresetTestResult {
  language: LanguageId;
  answers?: Answers;
  /** Undefined when the preset locks it out, or when it could not be rendered. */
  project?: Project;
  engine?: { id: string; version: string };
  built?: BuiltImage;
  /** Seconds that the program took to run. */
  ran?: number;
  /** Why it did not pass. */
  failure?: Failure;
  /** What the preset locks to another value, or to one that the language does not have; `languages`: it is not allowed. */
  lockedOut?: { what: 'language' | 'languages' | 'template'; to: string };
}
