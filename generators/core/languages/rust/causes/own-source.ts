import { posix } from 'node:path';
import { isTable } from '../../../toml.js';
import { type CauseReader, few } from '../../causes/cause.js';
import { tableOf } from '../../detect/broken.js';
import { inFolder, literal, placeOf } from '../../detect/project-files.js';
import type { CargoPlan } from '../plan.js';
import { meansWasi } from './cfg.js';
import { crateKey } from './crate-graph.js';
import { allDependencies } from './features.js';
import { isRefusal, type RustcError, rustcErrors } from './rustc-errors.js';
import { manifestOf } from './way-in.js';

const OTHER_SYSTEM = 'Put it behind #[cfg(not(target_os = "wasi"))], with another way for WASI beside it.';

/** Where an error is. */
function place({ path, line }: RustcError): string {
  return path === undefined ? 'The source' : `${path}:${line}`;
}

/** Errors in the project's own sources. */
function ownErrors(output: string): RustcError[] {
  return rustcErrors(output).filter(({ crate, path }) => !crate && path !== undefined && !path.startsWith('/'));
}

/** What of Rust's own library a system has, and WASI does not: `std::os::unix`. */
const OF_A_SYSTEM =
  /\b(?:std|core)::os::(unix|linux|windows|macos|darwin|raw::unix)\b|could not find `(unix|linux|windows|macos)` in `os`/;

/** The project's own source uses what WASI does not have, or refuses to be built for it. */
export const rustSourceForOthers: CauseReader<CargoPlan> = (failed) => {
  const errors = ownErrors(failed.output);
  for (const error of errors) {
    if (isRefusal(error)) return ownRefusal(error);
    const message = missingInRust(error, failed);
    if (message) return { id: 'source-for-other-systems', message, fix: [{ text: OTHER_SYSTEM }] };
  }
  return undefined;
};

/** A `compile_error!`: of another system, or of features that exclude one another. */
function ownRefusal(error: RustcError) {
  return {
    id: 'source-refuses',
    message: `${place(error)} refuses to be built: "${error.message}".`,
    fix: [
      { text: 'Do what it says. Where it lists systems, and the program works under WASI, add target_os = "wasi".' },
    ],
  };
}

function missingInRust(error: RustcError, failed: Parameters<typeof rustSourceForOthers>[0]): string | undefined {
  const { text, message } = error;
  const [, one, other] = OF_A_SYSTEM.exec(text) ?? [];
  const system = one ?? other;
  if (system !== undefined) return `${place(error)} uses std::os::${system}, which Rust does not have for WASI.`;
  const gated = /found an item that was configured out|the item is gated (?:here|behind)/.test(text);
  const [, feature] = /the item is gated behind the `([^`]+)` feature/.exec(text) ?? [];
  const dependency = ofOtherTargets(error, failed);
  if (dependency) return `${place(error)} uses the crate ${dependency}.`;
  const elsewhere = definedElsewhere(error, failed);
  if (elsewhere) return `${place(error)} uses ${elsewhere}.`;
  if (gated && feature === undefined) return `${place(error)} uses what exists for other systems only: ${message}.`;
  const [, name] =
    /cannot find (?:function|value|struct|type|function, tuple struct or tuple variant) `(\w+)` in crate `libc`/.exec(
      message,
    ) ?? [];
  if (name !== undefined) return `${place(error)} uses libc::${name}, which the C library of WASI does not have.`;
  return undefined;
}

/** What rustc says of a name that it does not know, in 1.85 and later. */
const UNKNOWN =
  /unresolved import `(?:[\w]+::)*(\w+)`|use of (?:undeclared|unresolved) (?:crate or module|module or unlinked crate|type) `(\w+)`|cannot find (?:[\w ,]+?) `(\w+)` in |could not find `(\w+)` in/;
const ITEM = /\b(?:mod|fn|struct|enum|union|type|trait|const|static|macro_rules!)\s+/.source;

/** A name that the project's sources define under a `#[cfg(…)]` which wasm32-wasip1 does not meet. */
function definedElsewhere({ message, path = '' }: RustcError, { files }: Parameters<typeof rustSourceForOthers>[0]) {
  const name = UNKNOWN.exec(message)
    ?.slice(1)
    .find((part) => part !== undefined);
  if (name === undefined) return undefined;
  const defined = new RegExp(
    `#\\[(cfg\\([^\\]]*\\))\\](?:\\s*(?:#\\[[^\\]]*\\]|///?[^\\n]*))*\\s*(?:pub(?:\\([^)]*\\))?\\s+|unsafe\\s+|async\\s+)*${ITEM}${name}\\b`,
    'g',
  );
  const sources = [path, ...files.paths.filter((one) => one.endsWith('.rs') && one !== path)];
  for (const source of sources) {
    const text = files.text(source) ?? '';
    const all = [...text.matchAll(defined)];
    const [first] = all;
    if (first?.[1] === undefined || all.some(([, cfg = '']) => meansWasi(cfg))) continue;
    return `${name}, which ${source}:${text.slice(0, first.index).split('\n').length} has for ${first[1].slice(4, -1)} only`;
  }
  return undefined;
}

