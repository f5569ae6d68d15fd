import TOML from '@iarna/toml';
import { distinctPackages, type Inventory, type ModulePackage, type PackageLister } from '../../sbom/inventory.js';
import { isTable, tableOf } from '../detect/broken.js';
import type { PackageSource } from '../language.js';
import { builderFolder, cargoArguments, rust } from './language.js';
import type { CargoPlan } from './plan.js';

/** A mark that neither a version nor a licence has. */
const BETWEEN = '|';

/**
 * `cargo tree` resolves as `cargo build` does: the packages of this target and of these features, no tests' dependencies.
 * Build scripts and procedural macros run in the compiler: they are not in the module.
 */
export function cargoPackages(plan: CargoPlan | undefined, directory: string | undefined): PackageLister {
  const given: readonly string[] = plan
    ? cargoArguments(plan, directory ?? builderFolder(plan))
    : rust.compilers[0].flags;
  const bin = given.indexOf('--bin');
  const own = given.filter((word, at) => word !== '--release' && (bin === -1 || (at !== bin && at !== bin + 1)));
  return {
    command: [
      'cargo',
      'tree',
      ...own,
      '--edges=normal,no-proc-macro',
      '--prefix=depth',
      '--charset=ascii',
      '--color=never',
      `--format=${BETWEEN}{p}${BETWEEN}{l}${BETWEEN}`,
    ],
    files: ['Cargo.lock'],
    read: (listed, files) => readTree(listed, checksums(files.get('Cargo.lock'))),
  };
}

/**
 * Reads a tree whose lines begin with their depth. A package that was shown before has `(*)` at its end, and nothing below
 * it: what it uses is at its first place.
 */
function readTree(listed: string, hashes: ReadonlyMap<string, string>): Inventory {
  const found: ModulePackage[] = [];
  const uses = new Map<string, Set<string>>();
  const roots = new Set<string>();
  const path: string[] = [];
  for (const line of listed.split('\n')) {
    const [depth, shown, license] = line.split(BETWEEN);
    if (shown === undefined) continue;
    const at = Number(depth);
    const one = cargoPackageOf(shown, license ?? '', hashes);
    path.length = at;
    path.push(one.id);
    const user = path[at - 1];
    // The first line of a tree is the program itself.
    if (at === 0) roots.add(one.id);
    else if (user !== undefined) uses.set(user, (uses.get(user) ?? new Set()).add(one.id));
    found.push(one);
  }
  const used = (id: string) => [...(uses.get(id) ?? [])];
  return {
    packages: distinctPackages(found)
      .filter(({ id }) => !roots.has(id))
      .map((one) => ({ ...one, uses: used(one.id) })),
    uses: [...new Set([...roots].flatMap(used))].filter((id) => !roots.has(id)),
  };
}

/** `serde v1.0.229`, with `(/folder)`, `(https://host/repository?rev=…#hash)` or `(registry …)` behind it. */
function cargoPackageOf(shown: string, license: string, hashes: ReadonlyMap<string, string>): ModulePackage {
  const [, name = shown, version = '', source = ''] = /^(\S+) v(\S+)(?: \(([^)]*)\))?/.exec(shown) ?? [];
  const isGit = /^[a-z+]+:\/\//.test(source) && source.includes('#');
  const isLocal = source !== '' && !isGit && !source.startsWith('registry ');
  const sha256 = hashes.get(`${name} ${version}`);
  return {
    id: `${name}@${version}${isGit || isLocal ? ` (${source})` : ''}`,
    type: 'cargo',
    name,
    version,
    origin: isGit ? 'git' : isLocal ? 'local' : 'registry',
    // Cargo took `MIT/Apache-2.0` for `MIT OR Apache-2.0` before it had SPDX expressions.
    ...(license !== '' && { license: license.replaceAll(/\s*\/\s*/g, ' OR ') }),
    ...(isGit && { repository: repositoryOf(source) }),
    ...(sha256 !== undefined && !isLocal && { sha256 }),
    uses: [],
  };
}

/** `git+https://host/repository@hash`, as package URLs name a revision. */
function repositoryOf(source: string): string {
  const [address = '', revision = ''] = source.split('#');
  return `git+${address.replace(/\?.*$/, '')}@${revision}`;
}

/** The checksums of a Cargo.lock, by name and version. */
function checksums(lock: string | undefined): Map<string, string> {
  const listed = lock === undefined ? undefined : tableOf({ lock: TOML.parse(lock) }, 'lock').package;
  const packages = Array.isArray(listed) ? (listed as unknown[]).filter(isTable) : [];
  return new Map(
    packages.flatMap(({ name, version, checksum }) =>
      typeof checksum === 'string' ? [[`${name} ${version}`, checksum] as const] : [],
    ),
  );
}

/** The packages of Cargo, and Rust's own library. */
export const cargoPackageSource: PackageSource<CargoPlan> = {
  lister: cargoPackages,
  standard: { producer: /^rustc$/, type: 'generic', name: 'rust-std' },
};
