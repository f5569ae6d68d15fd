import { isDebug } from '../core/image/custom-sections.js';
import { isWasm, platformText } from '../core/image/manifests.js';
import { meaning, needsOf } from '../core/image/needs.js';
import type { ImageReport } from '../core/image/oci.js';
import { entrypointFault, relativeEntrypoint } from '../core/image/verify.js';
import { isWebAssembly, type WasmComponent, type WasmFile, type WasmModule } from '../core/image/wasm.js';
import { shownBytes } from '../core/shown-bytes.js';
import type { Found } from './found.js';

/** Something that could be better. */
export interface Advice {
  /** Stable, for scripts. */
  id:
    | 'aot'
    | 'artifact'
    | 'debug'
    | 'diff-ids'
    | 'entrypoint'
    | 'files'
    | 'healthcheck'
    | 'labels'
    | 'layers'
    | 'module'
    | 'modules'
    | 'platform'
    | 'stop-signal'
    | 'variant'
    | 'working-directory'
    | 'portability';
  message: string;
  fix: string;
  /** Bytes of the module that go away with it. */
  saves?: number;
  /** True when the image does not run as a wasi/wasm image as it is. */
  hinders?: boolean;
}

/** What could be better about an image and its module, the grave first. */
export function adviceOn({ image, file }: Found): Advice[] {
  return [...(image ? adviceOnImage(image, file) : []), ...(file ? adviceOnFile(file) : [])];
}

function adviceOnImage(image: ImageReport, file: WasmFile | undefined): Advice[] {
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

function adviceOnFile(file: WasmFile): Advice[] {
  if (!isWebAssembly(file)) return [];
  return [...portability(file), ...debug(file), ...aheadOfTime(file), ...refused(file)];
}

function portability(file: WasmFile): Advice[] {
  return needsOf(file).map(({ id, shownBy }) => {
    const names = shownBy.slice(0, 3).join(', ');
    const message = `it ${meaning[id].means}${names && ` (${names}${shownBy.length > 3 ? ', …' : ''})`}`;
    return { id: 'portability', message, fix: meaning[id].fix };
  });
}

/** Less than this is not worth a word: names of imports, for example, stay in any case. */
const WORTH_STRIPPING = 512;

function debug(file: WasmModule | WasmComponent): Advice[] {
  const saves = debugBytes(file);
  if (saves < WORTH_STRIPPING) return [];
  const message = `${shownBytes(saves)} are for debuggers, ${share(saves, file.bytes)} of the module`;
  return [{ id: 'debug', message, fix: stripping(file), saves }];
}

/** Bytes of the sections that can be stripped. */
export function debugBytes({ sections }: Pick<WasmModule, 'sections'>): number {
  return sections.reduce((sum, { name, bytes }) => sum + (name !== undefined && isDebug(name) ? bytes : 0), 0);
}

/** How the compiler that left its name is told to leave them out. */
function stripping({ producers, sections }: Pick<WasmModule, 'producers' | 'sections'>): string {
  const names = Object.values(producers)
    .flat()
    .map(({ name }) => name);
  if (names.includes('Rust') || names.includes('rustc')) return 'Cargo.toml, [profile.release]: strip = true';
  if (names.includes('TinyGo')) {
    // -no-debug takes DWARF out and leaves the names of functions, which no flag of TinyGo 0.34 takes out.
    const dwarf = sections.some(({ name }) => name?.startsWith('.debug_'));
    return dwarf
      ? 'tinygo build -no-debug'
      : 'wasm-opt --strip-debug (TinyGo keeps names of functions, -no-debug or not)';
  }
  if (names.includes('Go') || names.includes('Go cmd/compile')) return 'go build -ldflags "-s -w"';
  return 'Link with -Wl,--strip-all, or run wasm-opt --strip-debug or wasm-strip on it (TinyGo: -no-debug).';
}

function aheadOfTime({ aheadOfTime: native, bytes }: Pick<WasmModule, 'aheadOfTime' | 'bytes'>): Advice[] {
  if (!native) return [];
  const message = `${shownBytes(native.bytes)} (${share(native.bytes, bytes)}) are native code for ${native.platform}, of use to WasmEdge there alone`;
  const fix =
    'Leave it where the image runs on that platform; elsewhere it is passed over, and the module interpreted.';
  return [{ id: 'aot', message, fix }];
}

function refused(file: WasmFile): Advice[] {
  if (file.kind !== 'module' || file.refused === undefined) return [];
  const message = `Node ${process.version} does not take it: ${file.refused}`;
  return [{ id: 'module', message, fix: 'A newer Node may; else build it again.' }];
}

/** A part of a whole, in percent. */
export function share(part: number, whole: number): string {
  const percent = Math.round((100 * part) / whole);
  return percent === 0 && part > 0 ? '<1 %' : `${percent} %`;
}
