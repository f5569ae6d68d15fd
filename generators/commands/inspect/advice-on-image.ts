import { isWasm, platformText } from '../../core/oci/manifests.js';
import type { ImageReport } from '../../core/oci/oci.js';
import { entrypointFault, relativeEntrypoint } from '../../core/policy/verify.js';
import { shownBytes } from '../../core/terminal/shown-bytes.js';
import { isWebAssembly, type WasmFile } from '../../core/wasm/wasm.js';
import type { Advice } from './advice.js';

/** What could be better about an image, the grave first. */
export function adviceOnImage(image: ImageReport, file: WasmFile | undefined): Advice[] {
  if (image.kind === 'artifact') return adviceOnArtifact(image);
  // Of an image for another platform with no module in it there is nothing more to say.
  if (!isWasm(image) && !(file && isWebAssembly(file))) return [wrongPlatform(image)];
  return [
    ...platform(image),
    ...program(image, file),
    ...diffIds(image),
    ...layers(image),
    ...settings(image),
    ...labels(image),
  ];
}

function adviceOnArtifact({ modules }: ImageReport): Advice[] {
  if (modules.length === 0) {
    const message = 'it is an OCI artifact without a WebAssembly module: podman run does not take it';
    return [{ id: 'artifact', message, fix: 'oras pull gets its files out.', hinders: true }];
  }
  const message = 'it is a Wasm OCI artifact, for wkg, Spin and wasmCloud: podman run does not take it';
  const found: Advice[] = [
    { id: 'artifact', message, fix: 'For Podman and Docker build an image: FROM scratch with one COPY.' },
  ];
  if (modules.length > 1) {
    const message = `it holds ${modules.length} modules, and only the first is inspected: ${listed(modules)}`;
    found.push({ id: 'modules', message, fix: 'oras pull gets them out, to be inspected as files.' });
  }
  return found;
}

/** The first few, and a sign that there are more. */
function listed(names: readonly (string | number)[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}

function diffIds({ missingDiffIds, layers: all }: ImageReport): Advice[] {
  if (missingDiffIds.length === 0) return [];
  const whole = missingDiffIds.length === all.length;
  const message = whole
    ? 'its config has no rootfs with the diff_ids of its layers: CRI-O and containerd refuse it, Podman runs it'
    : `its config has no diff_ids for layer ${listed(missingDiffIds)}`;
  return [
    {
      id: 'diff-ids',
      message,
      fix: 'Build or push it with podman, docker, crane or skopeo: oras push takes any config.',
    },
  ];
}

function wrongPlatform(image: ImageReport): Advice {
  const message = `the image is for ${platformText(image)}, not wasi/wasm`;
  const fix =
    'Build it with --no-cache --platform=wasi/wasm (Podman before 5.6 reuses layers of a build without --platform).';
  return { id: 'platform', message, fix, hinders: true };
}

function platform(image: ImageReport): Advice[] {
  if (!isWasm(image)) return [wrongPlatform(image)];
  if (image.variant === undefined) return [];
  const message = `its platform has the variant "${image.variant}": podman run --platform wasi/wasm does not find it`;
  const fix =
    'End the Containerfile in FROM --platform=wasi/wasm scratch, and build it once with --no-cache (without the constant, Podman before 5.6 writes the variant of an arm64 builder into the image).';
  return [{ id: 'variant', message, fix, hinders: true }];
}

function program(image: ImageReport, file: WasmFile | undefined): Advice[] {
  const missing = entrypointFault(image);
  if (missing) return [{ id: 'entrypoint', ...missing, hinders: true }];
  if (file && !isWebAssembly(file)) {
    const message = `${image.runs} is no WebAssembly: ${file.why}`;
    return [{ id: 'module', message, fix: 'Build it for the target wasm32-wasip1.', hinders: true }];
  }
  const relative = relativeEntrypoint(image);
  return relative ? [{ id: 'entrypoint', ...relative }] : [];
}

function layers({ layers: all, files, modulePath }: ImageReport): Advice[] {
  const found: Advice[] = [];
  if (all.length > 1) {
    const message = `it has ${all.length} layers`;
    found.push({ id: 'layers', message, fix: 'Keep a single COPY after FROM scratch.' });
  }
  const beside = files.filter(({ path }) => path !== modulePath);
  if (beside.length > 0) {
    const bytes = beside.reduce((sum, one) => sum + one.bytes, 0);
    const files = beside.length === 1 ? 'a file' : `${beside.length} files`;
    const message = `${files} of ${shownBytes(bytes)} beside the module: ${listed(beside.map(({ path }) => path))}`;
    found.push({ id: 'files', message, fix: 'Copy the module alone, if the program does not read them.' });
  }
  return found;
}

function settings({ stopSignal, workingDirectory, healthcheck }: ImageReport): Advice[] {
  const found: Advice[] = [];
  if (stopSignal !== 'SIGKILL' && stopSignal !== '9') {
    const message = 'a module hears no SIGTERM, so that podman stop waits 10 seconds';
    found.push({ id: 'stop-signal', message, fix: 'STOPSIGNAL SIGKILL' });
  }
  if (workingDirectory !== undefined && workingDirectory !== '/') {
    const message = `the working directory ${workingDirectory} is ignored under WasmEdge: a module always starts in /`;
    found.push({
      id: 'working-directory',
      message,
      fix: 'Use absolute paths in the program, and no WORKDIR after FROM scratch.',
    });
  }
  if (healthcheck) {
    const message = 'its healthcheck cannot run: there is no exec into a module';
    found.push({ id: 'healthcheck', message, fix: 'Probe it from outside.' });
  }
  return found;
}

/** The labels that registries and people look for. Source: OCI image spec, annotations.md. */
const WANTED = ['title', 'description', 'source', 'version', 'licenses'];

function labels({ labels: given }: ImageReport): Advice[] {
  const missing = WANTED.filter((name) => !Object.hasOwn(given, `org.opencontainers.image.${name}`));
  if (missing.length === 0) return [];
  const message = `it has no label org.opencontainers.image.${missing.join(', .')}`;
  return [{ id: 'labels', message, fix: `LABEL org.opencontainers.image.${missing[0]}="…"` }];
}
