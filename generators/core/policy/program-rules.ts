import type { Fix } from '../failure.js';
import type { ImageReport } from '../oci/oci.js';
import { importsOutsidePreview1, isWebAssembly, type WasmFile, type WasmModule } from '../wasm/wasm.js';
import { listed, type Problem, type Rule } from './rule.js';

/** The program is found, and is a module that runtimes take. */
export const programRules: readonly Rule[] = [
  { id: 'entrypoint', build: 'refuse', inspect: 'hinder', check: missingProgram },
  {
    id: 'module',
    build: 'refuse',
    inspect: 'hinder',
    check(image) {
      const file = startedFile(image);
      if (!file || isWebAssembly(file)) return undefined;
      return { message: `${image.runs} is not a WebAssembly module: ${file.why}`, fix: FOR_WASI };
    },
  },
  {
    // Inspect says of each runtime whether it takes a component.
    id: 'module',
    build: 'refuse',
    inspect: 'ignore',
    check(image) {
      const file = startedFile(image);
      if (file?.kind !== 'component') return undefined;
      return { message: `${image.runs} is not a WebAssembly module: ${file.why}`, fix: FOR_WASI };
    },
  },
  {
    // Inspect says so of the module itself, which may have no image.
    id: 'module',
    build: 'refuse',
    inspect: 'ignore',
    check(image) {
      const refused = moduleOf(image, true)?.refused;
      if (refused === undefined) return undefined;
      return { message: `${image.runs} is not a module that Node ${process.version} takes: ${refused}`, fix: FOR_WASI };
    },
  },
  {
    // Of this and the next two, inspect reports what each runtime makes.
    id: 'start',
    build: 'refuse',
    inspect: 'ignore',
    check(image) {
      const module = moduleOf(image);
      if (!module || module.functions.includes('_start')) return undefined;
      return {
        message: `${image.runs} exports no _start`,
        fix: { text: 'Build a program with a main function, not a library.' },
      };
    },
  },
  {
    id: 'start',
    build: 'refuse',
    inspect: 'ignore',
    check(image) {
      const start = moduleOf(image)?.exports.find(({ name, kind }) => name === '_start' && kind === 'function');
      if (start?.type === undefined || start.type.split('>')[0] === '') return undefined;
      return {
        message: `${image.runs} exports _start with parameters, and crun gives none`,
        fix: { text: 'Build a program with a main function: the C library makes _start of it.' },
      };
    },
  },
  {
    id: 'imports',
    build: 'refuse',
    inspect: 'ignore',
    check(image) {
      const module = moduleOf(image);
      const foreign = module ? importsOutsidePreview1(module) : [];
      if (foreign.length === 0) return undefined;
      return {
        message: `${image.runs} imports ${listed(foreign)}, which is not WASI preview 1`,
        fix: { text: 'Build it for wasm32-wasip1 (TinyGo: -target=wasip1).' },
      };
    },
  },
  {
    id: 'entrypoint',
    build: 'remark',
    inspect: 'advise',
    check({ runs, programMissing, modulePath }) {
      if (runs === undefined || programMissing || runs.startsWith('/')) return undefined;
      return {
        message: `the entrypoint ${runs} is not an absolute path: crun finds it, other runtimes (containerd, Kubernetes) may not`,
        fix: { text: `ENTRYPOINT [${JSON.stringify(modulePath ?? `/${runs}`)}]` },
      };
    },
  },
];

const FOR_WASI: Fix = { text: 'Build it for the target wasm32-wasip1.' };

/** The file that the image runs, where it is found. */
function startedFile(image: ImageReport): WasmFile | undefined {
  return missingProgram(image) ? undefined : image.module;
}

/** The module that it runs. @param refused whether one that Node does not take counts: of that there is no more to say */
function moduleOf(image: ImageReport, refused = false): WasmModule | undefined {
  const file = startedFile(image);
  return file?.kind === 'module' && (refused || file.refused === undefined) ? file : undefined;
}

/** What keeps the program of an image from being found, if anything does. */
function missingProgram({ entrypoint, runs, programMissing, modulePath, layers }: ImageReport): Problem | undefined {
  if (runs === undefined) {
    const fix: Fix = { text: `Add ENTRYPOINT [${JSON.stringify(modulePath ?? '/NAME.wasm')}] to the Containerfile.` };
    return { message: 'the image has no entrypoint', fix };
  }
  const unread = layers.find(({ notRead }) => notRead !== undefined);
  if (unread && modulePath === undefined) {
    const fix: Fix = {
      command: 'skopeo copy --dest-compress-format gzip',
      text: 'writes a copy with layers that are read',
    };
    return { message: `a layer was not read: ${unread.notRead}`, fix };
  }
  if (!programMissing) return undefined;
  // ENTRYPOINT /hello.wasm, without the brackets of a list.
  if (runs === '/bin/sh' && entrypoint[1] === '-c') {
    const [word = ''] = (entrypoint[2] ?? '').split(' ');
    const fix: Fix = {
      text: `Write it as a list: ENTRYPOINT [${JSON.stringify(modulePath ?? (word || '/NAME.wasm'))}].`,
    };
    return { message: 'the entrypoint is in shell form, and the image has no /bin/sh', fix };
  }
  const fix: Fix = { text: 'Make COPY and ENTRYPOINT name the same absolute path, in the form of a list.' };
  return { message: `the entrypoint ${runs} is not in the image`, fix };
}
