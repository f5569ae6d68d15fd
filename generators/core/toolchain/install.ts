import { ExitCode, Failure } from '../failure.js';
import type { System } from '../system/system.js';

const FEDORA = ['fedora', 'rhel', 'centos'];

/** Rust's compiler is not here. */
export function noCargo({ platform, distribution }: System): Failure {
  const rustup = 'rustup target add wasm32-wasip1';
  const lines = () => {
    if (platform === 'darwin') return ['brew install rustup && rustup default stable', rustup];
    if (platform === 'win32') return ['winget install Rustlang.Rustup', rustup];
    const anywhere = ['Install Rust from https://rustup.rs, then:', rustup];
    const packages = distributionPackages(distribution, 'cargo ');
    return packages ? [...anywhere, 'Or, instead of both:', packages] : anywhere;
  };
  return missing('Rust is not installed, or cargo is not on PATH.', lines());
}

/** Rust is here, but without the standard library for wasm32-wasip1. */
export function noRustTarget({ distribution }: System, withRustup: boolean): Failure {
  return missing('Rust is installed, but its target wasm32-wasip1 is not.', rustTargetLines(distribution, withRustup));
}

/** What brings the target to the Rust that is here. */
export function rustTargetLines(distribution: readonly string[], withRustup: boolean): string[] {
  if (withRustup) return ['rustup target add wasm32-wasip1'];
  const packages = distributionPackages(distribution, '');
  return packages ? [packages] : ["Install Rust from https://rustup.rs: this system's Rust takes no further targets."];
}

/** TinyGo is not here. */
export function noTinygo({ platform, distribution }: System): Failure {
  const page = 'https://tinygo.org/getting-started/install/';
  const lines = () => {
    if (platform === 'darwin') return [`brew tap tinygo-org/tools && brew install tinygo   (${page})`];
    if (platform === 'win32') return [`scoop install go tinygo   (${page})`];
    if (distribution.includes('fedora')) return [`sudo dnf install tinygo   (${page})`];
    return [`Install TinyGo and Go: ${page}`];
  };
  return missing('TinyGo is not installed, or not on PATH.', lines());
}

/** TinyGo is here, but not a Go that it compiles with; undefined where it says nothing of that. */
export function noGo(said: string, { platform, distribution }: System): Failure | undefined {
  const [, takes, got] = /requires go version (.*?), got (\S+)/.exec(said) ?? [];
  if (takes) {
    const fix = `Put a Go of version ${takes} first on PATH, or install a newer TinyGo.`;
    return missing(`TinyGo takes Go ${takes}, and on PATH is ${got}.`, [fix]);
  }
  const [, tooNew, builtWith] =
    /toolchain version (\S+) \(TinyGo was built using toolchain version (\S+)\)/.exec(said) ?? [];
  if (tooNew) {
    const fix = `Put ${builtWith} or an older Go first on PATH, or install a newer TinyGo.`;
    return missing(`TinyGo was built with ${builtWith} and takes no newer one; on PATH is ${tooNew}.`, [fix]);
  }
  if (!/could not find 'go' command/.test(said)) return undefined;
  const page = 'https://go.dev/doc/install';
  const line = () => {
    if (platform === 'darwin') return `brew install go   (${page})`;
    if (platform === 'win32') return `scoop install go   (${page})`;
    if (distribution.includes('fedora')) return `sudo dnf install golang   (${page})`;
    return `Install Go: ${page}`;
  };
  return missing('TinyGo is installed, but Go, which it compiles with, is not on PATH.', [line()]);
}

/** Neither a clang for WebAssembly nor the npm that would fetch one. */
export function noClang(): Failure {
  return missing('No clang that builds for WASI is here, and no npm to fetch one with.', [
    'Put npm on PATH, which comes with Node (https://nodejs.org); it then fetches clang once.',
    'Or unpack wasi-sdk (https://github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder.',
  ]);
}

// Debian builds for wasm32 from 13 on; rust-lld, which links, is in a package of its own.
function distributionPackages(distribution: readonly string[], cargo: string): string | undefined {
  if (distribution.includes('debian'))
    return `sudo apt-get install ${cargo}libstd-rust-dev-wasm32 rust-llvm   (Debian 13 or later)`;
  if (distribution.some((name) => FEDORA.includes(name)))
    return `sudo dnf install ${cargo}rust-std-static-wasm32-wasip1`;
  return undefined;
}

function missing(message: string, fix: string[]): Failure {
  return new Failure(message, { exitCode: ExitCode.notBuilt, fix });
}
