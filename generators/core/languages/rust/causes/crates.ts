import type { Fix } from '../../../failure.js';
import type { Cause, CauseReader, FailedBuild } from '../../causes/cause.js';
import type { CargoPlan } from '../plan.js';
import { whyCFails } from './c-in-crates.js';
import { type CrateName, isRefusal, type RustcError, rustcErrors } from './rustc-errors.js';
import { crateTitle, wayIn } from './way-in.js';

/**
 * What an error says that comes from a system without the names a crate takes for granted: unresolved imports, modules,
 * types, functions, files of a module. Others (types that do not match) have other reasons, too.
 */
const NO_SUCH_NAME = new Set([
  'E0405',
  'E0412',
  'E0422',
  'E0423',
  'E0425',
  'E0432',
  'E0433',
  'E0531',
  'E0583',
  'E0574',
  'E0599',
]);

/** A crate that rustc refuses, or that refuses itself. */
export const crateWithoutWasi: CauseReader<CargoPlan> = (failed) => {
  const errors = rustcErrors(failed.output).filter(({ crate }) => crate);
  const refusal = errors.find(isRefusal);
  const [error] = refusal ? [refusal] : [errors.find(isMissing) ?? errors[0]];
  if (!error?.crate) return undefined;
  const title = crateTitle(error.crate);
  if (refusal) {
    const what = `The crate ${title} does not support WASI: "${refusal.message.replace(/\.$/, '')}".`;
    const cause = named(failed, error.crate, what);
    if (!/\bfeatures?\b/i.test(refusal.message)) return cause;
    // tokio, for one, lists what it has: no other version has more.
    const fewer = {
      text: `Give ${error.crate.name} no other features, in the Cargo.toml of the package that depends on it.`,
    };
    return { ...cause, fix: [fewer, ...cause.fix.filter(({ command }) => !command?.startsWith('cargo update'))] };
  }
  if (isMissing(error))
    return named(failed, error.crate, `The crate ${title} does not support WASI (${briefly(error.message)}).`);
  const said = error.code === undefined ? briefly(error.message) : `${error.code}: ${briefly(error.message)}`;
  return {
    ...named(failed, error.crate, `The crate ${title} does not compile for wasm32-wasip1 (${said}).`),
    id: 'crate',
  };
};

function named(failed: FailedBuild<CargoPlan>, crate: CrateName, what: string): Cause {
  const { sentence, fix } = wayIn(failed, crate);
  return { id: 'crate-without-wasi', message: [what, sentence].filter(Boolean).join(' '), fix };
}

/** Without what rustc puts in front, and behind. */
function briefly(message: string): string {
  return message.replace(/^failed to resolve: /, '').replace(/: this crate is being loaded from the sysroot.*/, '');
}

function isMissing({ code, message }: RustcError): boolean {
  return (code !== undefined && NO_SUCH_NAME.has(code)) || NOT_ON_STABLE.test(message) || isMacro(message);
}

/** What only nightly has, and a crate falls back on where it knows no system: std::os::wasi, and crates of rustc's own. */
export const NOT_ON_STABLE: RegExp = /wasi_ext|rustc_private/;

function isMacro(message: string): boolean {
  return message.startsWith('cannot find macro ');
}

