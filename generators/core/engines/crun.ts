/** The WebAssembly handlers that a crun was built with: `+WASM:wasmedge` of its `--version`. */
export function wasmHandlers(version: string): string[] {
  const found = /\+WASM:(\S+)/.exec(version)?.[1];
  return found === undefined ? [] : found.split(',');
}
