/** What a `.wasm` file is. */
export interface WasmModule {
  kind: 'module';
  bytes: number;
  /** `namespace.name` of every import. */
  imports: { namespace: string; name: string }[];
  /** Names of the exported functions. */
  functions: string[];
}

/** A file that is not a core module: what it is instead. */
export interface NotAModule {
  kind: 'component' | 'not-wasm' | 'invalid';
  bytes: number;
  why: string;
}

/**
 * The functions of WASI preview 1. A module that imports another one from that namespace
 * (WasmEdge's sockets, for example) runs on some runtimes only.
 * Source: WebAssembly/WASI, tag snapshot-01, phases/snapshot/witx/wasi_snapshot_preview1.witx.
 */
const PREVIEW1 = new Set(
  (
    'args_get args_sizes_get environ_get environ_sizes_get clock_res_get clock_time_get ' +
    'fd_advise fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights ' +
    'fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread fd_prestat_get fd_prestat_dir_name ' +
    'fd_pwrite fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write ' +
    'path_create_directory path_filestat_get path_filestat_set_times path_link path_open path_readlink ' +
    'path_remove_directory path_rename path_symlink path_unlink_file ' +
    'poll_oneoff proc_exit proc_raise sched_yield random_get sock_accept sock_recv sock_send sock_shutdown'
  ).split(' '),
);

/** Reads a `.wasm` file: Node's own compiler validates it and lists imports and exports. */
export async function readWasm(contents: Uint8Array): Promise<WasmModule | NotAModule> {
  const bytes = contents.byteLength;
  if (!startsWith(contents, [0x00, 0x61, 0x73, 0x6d])) {
    return { kind: 'not-wasm', bytes, why: 'it does not begin with the WebAssembly magic number' };
  }
  // Bytes 4 to 7 tell a module (version 1, layer 0) from a component (version 13, layer 1).
  if (startsWith(contents.subarray(4), [0x0d, 0x00, 0x01, 0x00])) {
    return {
      kind: 'component',
      bytes,
      why: 'it is a component (wasip2), which crun does not run; build for wasm32-wasip1',
    };
  }
  try {
    const compiled = await WebAssembly.compile(contents as BufferSource);
    return {
      kind: 'module',
      bytes,
      imports: WebAssembly.Module.imports(compiled).map(({ module, name }) => ({ namespace: module, name })),
      functions: WebAssembly.Module.exports(compiled)
        .filter((e) => e.kind === 'function')
        .map((e) => e.name),
    };
  } catch (error) {
    return { kind: 'invalid', bytes, why: error instanceof Error ? error.message : String(error) };
  }
}

/** The imports of a module that no WASI preview 1 runtime has to provide, as `namespace.name`. */
export function importsOutsidePreview1(module: WasmModule): string[] {
  return module.imports
    .filter(({ namespace, name }) => !(namespace === 'wasi_snapshot_preview1' && PREVIEW1.has(name)))
    .map(({ namespace, name }) => `${namespace}.${name}`);
}

function startsWith(contents: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => contents[index] === byte);
}
