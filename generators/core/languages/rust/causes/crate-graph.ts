import { isTable, NotToml, readToml, type Table } from '../../../toml.js';
import type { CrateName } from './rustc-errors.js';

/** A package of Cargo.lock. */
export interface LockedCrate {
  name: string;
  version: string;
  /** Whether it is one of the project's own: those have no source. */
  own: boolean;
  dependencies: LockedCrate[];
}

/** The packages of a Cargo.lock, each with those that it depends on. Empty where the text is none. */
export function lockedCrates(text: string): LockedCrate[] {
  const crates = packagesOf(text).map((table) => ({ crate: crateOf(table), needs: needsOfCrate(table) }));
  const find = (need: string): LockedCrate | undefined => {
    // `NAME`, `NAME VERSION` where there are several, `NAME VERSION (SOURCE)` where those are of several registries.
    const [name, version] = need.split(' ');
    return crates.find(({ crate }) => crate.name === name && (version === undefined || crate.version === version))
      ?.crate;
  };
  for (const { crate, needs } of crates) {
    for (const need of needs) {
      const found = find(need);
      if (found) crate.dependencies.push(found);
    }
  }
  return crates.map(({ crate }) => crate);
}

function packagesOf(text: string): Table[] {
  try {
    const listed = readToml(text).table.package;
    return Array.isArray(listed) ? listed.filter(isTable) : [];
  } catch (error) {
    if (error instanceof NotToml) return [];
    throw error;
  }
}

function crateOf({ name, version, source }: Table): LockedCrate {
  return { name: String(name), version: String(version), own: source === undefined, dependencies: [] };
}

function needsOfCrate({ dependencies }: Table): string[] {
  return Array.isArray(dependencies) ? dependencies.filter((one) => typeof one === 'string') : [];
}

/**
 * The shortest way from a package to a crate, both included; undefined where there is none.
 *
 * @param first which of the package's own dependencies count
 */
export function pathTo(
  from: LockedCrate,
  to: CrateName,
  first: (dependency: LockedCrate) => boolean = () => true,
): LockedCrate[] | undefined {
  const isIt = ({ name, version }: LockedCrate) =>
    crateKey(name) === crateKey(to.name) && (to.version === undefined || version === to.version);
  const before = new Map<LockedCrate, LockedCrate>();
  const waiting = [from];
  for (let at = waiting.shift(); at; at = waiting.shift()) {
    if (isIt(at)) return backFrom(at, before);
    for (const next of at.dependencies) {
      if (next === from || before.has(next) || (at === from && !first(next))) continue;
      before.set(next, at);
      waiting.push(next);
    }
  }
  return undefined;
}

function backFrom(last: LockedCrate, before: ReadonlyMap<LockedCrate, LockedCrate>): LockedCrate[] {
  const path = [last];
  for (let at = before.get(last); at; at = before.get(at)) path.unshift(at);
  return path;
}

/** A crate's name as cargo compares it: rustc writes `_` for `-`. */
export function crateKey(name: string): string {
  return name.replaceAll('-', '_');
}
