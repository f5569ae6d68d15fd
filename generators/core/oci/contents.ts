import type { Budget } from '../bytes/budget.js';
import { findEntrypoint, type Program } from '../wasm/program.js';
import { readWasm, VALIDATED_MAX, type WasmFile } from '../wasm/wasm.js';
import type { TarEntry } from './archive.js';
import { type ImageFile, ImageFiles } from './files.js';
import { objectAt, textsAt } from './json.js';
import { LAYER_ENTRIES_MAX, NotRead, readLayer, UNPACKED_MAX, withEntry } from './layer.js';
import { isWasm } from './manifests.js';
import { OtherPacking, packingOf } from './packing.js';
import type { Stored, StoredLayer } from './stored.js';
import { spooled } from './temporary-file.js';
import { UnreadableArchive } from './unreadable.js';

/** A layer of an image. */
export interface LayerReport {
  digest: string;
  /** Bytes as stored, compressed as a rule. */
  bytes: number;
  mediaType: string;
  /** The digest of the tar archive; undefined when it was not read to its end. */
  diffId?: string;
  /** The name of the file that it is, in an artifact. */
  title?: string;
  /** Bytes of the tar archive; undefined when it was not read to its end. */
  unpacked?: number;
  /** Why it was not. */
  notRead?: string;
}

/** What the layers of an image hold. */
export interface ListedContents {
  /** One entry a layer. */
  layers: LayerReport[];
  /** Every file that a container would see, by absolute path. */
  files: { path: string; bytes: number }[];
  /** True when there are more files than are listed. */
  filesIncomplete: boolean;
  /** Whether what the image is to run is not in it. */
  programMissing: boolean;
  /** The modules of an artifact, by name or by digest: the first of them is `module`. */
  modules: string[];
  /** Numbers of the layers, from 1, whose digest the config does not have. */
  missingDiffIds: number[];
  /** What it is to run; where that is missing its only `.wasm` file, and of an artifact its module. */
  module?: WasmFile;
  /** Where that is in the image. */
  modulePath?: string;
}

interface Use {
  budget: Budget;
  onProgram?: (bytes: Uint8Array) => void;
}

/**
 * Reads what an image holds.
 *
 * @param program what it is to run
 * @param use.budget what may be kept of it; files beyond it are skipped, and the list says that it is not whole
 * @param use.onProgram gets the bytes of that file, where they fit into memory
 * @throws UnreadableArchive when a layer is damaged; when it is too large, too, in an image for wasi/wasm
 */
export async function readContents(stored: Stored, program: Program | undefined, use: Use): Promise<ListedContents> {
  if (stored.kind === 'artifact') return readArtifact(stored.layers, use.budget);
  const { files, layers, missingDiffIds } = await readLayers(stored);
  const named = program === undefined ? undefined : findEntrypoint(files, program);
  const file = named ?? onlyModule(files);
  const read = file && layers[file.layer]?.unpacked !== undefined;
  const module = read && (await readModule(file, stored.layers[file.layer] as StoredLayer, use));
  return {
    layers,
    files: files.all().map(({ path, bytes }) => ({ path, bytes })),
    filesIncomplete: files.incomplete,
    programMissing: !named && layers.every(({ notRead }) => notRead === undefined),
    modules: [],
    missingDiffIds,
    ...(file && module && { module, modulePath: file.path }),
  };
}

async function readArtifact(stored: readonly StoredLayer[], budget: Budget): Promise<ListedContents> {
  const modules = stored.filter(({ isModule }) => isModule);
  const [layer] = modules;
  const layers = stored.map((one) => ({ ...facts(one), unpacked: one.bytes }));
  const module = layer && (await readWasm(layer.blob, budget));
  return {
    layers,
    files: [],
    filesIncomplete: false,
    programMissing: !layer,
    modules: modules.map(({ title, digest }) => title ?? digest),
    missingDiffIds: [],
    ...(module && { module }),
  };
}

function facts({ digest, bytes, mediaType, title }: StoredLayer): LayerReport {
  return { digest, bytes, mediaType, ...(title !== undefined && { title }) };
}

async function readLayers({
  layers: stored,
  config,
  platform,
}: Stored): Promise<{ files: ImageFiles; layers: LayerReport[]; missingDiffIds: number[] }> {
  const files = new ImageFiles();
  const diffIds = textsAt(objectAt(config, 'rootfs'), 'diff_ids');
  const layers: LayerReport[] = [];
  const missingDiffIds: number[] = [];
  let left = UNPACKED_MAX;
  let entries = LAYER_ENTRIES_MAX;
  for (const [index, layer] of stored.entries()) {
    try {
      const onEntry = (entry: TarEntry, at: number) => {
        if (entries-- === 0)
          throw new NotRead(`its layers hold more than ${LAYER_ENTRIES_MAX.toLocaleString('en-US')} files`);
        files.add(entry, index, at);
      };
      const { unpacked, diffId } = await readLayer(layer.blob, onEntry, left);
      left -= unpacked;
      // Podman runs an image whose config has none: it is unusual, and not damaged.
      if (diffIds[index] === undefined) missingDiffIds.push(index + 1);
      else if (diffIds[index] !== diffId) {
        throw new UnreadableArchive(`it unpacks to ${diffId}, and the config says ${diffIds[index]}`);
      }
      layers.push({ ...facts(layer), unpacked, diffId });
    } catch (error) {
      if (!(error instanceof UnreadableArchive)) throw error;
      // An image for another platform may be as large as it likes: there is no more to say of it.
      const tolerable = error instanceof OtherPacking || (error instanceof NotRead && !isWasm(platform));
      if (!tolerable) {
        throw new UnreadableArchive(`layer ${index + 1}: ${error.message}`);
      }
      layers.push({ ...facts(layer), notRead: error.message });
      files.incomplete = true;
      left = 0;
    }
  }
  return { files, layers, missingDiffIds };
}

/** What there is to look at in an image whose entrypoint names no file of it. */
function onlyModule(files: ImageFiles): ImageFile | undefined {
  const [only, second] = files.all().filter(({ type, path }) => type === 'file' && path.endsWith('.wasm'));
  return second ? undefined : only;
}

async function readModule(
  { bytes: size, entry, offset }: ImageFile,
  { blob }: StoredLayer,
  { budget, onProgram }: Use,
): Promise<WasmFile | undefined> {
  // What is not compressed is read where it is.
  if (size > VALIDATED_MAX && packingOf(await blob.read(0, 4)) === 'none') {
    return readWasm(blob.part(offset, size), budget);
  }
  return withEntry(blob, entry, async (contents) => {
    if (size > VALIDATED_MAX) return spooled(contents, (file) => readWasm(file, budget));
    // Of its size at once: pieces that are put together take the memory twice.
    const bytes = Buffer.allocUnsafeSlow(size);
    let filled = 0;
    for await (const piece of contents) filled += piece.copy(bytes, filled);
    onProgram?.(bytes.subarray(0, filled));
    return readWasm(bytes.subarray(0, filled), budget);
  });
}
