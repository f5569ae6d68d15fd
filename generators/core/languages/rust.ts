import { rustString } from './escape.js';
import type { Language } from './language.js';
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
  leavings: ['target'],
} as const satisfies Language;
