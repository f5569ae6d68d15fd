import { existsSync } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ExitCode, Failure, type Fix } from '../../failure.js';
import { attach, shellCodeOf } from '../../system/attach.js';
import { type Finished, run } from '../../system/process.js';
import { startFailure } from '../../system/process-failure.js';
import { thisSystem } from '../../system/system.js';
import { failed, PROBE, PROBE_LIMIT } from '../../toolchain/failed.js';
import type { LocalCompiler } from '../../toolchain/local-compiler.js';
import { findClang } from '../c/clang.js';
import { C } from '../c/dialect.js';
import { escapers } from '../escape.js';
import { noCargo, noClangForCrates, noRustTarget, rustTargetLines } from './install.js';
import { cargoArguments, crateFlags, rust } from './language.js';
import type { CargoPlan } from './plan.js';
import { crateVariables } from './wasi-sdk.js';

// rustup installs a missing toolchain by itself when it is asked for anything: a probe is not to download.
const STAY = { RUSTUP_AUTO_INSTALL: '0' };

/** Rust: the machine's own cargo, with the target wasm32-wasip1. */
export const cargo: LocalCompiler<CargoPlan> = {
  async find(signal) {
    const probe = (program: string, args: string[]) => run(program, args, { ...PROBE, env: STAY, signal });
    const [asked, target] = await Promise.all([
      probe('cargo', ['--version']),
      probe('rustc', ['--print', 'target-libdir', '--target', 'wasm32-wasip1']),
    ]);
    const version = /^cargo (\S+)/.exec(asked.stdout)?.[1];
    if (!version) return { missing: startFailure('cargo', asked) ?? noCargo(await thisSystem()) };
    const rustc = startFailure('rustc', target);
    if (rustc) return { missing: rustc };
    // rustc names the folder whether it is there or not.
    if (target.exitCode !== 0 || !(await isFolder(target.stdout.trim())))
      return { missing: noRustTarget(await thisSystem(), await hasRustup()) };
    return { found: { name: 'cargo', version, program: 'cargo' } };
  },

  async compile({ directory, slug, plan, output, debug, variables, onLine = () => {}, signal }, { program }) {
    const usual = plan ? cargoArguments(plan, pathToFileURL(directory).href) : rust.compilers[0].flags;
    const args = usual.filter((flag) => !debug || flag !== '--release');
    const env = { ...variables, ...(await compilerForC(plan, signal)), ...variablesFor(plan) };
    const built = await run(program, ['build', ...args], { cwd: directory, env, onLine, signal });
    if (built.exitCode !== 0) throw failed(built, { what: 'cargo build', fix: await fixOf(built), signal });
    const module = join(
      await targetFolder(program, directory, signal),
      'wasm32-wasip1',
      debug ? 'debug' : 'release',
      `${plan?.bin ?? slug}.wasm`,
    );
    await copyFile(module, output).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Failure(`cargo built no ${plan?.bin ?? slug}.wasm.`, {
        exitCode: ExitCode.notBuilt,
        fix: [{ text: `Name the binary in Cargo.toml: [[bin]] name = "${slug}".` }],
      });
    });
  },

  async test({ directory, plan, runner, args, signal }, { program }) {
    const env = { ...(await compilerForC(plan, signal)), ...variablesFor(plan) };
    // A test that fails ends the module: what it printed is not held back until then.
    const words = [...cargoTestArguments(plan, directory, runner), '--', '--nocapture', ...args];
    return shellCodeOf(await attach(program, words, { cwd: directory, env, end: signal }), signal);
  },
};

/**
 * Where crates compile C: the variables by which their build scripts find this machine's clang for WASI, unless the user has
 * set them.
 *
 * @throws Failure where there is none
 */
async function compilerForC(plan: CargoPlan | undefined, signal?: AbortSignal): Promise<Record<string, string>> {
  const withC = plan?.withC ?? [];
  if (withC.length === 0) return {};
  const crates = Object.entries(crateVariables(withC)).filter(([name]) => process.env[name] === undefined);
  const variables = Object.fromEntries(crates);
  if (process.env.CC_wasm32_wasip1 || plan?.environment?.CC_wasm32_wasip1) return variables;
  const clang = await findClang(C, signal);
  if (!clang) throw noClangForCrates(withC);
  const beside = join(dirname(clang.program), 'llvm-ar');
  return {
    ...variables,
    CC_wasm32_wasip1: clang.program,
    CXX_wasm32_wasip1: `${clang.program}++`,
    ...(isAbsolute(clang.program) && existsSync(beside) && { AR_wasm32_wasip1: beside }),
  };
}

/** The user's variables, and flags for C files behind those that the machine has. */
function variablesFor(plan: CargoPlan | undefined): Record<string, string> {
  const flags = Object.entries(crateFlags(plan?.cflags ?? [])).filter(([, value]) => value !== '');
  const environment = plan?.environment ?? {};
  const added = flags.map(([name, value]) => [
    name,
    [environment[name] ?? process.env[name], value].filter(Boolean).join(' '),
  ]);
  return { ...environment, ...Object.fromEntries(added) };
}

/** What `cargo test` is given: the package and its features, and what runs a module. */
function cargoTestArguments(plan: CargoPlan | undefined, directory: string, runner: readonly string[]): string[] {
  const target = ['--target', 'wasm32-wasip1'];
  // In place of CARGO_TARGET_WASM32_WASIP1_RUNNER, which cargo splits at spaces.
  const config = ['--config', `target.wasm32-wasip1.runner=[${runner.map(escapers.toml).join(', ')}]`];
  if (!plan) return ['test', '--locked', ...target, ...config];
  const own = cargoArguments(plan, pathToFileURL(directory).href);
  const bin = own.indexOf('--bin');
  return ['test', ...own.filter((word, at) => word !== '--release' && at !== bin && at !== bin + 1), ...config];
}

/** Where cargo puts what it builds: CARGO_TARGET_DIR, a configuration file or a workspace may have moved it. */
async function targetFolder(program: string, cwd: string, signal?: AbortSignal): Promise<string> {
  const args = ['metadata', '--no-deps', '--format-version', '1'];
  const asked = await run(program, args, { cwd, timeout: PROBE_LIMIT, signal });
  if (asked.exitCode !== 0) throw failed(asked, { what: 'cargo metadata', signal });
  return (JSON.parse(asked.stdout) as { target_directory: string }).target_directory;
}

/** A project's own rust-toolchain.toml may ask for a toolchain that has no such target, whatever the probe found. */
async function fixOf({ stderr }: Finished): Promise<Fix[]> {
  if (!/can't find crate for `(?:std|core)`|target may not be installed/.test(stderr)) return [];
  return rustTargetLines((await thisSystem()).distribution, await hasRustup());
}

async function hasRustup(): Promise<boolean> {
  return (await run('rustup', ['--version'], { ...PROBE, env: STAY })).exitCode === 0;
}

async function isFolder(path: string): Promise<boolean> {
  return path !== '' && (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
