import type { Platform } from '../../core/oci/manifests.js';
import type { ImageReport } from '../../core/oci/oci.js';
import { shownFix } from '../../core/terminal/shown-fix.js';
import { isDebug } from '../../core/wasm/custom-sections.js';
import type { Section } from '../../core/wasm/sections.js';
import { isWebAssembly, type WasmFile } from '../../core/wasm/wasm.js';
import { worldOf } from '../../core/wasm/world.js';
import { debugBytes } from './advice-on-module.js';
import type { Inspection } from './inspection.js';
import { sectionName } from './sections.js';

/** The one document that `--json` prints. Its keys are part of the command line's contract: docs/reference/inspect.md. */
export function inspectDocument({
  origin,
  image,
  file,
  verdicts,
  advice,
  obstacles,
  pull,
  attached,
}: Inspection): Record<string, unknown> {
  return {
    source: origin,
    image: image ? imageOf(image) : null,
    module: file ? moduleDocument(file, image?.modulePath) : null,
    runtimes: verdicts.map(({ runtime, name, takes, because }) => ({ id: runtime, name, takes, because })),
    ...(attached?.sboms && { sboms: attached.sboms }),
    ...(attached?.verified && { signature: attached.verified }),
    portable: obstacles.length === 0,
    notPortable: obstacles,
    ...(pull && {
      kubernetes: pull.length === 0,
      notKubernetes: pull.map(({ id, by, message, fix }) => ({ id, by, message, fix: shownFix(fix) })),
    }),
    advice: advice.map(({ id, message, fix, saves }) => ({
      id,
      message,
      fix: shownFix(fix),
      ...(saves !== undefined && { saves }),
    })),
  };
}

function imageOf(image: ImageReport): object {
  const unpacked = image.layers.map((layer) => layer.unpacked);
  return {
    kind: image.kind,
    platform: platformDocument(image),
    digest: image.digest,
    name: image.names[0] ?? null,
    names: image.names,
    created: image.created ?? null,
    entrypoint: image.entrypoint,
    command: image.command,
    stopSignal: image.stopSignal ?? null,
    workingDirectory: image.workingDirectory ?? null,
    healthcheck: image.healthcheck,
    labels: image.labels,
    bytes: image.bytes,
    unpackedBytes: unpacked.includes(undefined) ? null : unpacked.reduce((sum: number, one) => sum + (one ?? 0), 0),
    layers: image.layers.map(({ digest, mediaType, bytes, unpacked, notRead, title }) => ({
      digest,
      mediaType,
      ...(title !== undefined && { title }),
      bytes,
      unpackedBytes: unpacked ?? null,
      ...(notRead !== undefined && { notRead }),
    })),
    files: image.files,
    filesIncomplete: image.filesIncomplete,
    ...(image.index && {
      index: { digest: image.index.digest ?? null, platforms: image.index.platforms.map(platformDocument) },
    }),
    others: image.others.map(({ platform, digest, names }) => ({
      platform: platformDocument(platform),
      digest,
      name: names[0] ?? null,
    })),
  };
}

function platformDocument({ os, architecture, variant }: Platform): object {
  return { os, architecture, variant: variant ?? null };
}

function moduleDocument(file: WasmFile, path: string | undefined): object {
  const common = { path: path ?? null, kind: file.kind, bytes: file.bytes };
  if (!isWebAssembly(file)) return { ...common, why: file.why };
  const notes = {
    sections: file.sections.map((section) => sectionOf(file.kind, section)),
    debugBytes: debugBytes(file),
    producers: file.producers,
    unreadableSections: file.unreadable,
    aot: file.aheadOfTime ?? null,
  };
  if (file.kind === 'component') {
    const { imports, exports, modules, components } = file;
    return { ...common, ...notes, world: worldOf(exports) ?? null, imports, exports, modules, components };
  }
  return {
    ...common,
    valid: (file.notValidated ?? file.unknownHere) === undefined ? file.refused === undefined : null,
    ...(file.unknownHere && { unknownToNode: { version: process.version, features: file.unknownHere } }),
    ...(file.refused !== undefined && { refused: file.refused }),
    ...notes,
    imports: file.imports,
    exports: file.exports,
    memories: file.memories.map(({ minimum, maximum, shared, imported }) => ({
      minimumPages: minimum,
      maximumPages: maximum ?? null,
      shared,
      imported,
    })),
    features: { used: file.used ?? null, declared: file.declared },
  };
}

function sectionOf(kind: 'module' | 'component', section: Section): object {
  const { id, name, bytes } = section;
  return { id, name: sectionName(kind, section), custom: id === 0, debug: name !== undefined && isDebug(name), bytes };
}
