import type { Fix } from '../../../failure.js';
import { NotToml, readToml, type Table } from '../../../toml.js';
import { type FailedBuild, few } from '../../causes/cause.js';
import { inFolder } from '../../detect/project-files.js';
import type { CargoPlan } from '../plan.js';
import { crateKey, type LockedCrate, lockedCrates, pathTo } from './crate-graph.js';
import { type Dependency, dependenciesFor, Features } from './features.js';
import { isRefused } from './known-crates.js';
import type { CrateName } from './rustc-errors.js';

/** How a crate comes into a build, and what keeps it out. */
export interface WayIn {
  /** A sentence; empty where it is not known. */
  sentence: string;
  fix: Fix[];
}

/** What names a crate: `fd-lock 4.0.4`. */
export function crateTitle({ name, version }: CrateName): string {
  return version === undefined ? name : `${name} ${version}`;
}

/**
 * How a crate comes in. Read from Cargo.lock and the package's Cargo.toml: nothing of the project is run. Cargo.lock
 * does not say which features of the dependencies are on, so the shortest way that this build may have is named.
 */
export function wayIn({ files, plan, again }: FailedBuild<CargoPlan>, culprit: CrateName): WayIn {
  const manifest = manifestOf(files.text(inFolder(plan?.folder ?? '', 'Cargo.toml')));
  const crates = lockedCrates(files.text('Cargo.lock') ?? '');
  const owner = typeof manifest.package === 'object' ? (manifest.package as Table).name : undefined;
  const locked = crates.find(({ name, own }) => own && name === (plan?.package ?? owner));
  const features = new Features(manifest, plan ?? { features: [], defaultFeatures: true });
  const used = dependenciesFor(manifest).filter((one) => features.has(one));
  const root = locked ?? unlocked(String(owner), used, culprit);
  const lead = used.filter((one) => leadsTo(root, one, culprit));
  const optional = lead.filter((one) => one.optional);
  const always = lead.filter((one) => !one.optional);
  const first = (among: readonly Dependency[]) => pathTo(root, culprit, (crate) => among.some((one) => is(one, crate)));
  // A way that a feature opens is the one that can be closed.
  const path = first(optional) ?? first(always);
  if (!path) return { sentence: '', fix: tree(culprit) };
  const by = [...new Set(optional.flatMap((one) => features.bringing(one)))];
  const [, ...below] = path;
  const way = [root.name, ...below.map(crateTitle)].join(' → ');
  const sentence =
    below.length === 1 && by.length === 0
      ? `${root.name} depends on it directly.`
      : `It comes in by ${way}${by.length > 0 ? `, with the ${by.length === 1 ? 'feature' : 'features'} ${few(by)}` : ''}.`;
  const required = plan ? requiredOf(manifest, plan) : [];
  const flags = optional.length > 0 && plan ? features.without(optional, required) : undefined;
  if (flags) {
    const others = refusedToo(crates, used, root).filter(
      (one) => !optional.includes(one) && features.without([one], required) !== undefined,
    );
    const all = [...new Set([...by, ...others.flatMap((one) => features.bringing(one))])];
    const line = again(features.without([...optional, ...others], required) ?? flags, `builds without ${few(all)}`);
    return { sentence, fix: [line, ...(always.length > 0 ? tree(culprit) : [])] };
  }
  return { sentence, fix: withoutFlag(culprit, below) };
}

/** The optional dependencies, and no others, that bring further crates which are known not to compile for WASI. */
function refusedToo(crates: readonly LockedCrate[], used: readonly Dependency[], root: LockedCrate): Dependency[] {
  return crates.filter(isRefused).flatMap((crate) => {
    const lead = used.filter((one) => leadsTo(root, one, crate));
    return lead.every(({ optional }) => optional) ? lead : [];
  });
}

/** Features that the binary cannot be built without. */
function requiredOf(manifest: Table, { bin }: CargoPlan): string[] {
  const bins = Array.isArray(manifest.bin) ? (manifest.bin as Table[]) : [];
  const required = bins.find(({ name }) => name === bin)?.['required-features'];
  return Array.isArray(required) ? required.filter((one) => typeof one === 'string') : [];
}

function leadsTo(root: LockedCrate, dependency: Dependency, culprit: CrateName): boolean {
  return pathTo(root, culprit, (crate) => is(dependency, crate)) !== undefined;
}

function is(dependency: Dependency, crate: LockedCrate): boolean {
  return crateKey(dependency.package) === crateKey(crate.name);
}

function withoutFlag(culprit: CrateName, [direct]: readonly LockedCrate[]): Fix[] {
  const update: Fix = {
    command: `cargo update -p ${spec(culprit)}`,
    text: 'takes a newer version, which may support WASI',
  };
  if (!direct || crateKey(direct.name) === crateKey(culprit.name)) {
    return [
      update,
      {
        text: `Or build without ${culprit.name} for WASI: [target.'cfg(not(target_os = "wasi"))'.dependencies] in Cargo.toml.`,
      },
    ];
  }
  return [
    update,
    ...tree(culprit),
    {
      text: `Where a default feature of ${direct.name} brings it: default-features = false for ${direct.name} in Cargo.toml.`,
    },
  ];
}

/** Where there is no Cargo.lock, it is only known what the package itself depends on. */
function unlocked(name: string, used: readonly Dependency[], { version = '', ...culprit }: CrateName): LockedCrate {
  const direct = used.filter((one) => crateKey(one.package) === crateKey(culprit.name));
  const dependencies = direct.map((one) => ({ name: one.package, version, own: false, dependencies: [] }));
  return { name, version: '', own: true, dependencies };
}

function tree(culprit: CrateName): Fix[] {
  return [
    {
      command: `cargo tree --edges features --invert ${spec(culprit)} --target wasm32-wasip1`,
      text: 'shows which features bring it',
    },
  ];
}

function spec({ name, version }: CrateName): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** A Cargo.toml, which was read when the project was recognised; empty where it is none any more. */
export function manifestOf(text: string | undefined): Table {
  try {
    return readToml(text ?? '').table;
  } catch (error) {
    if (error instanceof NotToml) return {};
    throw error;
  }
}
