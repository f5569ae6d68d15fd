/**
 * The variables by which build scripts find a C compiler for wasm32-wasip1. cc takes CC, CXX and AR, and links C++'s library
 * from the sysroot; cmake takes the toolchain file. Sources: the documentation of the crates cc and cmake.
 *
 * @param folder where wasi-sdk is
 */
export function sdkVariables(folder: string): string[] {
  return [
    `CC_wasm32_wasip1=${folder}/bin/clang`,
    `CXX_wasm32_wasip1=${folder}/bin/clang++`,
    `AR_wasm32_wasip1=${folder}/bin/llvm-ar`,
    `WASI_SYSROOT=${folder}/share/wasi-sysroot`,
    `CMAKE_TOOLCHAIN_FILE_wasm32_wasip1=${folder}/share/cmake/wasi-sdk-p1.cmake`,
  ];
}

/**
 * What the build scripts of some crates need beside a compiler. libsqlite3-sys builds SQLite without threads for the
 * target's old name only, wasm32-wasi. Source: its build.rs.
 */
const CRATE_VARIABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'libsqlite3-sys': { LIBSQLITE3_FLAGS: '-USQLITE_THREADSAFE -DSQLITE_THREADSAFE=0' },
};

/** The variables that these crates need for WASI. */
export function crateVariables(crates: readonly string[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...crates.map((name) => CRATE_VARIABLES[name]));
}
