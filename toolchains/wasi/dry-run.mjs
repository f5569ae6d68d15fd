// A worker of dry-run.ts. Starts a module with nothing behind its imports, until it asks for anything that a program is
// for: it reads, writes, opens, waits. Posts what it came to: `active`, `idle`, `trap: REASON` or `unknown`. Nothing
// leaves the module: each import answers by itself, or ends the run.
import { parentPort, workerData } from 'node:worker_threads';

const { bytes, args } = workerData;

/** Ends the run. */
class End extends Error {
  constructor(what) {
    super(what);
    this.what = what;
  }
}

let memory;
/** Whether a trap may come from the limit that dry-run.ts sets: half of it is taken. */
const isLarge = () => memory !== undefined && memory.buffer.byteLength > 128 * 1024 ** 2;
const view = () => new DataView(memory.buffer);
const texts = args.map((text) => new TextEncoder().encode(`${text}\0`));
const EBADF = 8;

/**
 * What language runtimes call before main: Go asks for clocks and random bytes, C for arguments and open folders.
 * Source: WebAssembly/WASI, tag snapshot-01, phases/snapshot/docs.md.
 */
const answers = {
  args_sizes_get(count, size) {
    view().setUint32(count, texts.length, true);
    view().setUint32(
      size,
      texts.reduce((sum, { length }) => sum + length, 0),
      true,
    );
    return 0;
  },
  args_get(pointers, buffer) {
    let at = buffer;
    texts.forEach((text, index) => {
      view().setUint32(pointers + 4 * index, at, true);
      new Uint8Array(memory.buffer, at, text.length).set(text);
      at += text.length;
    });
    return 0;
  },
  environ_sizes_get(count, size) {
    view().setUint32(count, 0, true);
    view().setUint32(size, 0, true);
    return 0;
  },
  environ_get: () => 0,
  clock_res_get(_clock, result) {
    view().setBigUint64(result, 1n, true);
    return 0;
  },
  clock_time_get(_clock, _precision, result) {
    view().setBigUint64(result, 1_000_000_000n, true);
    return 0;
  },
  random_get(buffer, length) {
    new Uint8Array(memory.buffer, buffer, length).fill(4);
    return 0;
  },
  fd_prestat_get: () => EBADF,
  fd_prestat_dir_name: () => EBADF,
  fd_fdstat_get(fd, result) {
    if (fd > 2) return EBADF;
    new Uint8Array(memory.buffer, result, 24).fill(0);
    view().setUint8(result, 2);
    return 0;
  },
  fd_fdstat_set_flags: () => 0,
  sched_yield: () => 0,
  proc_exit(code) {
    // A program that ends in an error has looked at something.
    throw new End(code === 0 ? 'idle' : 'active');
  },
};

try {
  const module = new WebAssembly.Module(bytes);
  const imports = {};
  for (const { module: namespace, name } of WebAssembly.Module.imports(module)) {
    imports[namespace] ??= {};
    imports[namespace][name] =
      (namespace === 'wasi_snapshot_preview1' && Object.hasOwn(answers, name) && answers[name]) ||
      (() => {
        throw new End('active');
      });
  }
  const { exports } = new WebAssembly.Instance(module, imports);
  ({ memory } = exports);
  exports._start();
  parentPort.postMessage('idle');
} catch (error) {
  if (error instanceof End) parentPort.postMessage(error.what);
  // An import with a memory behind it before the module has exported one, or none at all: nothing is known.
  else
    parentPort.postMessage(
      error instanceof WebAssembly.RuntimeError && !isLarge() ? `trap: ${error.message}` : 'unknown',
    );
}
