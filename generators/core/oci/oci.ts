import type { Budget } from '../bytes/budget.js';
import type { Idle } from '../wasm/dry-run.js';
import { entrypointOf } from '../wasm/program.js';
import { type ListedContents, readContents } from './contents.js';
import { findStored } from './find-stored.js';
import { type Json, objectAt, textAt, textMapAt, textsAt } from './json.js';
import type { ImageIndex, ListedManifest, Platform } from './manifests.js';
import { archiveFiles, type LayoutFiles } from './read-layout.js';
import type { Stored } from './stored.js';
import { spooled } from './temporary-file.js';

/** What is really in an image, read back from its own bytes. */
export interface ImageReport extends Platform, ListedContents {
  /** `artifact`: the module itself is the layer, as wkg, Spin and wasmCloud exchange it. Podman does not run those. */
  kind: Stored['kind'];
  format: Stored['format'];
  /** When it was built, as it says itself. */
  created?: string;
  entrypoint: string[];
  command: string[];
  /** What it is to run: the first word of entrypoint and command. */
  runs?: string;
  labels: Record<string, string>;
  stopSignal?: string;
  workingDirectory?: string;
  healthcheck: boolean;
  /** Digest of the manifest. */
  digest: string;
  /** The names it is stored under, if any. */
  names: string[];
  /** Bytes of manifest, config and layers as stored: what a push transfers. */
  bytes: number;
  /** Other images in the same place. */
  others: ListedManifest[];
  /** The index that lists it, where it is in one. */
  index?: ImageIndex;
  /** The bytes of the file that it runs; from `readOciArchive` only. */
  program?: Uint8Array;
  /** Of a program that does nothing: how it ended, where it was tried (wasm/dry-run.ts). */
  idle?: Idle;
}

/**
 * Reads an OCI archive (`podman save --format oci-archive`, `docker save`). `podman image inspect` does not do:
 * it prints no variant, and knows nothing of the files in a layer. What comes is put aside in a temporary file.
 *
 * @throws UnreadableArchive when it is no archive of one image, or unpacks to more than any Wasm image
 */
export async function readOciArchive(stream: NodeJS.ReadableStream): Promise<ImageReport> {
  return spooled(stream as AsyncIterable<Buffer>, async (archive) => {
    const files = await archiveFiles(archive);
    let program: Uint8Array | undefined;
    const report = await describeImage(await findStored(files), files.budget, (bytes) => {
      program = bytes;
    });
    return { ...report, ...(program && { program }) };
  });
}

/**
 * Reads the image of a layout, or of a Docker archive.
 *
 * @param name which one, where there are several
 * @param onProgram gets the bytes of the file that it runs, where they fit into memory
 * @throws UnreadableArchive, OverLimit
 */
export async function readImage(
  files: LayoutFiles,
  name?: string,
  onProgram?: (bytes: Uint8Array) => void,
): Promise<ImageReport> {
  return describeImage(await findStored(files, name), files.budget, onProgram);
}

async function describeImage(
  stored: Stored,
  budget: Budget,
  onProgram?: (bytes: Uint8Array) => void,
): Promise<ImageReport> {
  const { config, kind, format, platform, digest, names, bytes, others, index } = stored;
  const settings = objectAt(config, 'config');
  const kept = (texts: string[]) => texts.map((text) => budget.name(text));
  const entrypoint = kept(textsAt(settings, 'Entrypoint'));
  const command = kept(textsAt(settings, 'Cmd'));
  const labels = textMapAt(settings, 'Labels');
  for (const [key, value] of Object.entries(labels)) budget.keep(key.length + value.length);
  const program = entrypointOf(config);
  const created = textAt(config, 'created');
  const stopSignal = textAt(settings, 'StopSignal');
  const workingDirectory = textAt(settings, 'WorkingDir');
  return {
    kind,
    format,
    ...platform,
    ...(created !== undefined && { created }),
    entrypoint,
    command,
    ...(program && { runs: program.word }),
    labels,
    ...(stopSignal !== undefined && { stopSignal }),
    ...(workingDirectory !== undefined && { workingDirectory }),
    healthcheck: hasHealthcheck(settings),
    digest,
    names,
    bytes,
    others,
    ...(index && { index }),
    ...(await readContents(stored, program, { budget, ...(onProgram && { onProgram }) })),
  };
}

function hasHealthcheck(settings: Json): boolean {
  const [first = 'NONE'] = textsAt(objectAt(settings, 'Healthcheck'), 'Test');
  return first !== 'NONE';
}
