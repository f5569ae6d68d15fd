import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { toolchainsFolder } from '../system/package-root.js';
import { withMemoryLimit } from './limit-memory.js';
import type { WasmFile } from './wasm.js';

/** The worker that starts a module with nothing behind its imports. */
const WORKER = join(toolchainsFolder, 'wasi/dry-run.mjs');
/** What a program is started with: nothing, and what asks most programs for a text. */
const ARGUMENTS: readonly (readonly string[])[] = [['program'], ['program', '--help']];
/** Milliseconds for one start: a program that takes longer does something. */
const START_LIMIT = 1000;
/** A module without a program is small: that of an empty main in Rust, with all for debuggers, has 4.4 MB. */
export const TRIED_BYTES_MAX = 16 * 1024 * 1024;

/** Pages of memory that it may have while it is tried: 256 MiB. One that asks for more is not judged by how it ends. */
const PAGES_MAX = 4096;

/** What a program came to that did nothing: it ended well, or in a trap. */
export type Idle = { ends: 'well' } | { ends: 'trap'; why: string };

/** What a module came to that does nothing, of a file that is one and has what is started. */
export async function idleModule(file: WasmFile | undefined, bytes: Uint8Array): Promise<Idle | undefined> {
  if (file?.kind !== 'module' || file.refused !== undefined || !file.functions.includes('_start')) return undefined;
  return idleness(bytes);
}

/**
 * Whether a program does nothing that anybody could notice: it reads and writes nothing, opens nothing, waits for
 * nothing and ends in no error, without arguments and with `--help`. Undefined for every other one, and where this Node
 * cannot tell. It is started in a worker, with imports that answer by themselves: nothing leaves the module.
 */
async function idleness(bytes: Uint8Array): Promise<Idle | undefined> {
  const limited = bytes.length > TRIED_BYTES_MAX ? undefined : withMemoryLimit(bytes, PAGES_MAX);
  if (!limited) return undefined;
  let last = '';
  for (const args of ARGUMENTS) {
    last = await endOfStart(limited, args);
    if (last !== 'idle' && !last.startsWith('trap: ')) return undefined;
  }
  return last === 'idle' ? { ends: 'well' } : { ends: 'trap', why: last.slice('trap: '.length) };
}

/** What the worker says of one start. */
function endOfStart(bytes: Uint8Array, args: readonly string[]): Promise<string> {
  const worker = new Worker(WORKER, {
    workerData: { bytes, args },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise<string>((resolve) => {
    const limit = setTimeout(resolve, START_LIMIT, 'unknown');
    const end = (what: string) => {
      clearTimeout(limit);
      resolve(what);
    };
    worker.once('message', end);
    worker.once('error', () => end('unknown'));
    worker.once('exit', () => end('unknown'));
  }).finally(() => worker.terminate());
}
