/**
 * What wasm-opt is given for modules of rustc and clang. Small before fast: -O3 comes out larger. The features are
 * those that both compilers turn on for wasm32-wasip1; a stripped module no longer lists them, and wasm-opt
 * then refuses what it finds.
 */
export const wasmOpt = [
  '-Oz',
  '--enable-bulk-memory',
  '--enable-multivalue',
  '--enable-mutable-globals',
  '--enable-nontrapping-float-to-int',
  '--enable-reference-types',
  '--enable-sign-ext',
] as const;

/** What `wasmedge compile` is given. Without it the code is made for the very processor that compiles, and traps on others. */
export const aotFlags = ['--generic-binary'] as const;
