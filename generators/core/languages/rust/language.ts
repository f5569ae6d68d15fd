import type { CargoPlan } from '../build-plan.js';
import { rustString } from '../escape.js';
import type { Language } from '../language.js';
import { wasmOpt } from '../wasm-opt.js';

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
  addDependency: 'cargo add NAME',
  updateLock: 'cargo update --workspace',
  sign: 'Cargo.toml',
  buildOutputs: ['target'],
  recognise: async (files, selection) => (await import('./detect/rust.js')).recogniseRust(files, selection),
} as const satisfies Language;

/**
 * What `cargo build` is given for one program of an existing project. Its package is named by its place: `--package`
 * with a name is ambiguous where a dependency, direct or not, has the same name.
 *
 * @param directory the URL of the project's directory where cargo runs, `file:///src`
 */
export function cargoArguments(plan: CargoPlan, directory: string): string[] {
  const { bin, features, defaultFeatures, locked } = plan;
  const flags = rust.flags.filter((flag) => locked || flag !== '--locked');
  const chosen = [...packageArguments(plan, directory), '--bin', bin];
  const without = defaultFeatures ? [] : ['--no-default-features'];
  return [...flags, ...chosen, ...without, ...(features.length > 0 ? ['--features', features.join(',')] : [])];
}

function packageArguments({ package: owner, folder, aside }: CargoPlan, directory: string): string[] {
  if (folder !== '') return ['--manifest-path', `${folder}/Cargo.toml`];
  // The manifest of a workspace means its default members; a package id (cargo 1.77) names the package beside them.
  return aside ? ['--package', `path+${directory}#${owner}`] : [];
}
