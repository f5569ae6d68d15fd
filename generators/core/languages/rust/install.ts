import type { Failure, Fix } from '../../failure.js';
import type { System } from '../../system/system.js';
import { missing } from '../../toolchain/failed.js';

const FEDORA = ['fedora', 'rhel', 'centos'];

/** Rust's compiler is not here. */
export function noCargo({ platform, distribution }: System): Failure {
  const rustup: Fix = { command: 'rustup target add wasm32-wasip1' };
  const lines = (): Fix[] => {
    if (platform === 'darwin') return [{ command: 'brew install rustup && rustup default stable' }, rustup];
    if (platform === 'win32') return [{ command: 'winget install Rustlang.Rustup' }, rustup];
    const anywhere: Fix[] = [{ text: 'Install Rust from https://rustup.rs, then:' }, rustup];
    const packages = distributionPackages(distribution, 'cargo ');
    return packages ? [...anywhere, { text: 'Or, instead of both:' }, packages] : anywhere;
  };
  return missing('Rust is not installed, or cargo is not on PATH.', lines());
}

/** Rust is here, but without the standard library for wasm32-wasip1. */
export function noRustTarget({ distribution }: System, withRustup: boolean): Failure {
  return missing('Rust is installed, but its target wasm32-wasip1 is not.', rustTargetLines(distribution, withRustup));
}

/** Crates compile C, and this machine has no clang with a C library for WASI. */
export function noClangForCrates(crates: readonly string[]): Failure {
  return missing(`${crates.join(', ')}: a crate compiles C, and there is no clang here that builds for WASI.`, [
    {
      text: 'Unpack wasi-sdk (https://github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder.',
    },
    { text: 'Or build it with --engine podman, which takes clang from the wasi-sdk image.' },
  ]);
}

/** What brings the target to the Rust that is here. */
export function rustTargetLines(distribution: readonly string[], withRustup: boolean): Fix[] {
  if (withRustup) return [{ command: 'rustup target add wasm32-wasip1' }];
  const packages = distributionPackages(distribution, '');
  return packages
    ? [packages]
    : [{ text: "Install Rust from https://rustup.rs: this system's Rust takes no further targets." }];
}

// Debian builds for wasm32 from 13 on; rust-lld, which links, is in a package of its own.
function distributionPackages(distribution: readonly string[], cargo: string): Fix | undefined {
  if (distribution.includes('debian'))
    return { command: `sudo apt-get install ${cargo}libstd-rust-dev-wasm32 rust-llvm`, text: '(Debian 13 or later)' };
  if (distribution.some((name) => FEDORA.includes(name)))
    return { command: `sudo dnf install ${cargo}rust-std-static-wasm32-wasip1` };
  return undefined;
}
