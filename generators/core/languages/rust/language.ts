import { escapers, rustString } from '../escape.js';
import type { Compiler, Language } from '../language.js';
import { passedOn } from '../passed-on.js';
import { SERVICE } from '../service.js';
import { wasmOpt } from '../wasm-opt.js';
import type { CargoPlan } from './plan.js';
import { rustSymptoms } from './symptoms.js';
import { crateVariables, sdkVariables } from './wasi-sdk.js';

/** Where the builder stage has the build context. */
const CONTEXT = 'file:///src';

const CARGO_FLAGS = ['--release', '--locked', '--target', 'wasm32-wasip1'] as const;

/** C's builder image, from which the builder stage takes a C compiler where a crate compiles C. */
const wasiSdk = { compiler: 'c', argument: 'WASI_SDK_IMAGE', stage: 'wasi-sdk' } as const;
const SDK_FOLDER = '/opt/wasi-sdk';

const cargoCompiler = {
  id: 'rust',
  title: 'Rust',
  flags: CARGO_FLAGS,
  // Measured for a new project: 0.13 s in place of 1.04 s.
  whileEditing: { CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_INCREMENTAL: 'true' },
  wasmOpt,
  readme: {
    test: 'cargo test',
    build: 'rustup target add wasm32-wasip1 && cargo build --release --target wasm32-wasip1',
    dependencies: 'rust/dependencies.ejs',
  },
  devcontainer: {
    packages: ['cargo', 'rustc', 'rustfmt', 'rust-clippy', 'libstd-rust-dev-wasm32', 'rust-llvm', 'gcc', 'libc6-dev'],
    extensions: ['rust-lang.rust-analyzer'],
  },
  steps: (plan, slug, needs) => {
    const { withC, withCmake } = plan ?? needs ?? {};
    return {
      template: 'rust/cargo.ejs',
      view: {
        cargo: plan ? cargoArguments(plan, builderFolder(plan)) : CARGO_FLAGS,
        bin: plan?.bin ?? slug,
        overrides: plan?.overrides,
        cflags: plan?.cflags && crateFlags(plan.cflags),
        toolchainFile: plan?.toolchainFile,
        sdk: withC && { crates: withC, cmake: withCmake, ...sdkFor(withC) },
      },
      ...(withC && { copiesFrom: wasiSdk }),
    };
  },
  packages: async () => (await import('./cargo-packages.js')).cargoPackageSource,
  local: async () => (await import('./compiler.js')).cargo,
} as const satisfies Compiler<CargoPlan>;

/** What brings a C compiler for crates to the builder stage. */
function sdkFor(crates: readonly string[]) {
  const ofCrates = Object.entries(crateVariables(crates)).map(([name, value]) => `${name}=${escapers.label(value)}`);
  return {
    folder: SDK_FOLDER,
    variables: [...sdkVariables(SDK_FOLDER), ...ofCrates],
    stage: wasiSdk.stage,
  };
}

/** Where cargo runs in a builder stage. */
export function builderFolder({ workdir }: CargoPlan): string {
  return workdir ? `${CONTEXT}/${encodeURI(workdir)}` : CONTEXT;
}

/** Rust: a Cargo package with one binary. */
export const rust = {
  id: 'rust',
  title: 'Rust',
  source: {
    string: rustString,
    files: /(?:^|\/)(?:Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|[^/]+\.rs)$/,
    manifests: ['Cargo.toml'],
    sign: 'Cargo.toml',
    buildOutputs: ['target'],
    // rustc: `error[E0308]: mismatched types`, and below it ` --> src/main.rs:1:24`
    error: (line) => String.raw`^${line}error(?:\[E\d+\])?: [^\n]*\n${line}\s*--> (?:\/src\/|(?!\/))`,
  },
  compilers: [cargoCompiler],
  templates: [
    {
      id: 'cli',
      title: 'a command-line program',
      files: [
        { template: 'rust/cli/Cargo.toml.ejs', path: 'Cargo.toml' },
        { template: 'rust/cli/Cargo.lock.ejs', path: 'Cargo.lock' },
        { template: 'rust/cli/src/main.rs.ejs', path: 'src/main.rs' },
      ],
      // A test that fails ends the module: what it printed is not held back until then.
      tests: { rust: { steps: 'rust/tests.ejs', args: ['--nocapture'] } },
      run: { kind: 'greeting', entry: 'src/main.rs' },
    },
    {
      id: 'http',
      title: 'an HTTP service',
      files: [
        { template: 'rust/http/Cargo.toml.ejs', path: 'Cargo.toml' },
        { template: 'rust/http/Cargo.lock.ejs', path: 'Cargo.lock' },
        ...['main.rs', 'routes.rs', 'http.rs', 'server.rs', 'net.rs', 'tests.rs'].map((name) => ({
          template: `rust/http/src/${name}.ejs`,
          path: `src/${name}`,
        })),
      ],
      tests: { rust: { steps: 'rust/tests.ejs', args: ['--nocapture'] } },
      run: { kind: 'http', entry: 'src/routes.rs', ...SERVICE },
    },
  ],
  selects: [
    { key: 'package', placeholder: 'NAME', help: 'the package' },
    { key: 'bin', placeholder: 'NAME', help: 'the binary' },
    { key: 'features', group: 'build', placeholder: 'LIST', help: 'features of the package, as cargo takes them' },
    { key: 'default-features', group: 'build', help: "build without the package's default features" },
    passedOn.cflags,
    passedOn.buildEnv,
    passedOn.in,
  ],
  symptoms: rustSymptoms,
  cause: async (failed) => (await import('./causes/rust-causes.js')).rustCause(failed),
  detect: async () => (await import('./detect.js')).detector,
} as const satisfies Language<CargoPlan>;

/**
 * What `cargo build` is given for one program of an existing project. Its package is named by its place: `--package`
 * with a name is ambiguous where a dependency, direct or not, has the same name.
 *
 * @param directory the URL of the project's directory where cargo runs, `file:///src`
 */
export function cargoArguments(plan: CargoPlan, directory: string): string[] {
  const { bin, features, defaultFeatures, locked } = plan;
  const flags = CARGO_FLAGS.filter((flag) => locked || flag !== '--locked');
  const chosen = [...packageArguments(plan, directory), '--bin', bin];
  const without = defaultFeatures ? [] : ['--no-default-features'];
  return [...flags, ...chosen, ...without, ...(features.length > 0 ? ['--features', features.join(',')] : [])];
}

function packageArguments({ package: owner, folder, aside }: CargoPlan, directory: string): string[] {
  if (folder !== '') return ['--manifest-path', `${folder}/Cargo.toml`];
  // The manifest of a workspace means its default members; a package id (cargo 1.77) names the package beside them.
  return aside ? ['--package', `path+${directory}#${owner}`] : [];
}

/**
 * Variables with flags for the C files of crates, as the crate cc reads them: parted by blanks, or, told so, as a shell
 * does. Source: the documentation of cc, "External configuration via environment variables".
 */
export function crateFlags(words: readonly string[]): Readonly<Record<string, string>> {
  const flags = words.map(escapers.shell).join(' ');
  return {
    CFLAGS_wasm32_wasip1: flags,
    CXXFLAGS_wasm32_wasip1: flags,
    ...(flags !== words.join(' ') && { CC_SHELL_ESCAPED_FLAGS: '1' }),
  };
}