/** `error: failed to run custom build command for `libmimalloc-sys v0.1.39`` */
const BUILD_SCRIPT = /failed to run custom build command for `([\w-]+) v(\S+?)(?: \([^`]*\))?`/;
/** What of a build script's output names its reason: panics and the errors of the usual helpers. */
interface Reason {
  shows: RegExp;
  id: string;
  why(found: RegExpExecArray, output: string): string;
  /** Whether no version of the crate does better. */
  inAll?: boolean;
}

const REASONS: readonly Reason[] = [
  {
    // cc-rs, with a C compiler or without.
    shows: /error occurred in cc-rs: |failed to find tool "?[\w+-]*(?:clang|gcc|cc)/,
    id: 'c-in-a-crate',
    // Also where Cargo.toml was not read when the files were written: cc-rs looks for clang.
    why: (_, output) => {
      if (/failed to find tool "?[\w+-]*(?:clang|gcc|cc)/.test(output))
        return 'compiles C, and there is no C compiler for WebAssembly';
      const why = whyCFails(output);
      return `compiles C, which fails for WASI${why === undefined ? '' : ` (${why})`}`;
    },
  },
  {
    // openssl-src, which the feature "vendored" of openssl brings.
    shows: /don't know how to configure OpenSSL for \S+/,
    id: 'c-in-a-crate',
    why: () => 'builds OpenSSL, which does not support WASI',
    inAll: true,
  },
  {
    // pkg-config, and the crate of that name: "has not been configured to support cross-compilation".
    shows:
      /pkg-config has not been configured to support cross-compilation|The system library `([^`]+)` required by crate|Could not find directory of OpenSSL installation/,
    id: 'system-library',
    why: ([, library]) => `links the system library ${library ?? 'of its name'}, which WASI does not have`,
  },
  {
    shows: /is `cmake` not installed\?/,
    id: 'c-in-a-crate',
    why: () => 'builds C by CMake, which the builder stage does not have',
  },
  {
    // CMake itself, which says what it misses.
    shows: /^\s*CMake Error at ([^\s:]+:\d+)[^\n]*:\n\s*([^\n]+)/m,
    id: 'c-in-a-crate',
    why: ([, place, said = ''], output) =>
      `builds C by CMake, which fails for WASI (${whyCFails(output) ?? `${place}: ${said.replace(/\.$/, '')}`})`,
  },
  {
    shows: /Unable to find libclang/,
    id: 'c-in-a-crate',
    why: () => 'reads C headers by libclang',
  },
];

/** A crate whose build script failed. */
export const crateBuildScript: CauseReader<CargoPlan> = (failed) => {
  const [, name, version] = BUILD_SCRIPT.exec(failed.output) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const crate = { name, version };
  for (const { shows, id, why, inAll } of REASONS) {
    const found = shows.exec(failed.output);
    if (!found) continue;
    const cause = named(failed, crate, `The crate ${crateTitle(crate)} ${why(found, failed.output)}.`);
    return {
      ...cause,
      id,
      fix: [
        ...withCompiler(failed),
        ...cause.fix.filter(({ command }) => !inAll || !command?.startsWith('cargo update')),
      ],
    };
  }
  const [, panic] = /panicked at [^\n]*:\n\s*([^\n]+)/.exec(failed.output) ?? [];
  const last = panic ?? lastOfStderr(failed.output);
  const said = last === undefined ? '' : `: ${last.replace(/\.$/, '').slice(0, 200)}`;
  return {
    ...named(failed, crate, `The build script of the crate ${crateTitle(crate)} failed${said}.`),
    id: 'build-script',
  };
};

/** A Containerfile from before a crate compiled C brings no compiler for it: this program writes one that does. */
function withCompiler({ output, files, plan, again }: FailedBuild<CargoPlan>): Fix[] {
  const containerfile = files.text('Containerfile');
  const lacks = COMPILERS.find(({ missing, brought }) => missing.test(output) && !brought.test(containerfile ?? ''));
  if (containerfile === undefined || !lacks) return [];
  return [again(plan ? '' : '--force', `writes a Containerfile with ${lacks.what}`)];
}

const COMPILERS = [
  { what: 'CMake', missing: /is `cmake` not installed\?/, brought: /\bcmake\b/ },
  {
    what: 'a C compiler for WebAssembly',
    missing: /failed to find tool "?[\w+-]*(?:clang|gcc|cc)/,
    brought: /^ARG WASI_SDK_IMAGE/m,
  },
];

/** What a build script that ends without a panic says last: cargo shows its output behind `--- stderr`. */
function lastOfStderr(output: string): string | undefined {
  const [, stderr = ''] = /^ *--- stderr\n((?:(?: {2}[^\n]*)?\n)+)/m.exec(output) ?? [];
  return stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1);
}
