import { isTable, parseToml, type Table, textsOf } from '../../detect/broken.js';
import { isPlain } from '../../detect/plain.js';
import type { ProjectFiles } from '../../detect/project-files.js';
import type { CargoPlan } from '../plan.js';
import { usedDependencies } from './cargo-dependencies.js';
import type { Manifest } from './cargo-manifest.js';
import type { Workspace } from './cargo-workspace.js';

/** What build scripts compile C with. */
const COMPILES_C = new Set(['cc', 'cmake', 'cxx-build', 'autotools', 'meson-next']);

/**
 * Crates that need one of those, and compile no C for wasm32-wasip1: they are for other systems, or have assembler for other
 * processors. A lock file lists what any system needs. Source: their manifests and build scripts.
 */
const NO_C_FOR_WASI =
  /^(?:iana-time-zone-haiku|wepoll-ffi|vswhom-sys|embed-resource|winres|winresource|windows[\w-]*|blake3|backtrace|rustix|md5-asm|sha1-asm|sha2-asm)$/;

/** Where there is no lock file: crates that are built by CMake. Source: their manifests. */
const BUILT_BY_CMAKE = /^libz-ng-sys$/;

/** Where there is no lock file: crates that bring C, and `-sys` crates that only declare what a system has. */
const BRINGS_C =
  /^(?:mimalloc|tikv-jemallocator|jemallocator|zstd|git2|onig|libdeflater|ring|rustls|lz4|xz2|liblzma|bzip2|rusqlite|sqlite|tree-sitter[\w-]*|curl|ssh2|[\w-]+[_-]sys)$/;
const DECLARES_ONLY =
  /^(?:windows|linux-raw|js|web|core-foundation|security-framework|iana-time-zone|jni|ndk|fsevent|inotify|kqueue|wasm-bindgen|dirs|errno-dragonfly|libc)[_-]sys$/;

type WithFeatures = Pick<CargoPlan, 'features' | 'defaultFeatures'>;

/** A crate that compiles C. */
export interface CrateWithC {
  name: string;
  /** Whether CMake does that. */
  cmake: boolean;
}

/**
 * The crates that compile C when a package of the project is built for wasm32-wasip1, as far as its manifests and its
 * lock file tell. A lock file does not say which features of a crate, and which targets, a dependency is for.
 */
export function cratesWithC(
  files: ProjectFiles,
  workspace: Workspace,
  owner: Manifest,
  features: WithFeatures,
): CrateWithC[] {
  const lock = files.text('Cargo.lock');
  const found =
    lock === undefined
      ? fromManifests(workspace, owner, features)
      : fromLock(readLock(lock), workspace, owner, features);
  // They are in a comment of the Containerfile, where a line break would begin an instruction. Cargo takes none of the others.
  const names = [...found.keys()].filter(isPlain).sort();
  return names.map((name) => ({ name, cmake: found.get(name) === true }));
}

/** By name: whether CMake builds it. */
type CmakeByCrate = Map<string, boolean>;

function fromManifests(workspace: Workspace, owner: Manifest, features: WithFeatures): CmakeByCrate {
  const used = [...usedDependencies(owner, workspace.root, features)];
  const own = used.some((name) => COMPILES_C.has(name)) ? [[owner.package ?? '', used.includes('cmake')] as const] : [];
  const others = used.filter((name) => BRINGS_C.test(name) && !DECLARES_ONLY.test(name));
  return new Map([...own, ...others.map((name) => [name, BUILT_BY_CMAKE.test(name)] as const)]);
}

interface LockedPackage {
  name: string;
  version: string;
  /** Undefined for a package of the project itself. */
  source: unknown;
  /** `NAME`, or `NAME VERSION` where there are several. */
  dependencies: readonly string[];
}

function readLock(text: string): LockedPackage[] {
  const { package: packages } = parseToml('Cargo.lock', text);
  const tables: Table[] = Array.isArray(packages) ? packages.filter(isTable) : [];
  return tables.map(({ name, version, source, dependencies }) => ({
    name: String(name),
    version: String(version),
    source,
    dependencies: textsOf(dependencies),
  }));
}

function fromLock(
  packages: readonly LockedPackage[],
  workspace: Workspace,
  owner: Manifest,
  features: WithFeatures,
): CmakeByCrate {
  const byName = new Map<string, LockedPackage[]>();
  for (const each of packages) byName.set(each.name, [...(byName.get(each.name) ?? []), each]);
  const own = new Map(workspace.members.map((member) => [member.package, member]));
  const start = byName.get(owner.package ?? '')?.filter(({ source }) => source === undefined) ?? [];
  const waiting = [...start];
  const seen = new Set<LockedPackage>(start);
  const found: CmakeByCrate = new Map();
  for (let each = waiting.shift(); each; each = waiting.shift()) {
    const manifest = each.source === undefined ? own.get(each.name) : undefined;
    const used = manifest && usedDependencies(manifest, workspace.root, manifest === owner ? features : undefined);
    for (const entry of each.dependencies) {
      const [name = '', version] = entry.split(' ');
      if ((used && !used.has(name)) || NO_C_FOR_WASI.test(name)) continue;
      if (COMPILES_C.has(name)) {
        found.set(each.name, found.get(each.name) === true || name === 'cmake');
        continue;
      }
      for (const next of byName.get(name) ?? []) {
        if ((version !== undefined && next.version !== version) || seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return found;
}
