import type { BuildRequest } from '../build/build-request.js';
import type { DigestSource } from './builder-images.js';
import type { Job } from './job.js';
import type { SourceNeeds } from './source-needs.js';

/** Files, ready to be written. */
export interface Rendered {
  /** All that is written: contents by path, relative to the project's directory, with `/` between folders. */
  files: ReadonlyMap<string, string>;
  /** Those of them that become executable. */
  executables: ReadonlySet<string>;
  /** Those of them whose file on the disk is as this program wrote it: it is replaced without a question. */
  unedited?: ReadonlySet<string>;
}

/** What a project is rendered with beside its job. */
export interface RenderOptions {
  /** What the ids of its cache mounts hold, where the caller knows; else what the project stores, or a new one. */
  cacheId?: string | undefined;
  /** How it gets digests that it does not store; undefined where no registry may be asked. */
  digests?: DigestSource | undefined;
  /** The files are only compared with those on the disk: they include those that are the user's own there. */
  compared?: boolean;
  /** What the sources ask of the builder stage, in place of what they ask for now. */
  needs?: SourceNeeds | undefined;
}

/** A kind of project, a new one or an existing one: its job becomes files, and those an image. */
export interface ProjectKind<OneJob extends Job, Files extends Rendered> {
  /** Reads templates and what the directory holds; writes nothing. */
  render(job: OneJob, options: RenderOptions): Promise<Files>;
  /** What the user is to know before anything is written, a remark each. */
  notes(job: OneJob, rendered: Files): Promise<string[]>;
  /** @throws Failure (wrong input) when writing would lose what a file holds, and nobody can be asked about it */
  guard(job: OneJob, rendered: Files): Promise<void>;
  /** What is built of it, and how its image is run. */
  request(job: OneJob, rendered: Files): BuildRequest;
}
