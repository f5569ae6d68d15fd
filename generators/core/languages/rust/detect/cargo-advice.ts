import { isTable, parseToml, type Table, tableOf } from '../../detect/broken.js';
import { isPlain } from '../../detect/plain.js';
import { literal, type ProjectFiles, placeOf, within } from '../../detect/project-files.js';
import type { Manifest } from './cargo-manifest.js';

/** The settings that make a module small, as our own Cargo.toml has them. */
const SMALL: Readonly<Record<string, string>> = {
  'opt-level': '"z"',
  lto: 'true',
  'codegen-units': '1',
  panic: '"abort"',
  strip: 'true',
};

/** The first Rust that has the target wasm32-wasip1. */
const FIRST_WITH_WASIP1 = 78;

/** The Rust of the pinned builder image: a test compares it with the pin. */
export const RUST_OF_BUILDER = '1.95.0';

/** The file that pins a Rust, and what it asks for. */
export interface RustToolchain {
  path: string;
  channel: string;
}

/** @throws Failure (wrong input) when rust-toolchain.toml is no TOML */
export function toolchainOf(files: ProjectFiles): RustToolchain | undefined {
  // rustup prefers the old name where both are there, and takes TOML under it, too.
  for (const path of ['rust-toolchain', 'rust-toolchain.toml']) {
    const text = files.text(path);
    if (text === undefined) continue;
    if (path === 'rust-toolchain' && !text.includes('[')) return { path, channel: text.trim() };
    const { channel } = tableOf(parseToml(path, text), 'toolchain');
    return { path, channel: typeof channel === 'string' ? channel : 'stable' };
  }
  return undefined;
}

/** What a Rust project could gain. */
export function cargoAdvice(files: ProjectFiles, root: Manifest): string[] {
  return [
    missingLock(files),
    profileAdvice(root),
    tooNew(files, root),
    ...toolchainAdvice(files),
    ...configAdvice(files),
  ].filter((advice) => advice !== undefined);
}

function missingLock(files: ProjectFiles): string | undefined {
  if (files.paths.includes('Cargo.lock')) return undefined;
  return 'There is no Cargo.lock: cargo generate-lockfile writes one; committed, every build takes the same dependencies.';
}

function profileAdvice({ path, table }: Manifest): string | undefined {
  const profile = tableOf(tableOf(table, 'profile'), 'release');
  const missing = Object.entries(SMALL).filter(([key]) => profile[key] === undefined);
  if (missing.length === 0) return undefined;
  return [
    `${path} could make the module smaller:`,
    '  [profile.release]',
    ...missing.map(([key, value]) => `  ${key} = ${value}`),
  ].join('\n');
}

/** A package may ask for a newer Rust than the builder image has; one that chooses its own Rust gets it. */
function tooNew(files: ProjectFiles, { path, text, table }: Manifest): string | undefined {
  const own = tableOf(table, 'package')['rust-version'];
  const shared = tableOf(tableOf(table, 'workspace'), 'package')['rust-version'];
  const asked = typeof own === 'string' ? own : shared;
  if (typeof asked !== 'string' || toolchainOf(files)) return undefined;
  const minor = (version: string) => Number(/^1\.(\d+)/.exec(version)?.[1] ?? 0);
  if (minor(asked) <= minor(RUST_OF_BUILDER)) return undefined;
  const place = placeOf(path, text, new RegExp(`rust-version\\s*=\\s*["']${literal(asked)}`));
  return `${place} asks for Rust ${asked}; the builder image has ${RUST_OF_BUILDER}: give a newer one (--build-arg BUILDER_IMAGE=…).`;
}

function toolchainAdvice(files: ProjectFiles): string[] {
  const toolchain = toolchainOf(files);
  const minor = Number(/^1\.(\d+)/.exec(toolchain?.channel ?? '')?.[1] ?? FIRST_WITH_WASIP1);
  if (!toolchain || minor >= FIRST_WITH_WASIP1) return [];
  return [
    `${toolchain.path} asks for Rust ${toolchain.channel}, which has no target wasm32-wasip1: 1.${FIRST_WITH_WASIP1} is the first.`,
  ];
}

/** Where cargo looks for a project's settings; the second is the old name. */
const CONFIGS = ['.cargo/config.toml', '.cargo/config'];

/** The target folder, where a configuration file puts it elsewhere in the project. */
export function movedTarget(files: ProjectFiles): string[] {
  return CONFIGS.flatMap((path) => {
    const folder = tableOf(parseToml(path, files.text(path) ?? ''), 'build')['target-dir'];
    return typeof folder === 'string' && isPlain(folder) ? (within('', folder) ?? []) : [];
  });
}

/** What a build for another platform is linked by on the machine that builds: macros and build scripts run there. */
const BUILDER_TARGETS = ['X86_64_UNKNOWN_LINUX_GNU', 'AARCH64_UNKNOWN_LINUX_GNU'];

/**
 * Variables for what a configuration file says of the user's own machine, and the builder image does not have. It may
 * be a program that runs the compiler (an empty variable disables it), or another linker than the usual one.
 */
export function configOverrides(files: ProjectFiles): string[] {
  const configs = CONFIGS.map((path) => parseToml(path, files.text(path) ?? ''));
  const builds = configs.map((config) => tableOf(config, 'build'));
  const targets = configs.flatMap((config) => Object.entries(tableOf(config, 'target')));
  const links = targets.some(
    ([key, target]) => !key.includes('wasm') && isTable(target) && target.linker !== undefined,
  );
  return [
    ...(builds.some((build) => build['rustc-wrapper'] !== undefined) ? ['RUSTC_WRAPPER='] : []),
    ...(builds.some((build) => build['rustc-workspace-wrapper'] !== undefined) ? ['RUSTC_WORKSPACE_WRAPPER='] : []),
    ...(links ? BUILDER_TARGETS.map((builder) => `CARGO_TARGET_${builder}_LINKER=cc`) : []),
  ];
}

function configAdvice(files: ProjectFiles): string[] {
  return CONFIGS.flatMap((path) => {
    const text = files.text(path);
    if (text === undefined) return [];
    const config = parseToml(path, text);
    const flags = JSON.stringify([tableOf(config, 'build').rustflags, rustflagsOf(tableOf(config, 'target'))]);
    if (!/target-cpu=native/.test(flags)) return [];
    return [`${placeOf(path, text, /target-cpu=native/)} asks for target-cpu=native, which no WebAssembly target has.`];
  });
}

function rustflagsOf(targets: Table): unknown[] {
  return [targets['wasm32-wasip1']].filter(isTable).map(({ rustflags }) => rustflags);
}
