import type { ImageReport } from './oci.js';
import { importsOutsidePreview1 } from './wasm.js';

/** Something about an image that keeps it from being a wasi/wasm image, or from running everywhere. */
export interface Fault {
  /** Stable, for scripts and for the engine that knows a cure. */
  id: 'platform' | 'variant' | 'layers' | 'entrypoint' | 'module' | 'start' | 'imports';
  message: string;
  fix: string;
}

/** Checks what was really built against what a wasi/wasm image is. An empty list means that it is one. */
export function faultsOf(image: ImageReport): Fault[] {
  const faults: Fault[] = [];
  const fault = (id: Fault['id'], message: string, fix: string) => faults.push({ id, message, fix });

  if (image.os !== 'wasi' || image.architecture !== 'wasm') {
    fault(
      'platform',
      `the image says ${image.os}/${image.architecture}, not wasi/wasm`,
      'Build it with --no-cache --platform=wasi/wasm: Podman before 5.6 reuses layers of a build without --platform.',
    );
  }
  if (image.variant !== undefined) {
    fault(
      'variant',
      `the image's platform has the variant "${image.variant}", so that podman run --platform wasi/wasm does not find it`,
      'End the Containerfile in FROM --platform=wasi/wasm scratch, and build it once with --no-cache: without the constant, Podman before 5.6 writes the variant of an arm64 builder into the image.',
    );
  }
  if (image.layers.length !== 1) {
    fault('layers', `the image has ${image.layers.length} layers, not one`, 'Keep a single COPY after FROM scratch.');
  }

  const [program] = image.entrypoint;
  if (program === undefined) {
    fault('entrypoint', 'the image has no entrypoint', 'Add ENTRYPOINT ["/NAME.wasm"] to the Containerfile.');
  } else if (image.programMissing || image.module === undefined) {
    fault(
      'entrypoint',
      `the entrypoint ${program} is not in the image`,
      'Make COPY and ENTRYPOINT name the same absolute path.',
    );
  } else if (image.module.kind !== 'module') {
    fault(
      'module',
      `${program} is not a WebAssembly module: ${image.module.why}`,
      'Build it for the target wasm32-wasip1.',
    );
  } else if (image.module.refused !== undefined) {
    fault(
      'module',
      `${program} is not a module that Node ${process.version} takes: ${image.module.refused}`,
      'Build it for the target wasm32-wasip1.',
    );
  } else {
    if (!image.module.functions.includes('_start')) {
      fault('start', `${program} exports no _start`, 'Build a program with a main function, not a library.');
    }
    const foreign = importsOutsidePreview1(image.module);
    if (foreign.length > 0) {
      fault(
        'imports',
        `${program} imports ${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}, which is not WASI preview 1`,
        'Build it for wasm32-wasip1 (TinyGo: -target=wasip1).',
      );
    }
  }
  return faults;
}
