/**
 * The functions of WASI preview 1 with their types: a letter a parameter (i: i32, I: i64), and all but
 * `proc_exit` return an i32. A module that imports another one from that namespace, or one of these with another type,
 * runs on some runtimes only.
 * Source: WebAssembly/WASI, tag snapshot-01, phases/snapshot/witx/wasi_snapshot_preview1.witx; `sock_accept` came after it.
 */
const PARAMETERS: Readonly<Record<string, string>> = {
  args_get: 'ii',
  args_sizes_get: 'ii',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'iIi',
  fd_advise: 'iIIi',
  fd_allocate: 'iII',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'iII',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'iI',
  fd_filestat_set_times: 'iIIi',
  fd_pread: 'iiiIi',
  fd_prestat_get: 'ii',
  fd_prestat_dir_name: 'iii',
  fd_pwrite: 'iiiIi',
  fd_read: 'iiii',
  fd_readdir: 'iiiIi',
  fd_renumber: 'ii',
  fd_seek: 'iIii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiiIIi',
  path_link: 'iiiiiii',
  path_open: 'iiiiiIIii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_exit: 'i',
  proc_raise: 'i',
  sched_yield: '',
  random_get: 'ii',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
};

/** The type of each function of preview 1, as `WasmImport` writes types. */
export const preview1: ReadonlyMap<string, string> = new Map(
  Object.entries(PARAMETERS).map(([name, types]) => [name, `${types}>${name === 'proc_exit' ? '' : 'i'}`]),
);

/** The namespace they are imported from. */
export const PREVIEW1 = 'wasi_snapshot_preview1';

/** What WasmEdge adds to that namespace. Source: WasmEdge, lib/host/wasi/wasimodule.cpp. */
export const wasmEdgeSockets: ReadonlySet<string> = new Set(
  (
    'sock_open sock_bind sock_connect sock_listen sock_recv_from sock_send_to sock_getsockopt sock_setsockopt ' +
    'sock_getlocaladdr sock_getpeeraddr sock_getaddrinfo sock_accept_v2 sock_open_v2 sock_bind_v2 sock_connect_v2 ' +
    'sock_listen_v2 sock_recv_v2 sock_recv_from_v2 sock_send_v2 sock_send_to_v2 sock_getlocaladdr_v2 sock_getpeeraddr_v2'
  ).split(' '),
);
