import { rustString } from './escape.js';
import type { Language } from './language.js';
import type { CargoProgram } from './program.js';
import { wasmOpt } from './tools.js';

/** Rust: a Cargo package with one binary. */
export const rust = {
  id: 'rust',
  title: 'Rust',
  files: [
    { template: 'rust/Cargo.toml.ejs', path: 'Cargo.toml' },
    { template: 'rust/Cargo.lock.ejs', path: 'Cargo.lock' },
    { template: 'rust/src/main.rs.ejs', path: 'src/main.rs' },
  ],
  program: 'src/main.rs',
  string: rustString,
  flags: ['--release', '--locked', '--target', 'wasm32-wasip1'],
  wasmOpt,
  testCommand: 'cargo test',
  nativeBuild: 'rustup target add wasm32-wasip1 && cargo build --release --target wasm32-wasip1',
  sign: 'Cargo.toml',
  leavings: ['target'],
  recognise: async (files, wishes) => (await import('./recognise/rust.js')).recogniseRust(files, wishes),
} as const satisfies Language;

/** What `cargo build` is given for one program of an existing project. */
export function cargoArguments(program: CargoProgram): string[] {
  const { package: owner, bin, features, defaultFeatures, locked } = program;
  const flags = rust.flags.filter((flag) => locked || flag !== '--locked');
  const chosen = ['--package', owner, '--bin', bin];
  const without = defaultFeatures ? [] : ['--no-default-features'];
  return [...flags, ...chosen, ...without, ...(features.length > 0 ? ['--features', features.join(',')] : [])];
}
