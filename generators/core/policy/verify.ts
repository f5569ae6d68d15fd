import type { ImageReport } from '../oci/oci.js';
import { importsOutsidePreview1 } from '../wasm/wasm.js';

/** Something about an image that keeps it from being a wasi/wasm image, or from running everywhere. */
export interface Fault {
  /** Stable, for scripts and for the engine that knows a cure. */
  id: 'platform' | 'variant' | 'layers' | 'entrypoint' | 'relative' | 'module' | 'start' | 'imports';
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

  const program = image.runs;
  const entrypoint = entrypointFault(image);
  if (entrypoint) faults.push({ id: 'entrypoint', ...entrypoint });
  const relative = relativeEntrypoint(image);
  if (relative) faults.push({ id: 'relative', ...relative });
  if (entrypoint || image.module === undefined) return faults;
  if (image.module.kind !== 'module') {
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
    const start = image.module.exports.find(({ name, kind }) => name === '_start' && kind === 'function');
    if (start?.type !== undefined && start.type.split('>')[0] !== '') {
      const fix = 'Build a program with a main function: the C library makes _start of it.';
      fault('start', `${program} exports _start with parameters, and crun gives none`, fix);
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

/** What keeps the program of an image from being found, if anything does. */
export function entrypointFault({
  entrypoint,
  runs,
  programMissing,
  modulePath,
  layers,
}: ImageReport): Omit<Fault, 'id'> | undefined {
  if (runs === undefined) {
    const fix = `Add ENTRYPOINT [${JSON.stringify(modulePath ?? '/NAME.wasm')}] to the Containerfile.`;
    return { message: 'the image has no entrypoint', fix };
  }
  const unread = layers.find(({ notRead }) => notRead !== undefined);
  if (unread && modulePath === undefined) {
    const fix = 'skopeo copy --dest-compress-format gzip   writes a copy with layers that are read';
    return { message: `a layer was not read: ${unread.notRead}`, fix };
  }
  if (!programMissing) return undefined;
  // ENTRYPOINT /hello.wasm, without the brackets of a list.
  if (runs === '/bin/sh' && entrypoint[1] === '-c') {
    const [word = ''] = (entrypoint[2] ?? '').split(' ');
    const fix = `Write it as a list: ENTRYPOINT [${JSON.stringify(modulePath ?? (word || '/NAME.wasm'))}].`;
    return { message: 'the entrypoint is in shell form, and the image has no /bin/sh', fix };
  }
  const fix = 'Make COPY and ENTRYPOINT name the same absolute path, in the form of a list.';
  return { message: `the entrypoint ${runs} is not in the image`, fix };
}

/** An entrypoint that crun finds, and other runtimes perhaps not. */
export function relativeEntrypoint({ runs, programMissing, modulePath }: ImageReport): Omit<Fault, 'id'> | undefined {
  if (runs === undefined || programMissing || runs.startsWith('/')) return undefined;
  return {
    message: `the entrypoint ${runs} is not an absolute path: crun finds it, other runtimes (containerd, Kubernetes) may not`,
    fix: `ENTRYPOINT [${JSON.stringify(modulePath ?? `/${runs}`)}]`,
  };
}
