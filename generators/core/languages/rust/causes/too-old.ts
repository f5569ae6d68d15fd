import { type Cause, type CauseReader, few } from '../../causes/cause.js';
import type { CargoPlan } from '../plan.js';
import { NOT_ON_STABLE } from './crates.js';

/** `minijinja-cli@3.0.5 requires rustc 1.88`: a line of cargo's list. */
const REQUIRES = /^\s+(\S+)@(\S+) requires rustc (\d+\.\d+(?:\.\d+)?)/gm;
const NOT_SUPPORTED = /^error: rustc (\S+) is not supported by the following package/m;
/** The words before cargo 1.79. */
const CANNOT_BE_BUILT =
  /package `(\S+) v(\S+?)(?: \([^)]*\))?` cannot be built because it requires rustc (\S+) or newer, while the currently active rustc version is (\S+)/;
/** A manifest or a lock file of a newer cargo. */
const EDITION = /feature `edition(\d+)` is required|this version of Cargo is older than the `(\d+)` edition/;
const LOCK = /lock ?file version `?(\d+)`?.*(?:this version of Cargo|-Znext-lockfile-bump|requires)/i;
/** `error[E0658]: use of unstable library feature`, `…is experimental`: what rustc has not yet. */
const UNSTABLE = /^error\[E0658\]: (.*)$/m;
/** The first Rust with an edition, and the first with a version of Cargo.lock. Source: the release notes of Rust. */
const EDITIONS: Readonly<Record<string, string>> = { '2018': '1.31', '2021': '1.56', '2024': '1.85' };
const LOCKS: Readonly<Record<string, string>> = { '3': '1.53', '4': '1.78' };

/** A Rust that is older than the project or a crate asks for. */
export const rustTooOld: CauseReader<CargoPlan> = (failed) => {
  const { output } = failed;
  const has = NOT_SUPPORTED.exec(output)?.[1];
  if (has !== undefined) {
    const found = [...output.matchAll(REQUIRES)].map(([, name = '', version = '', asks = '']) => ({
      name,
      version,
      asks,
    }));
    const newest =
      found
        .map(({ asks }) => asks)
        .sort(byVersion)
        .at(-1) ?? '';
    const asking = found.filter(({ asks }) => asks === newest);
    // The project's own line says most.
    const own = asking.filter(({ name }) => name === failed.plan?.package);
    const who = [...new Set([...own, ...asking].map(({ name, version }) => `${name} ${version}`))];
    return tooOldRust(failed, { has, asks: newest, who });
  }
  const [, name, version, asks, current] = CANNOT_BE_BUILT.exec(output) ?? [];
  if (name !== undefined && asks !== undefined)
    return tooOldRust(failed, { has: current, asks, who: [`${name} ${version}`] });
  const [, ...editions] = EDITION.exec(output) ?? [];
  const edition = editions.find((one) => one !== undefined);
  if (edition !== undefined) {
    return tooOldRust(failed, { asks: EDITIONS[edition], who: [`${manifestNamed(output)} (edition ${edition})`] });
  }
  const lock = LOCK.exec(output)?.[1];
  if (lock !== undefined) return tooOldRust(failed, { asks: LOCKS[lock], who: [`Cargo.lock (version ${lock})`] });
  const unstable = UNSTABLE.exec(output)?.[1];
  if (unstable === undefined || NOT_ON_STABLE.test(unstable)) return undefined;
  return {
    id: 'old-compiler',
    message: `The Rust of ${failed.place} does not have yet what the source uses: ${unstable}.`,
    fix: failed.tool('a newer Rust'),
  };
};

interface AskedRust {
  has?: string | undefined;
  asks: string | undefined;
  who: readonly string[];
}

function tooOldRust({ place, tool }: Parameters<typeof rustTooOld>[0], { has, asks, who }: AskedRust): Cause {
  const rust = asks === undefined ? 'a newer Rust' : `Rust ${asks} or later`;
  return {
    id: 'old-compiler',
    message: `The Rust of ${place} is too old${has === undefined ? '' : ` (${has})`}. ${few(who)} ${who.length === 1 ? 'asks' : 'ask'} for ${rust}.`,
    fix: tool(rust),
  };
}

function manifestNamed(output: string): string {
  const [, path = 'Cargo.toml'] = /failed to parse manifest at `([^`]+)`/.exec(output) ?? [];
  const [, crate] = /\/registry\/src\/[^/]+\/([^/]+)\//.exec(path) ?? [];
  return crate ?? path.replace(/^\/src\//, '');
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