/** A crate that Cargo.toml has for other systems only, where the error is that it does not exist. */
function ofOtherTargets({ message }: RustcError, { files, plan }: Parameters<typeof rustSourceForOthers>[0]) {
  const [, name] =
    /unresolved import `([\w]+)(?:::[^`]*)?`|use of (?:undeclared|unresolved) (?:crate or module|module or unlinked crate|type) `(\w+)`/
      .exec(message)
      ?.filter((part) => part !== undefined) ?? [];
  if (name === undefined) return undefined;
  const path = inFolder(plan?.folder ?? '', 'Cargo.toml');
  const text = files.text(path) ?? '';
  const same = allDependencies(manifestOf(text)).filter(({ key }) => crateKey(key) === crateKey(name));
  const [first] = same;
  if (!first?.target || same.some(({ target }) => target === undefined || meansWasi(target))) return undefined;
  const where = placeOf(path, text, new RegExp(`^[ \\t]*\\[target\\.['"]?${literal(first.target)}`, 'm'));
  return `${name}, which ${where} has for ${first.target} only`;
}

/** `include_str!` and `include_bytes!`: error: couldn't read `src/../assets/x`. */
export const nothingToInclude: CauseReader<CargoPlan> = ({ output }) => {
  const error = ownErrors(output).find(({ message }) => message.startsWith("couldn't read "));
  const [, path] = /^couldn't read `?([^`:]+)`?: /.exec(error?.message ?? '') ?? [];
  if (!error || path === undefined) return undefined;
  return {
    id: 'no-file',
    message: `${place(error)} includes ${posix.normalize(path.replace(/^\/src\//, ''))}, which is not in the build context.`,
    fix: [
      { text: 'See that the file exists (some projects generate it), and that the ignore file does not exclude it.' },
    ],
  };
};

/** `feature flags are only for nightly`: error[E0554]. */
export const wantsNightly: CauseReader<CargoPlan> = ({ output, tool }) => {
  const error = rustcErrors(output).find(({ code }) => code === 'E0554');
  if (!error) return undefined;
  const who = error.crate ? `The crate ${error.crate.name}` : place(error);
  return {
    id: 'nightly',
    message: `${who} uses #![feature], which only a nightly Rust takes.`,
    fix: [{ text: 'rust-toolchain.toml, [toolchain]: channel = "nightly"' }, ...tool('a nightly Rust')],
  };
};

/** Features that the package does not have: `--features` was given wrong ones. */
export const unknownFeature: CauseReader<CargoPlan> = ({ output, files, plan }) => {
  const [, owner, unknown] =
    /(?:the package '([^']+)' does not contain (?:this|these) features?: ([^\n]+))/.exec(output) ?? [];
  if (unknown === undefined) return undefined;
  const manifest = manifestOf(files.text(inFolder(plan?.folder ?? '', 'Cargo.toml')));
  const features = isTable(manifest.features) ? Object.keys(tableOf(manifest, 'features')) : [];
  const has = features.length > 0 ? `It has ${few(features, 12)}.` : 'It has none.';
  return {
    id: 'unknown-feature',
    message: `The package ${owner} has no feature ${unknown}. ${has}`,
    fix: [{ text: 'Give --features a list of those.' }],
  };
};
