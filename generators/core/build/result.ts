import type { Commands } from '../engines/commands.js';
import type { Ran } from '../engines/engine.js';
import { compilesOnHost } from '../engines/engines.js';
import type { Failure } from '../failure.js';
import { indexPlatforms } from '../oci/index-platforms.js';
import { platformText } from '../oci/manifests.js';
import { shownFix } from '../terminal/shown-fix.js';
import type { BuiltImage } from './build-image.js';
import type { Published } from './publish.js';

/** What was found of an existing project. */
export interface Findings {
  /** What it is made of, one sentence each. */
  found: readonly string[];
  /** Which of its programs is in the image, as `--package` and `--bin` name it. */
  package?: string;
  bin?: string;
  /** What its own files could gain. */
  advice: readonly string[];
}

/** The result of one run. The report for users and the JSON for programs are both made from it. */
export interface BuildResult extends Published {
  /** The project's directory, as the user types it. */
  directory: string;
  /** The project's files, relative to the directory. */
  files: string[];
  language: string;
  /** The reference of the image, or what it was to be called. */
  image: string;
  engine?: { id: string; version: string; why: string };
  built?: BuiltImage;
  ran?: Ran;
  /** The digest of the index that was pushed, where one was: what the reference means in its registry. */
  index?: string;
  /** Of an existing project. */
  existing?: Findings | undefined;
  /** Why nothing was built, when no engine works here. */
  reasons: Failure[];
  commands: Commands;
  /** The command line that does it all again without prompts. */
  repeat: string;
}

/** The one document that `--json` prints. Its keys are part of the command line's contract. */
export function resultDocument({
  directory,
  files,
  language,
  image,
  engine,
  built,
  ran,
  index,
  existing,
  reasons,
  commands,
  repeat,
  sbom,
  signed,
}: BuildResult): Record<string, unknown> {
  return {
    directory,
    files,
    language,
    image: built ? image : null,
    ...(engine && { engine: { ...engine, ...(compilesOnHost(engine.id) && { onHost: true }) } }),
    ...(built && {
      os: built.report.os,
      architecture: built.report.architecture,
      digest: built.report.digest,
      ...(index !== undefined && { index: { digest: index, platforms: indexPlatforms.map(platformText) } }),
      bytes: built.report.bytes,
      layers: built.report.layers,
      entrypoint: built.report.entrypoint,
      module: { path: built.report.modulePath, bytes: built.report.module?.bytes },
      rebuilt: built.rebuilt,
      seconds: { build: built.seconds, ...(ran && !ran.skipped && { run: ran.seconds }) },
    }),
    ...(ran && !ran.skipped && ran.answer === undefined && { stdout: ran.stdout }),
    ...(ran?.answer !== undefined && { answer: ran.answer }),
    ...(ran?.note !== undefined && { note: ran.note }),
    ...(sbom && { sbom }),
    ...(signed !== undefined && { signed }),
    ...(existing && { adopted: existing }),
    ...(built && built.remarks.length > 0 && { remarks: built.remarks.map(({ message }) => message) }),
    ...(reasons.length > 0 && { notBuilt: reasons.map(({ message, fix }) => ({ message, fix: fix.map(shownFix) })) }),
    commands: { ...commands, repeat },
  };
}
