import { plain, tableOf, unusable } from '../../detect/broken.js';
import { type ContextPart, literal, type ProjectFiles, placeOf } from '../../detect/project-files.js';
import type { Candidate, Recognised, Selection } from '../../detect/recognised.js';
import { shellWords } from '../../passed-on.js';
import { Features } from '../causes/features.js';
import type { CargoPlan } from '../plan.js';
import { cratesWithC } from './c-in-crates.js';
import { cargoAdvice, configOverrides, movedTarget, toolchainOf } from './cargo-advice.js';
import { type Bin, binsOf } from './cargo-bins.js';
import { cargoLicense } from './cargo-license.js';
import type { Manifest } from './cargo-manifest.js';
import { readWorkspace, type Workspace } from './cargo-workspace.js';

/** A Cargo package or workspace; undefined where there is no Cargo.toml. */
export function recogniseRust(files: ProjectFiles, selection: Selection = {}): Recognised<CargoPlan> | undefined {
  return (files.part && recogniseMember(files.part, selection)) ?? recogniseCargo(files, selection);
}

/** A folder of the context that is a member of the context's own workspace: cargo runs there. */
function recogniseMember({ context, folder }: ContextPart, selection: Selection): Recognised<CargoPlan> | undefined {
  const workspace = readWorkspace(context);
  if (!workspace?.members.some((member) => member.folder === folder && member.package !== undefined)) return undefined;
  const recognised = recogniseCargo(context, selection);
  const isIn = ({ plan }: Candidate<CargoPlan>) => plan.folder === folder;
  const candidates = recognised?.candidates.filter(isIn) ?? [];
  if (!recognised || candidates.length === 0) return undefined;
  const preferred = recognised.preferred.filter(isIn);
  return { ...recognised, candidates, preferred: preferred.length > 0 ? preferred : candidates, ofContext: true };
}

function recogniseCargo(files: ProjectFiles, selection: Selection): Recognised<CargoPlan> | undefined {
  const workspace = readWorkspace(files);
  if (!workspace) return undefined;
  const packages = workspace.members.map((manifest) => ({ manifest, bins: binsOf(files, manifest) }));
  const withBins = packages.filter(({ bins }) => bins.length > 0);
  if (withBins.length === 0) throw noBinary(workspace, files);
  const toolchain = toolchainOf(files);
  const overrides = configOverrides(files);
  const common = {
    features: featuresOf(selection),
    defaultFeatures: selection['default-features'] !== 'false',
    aside: !workspace.defaults.includes(workspace.root),
    locked: files.paths.includes('Cargo.lock'),
    ...(selection.cflags && { cflags: shellWords(selection.cflags) }),
    ...(toolchain && { toolchainFile: toolchain.path }),
    ...(overrides.length > 0 && { overrides }),
  };
  const only = withBins.length === 1 && withBins[0]?.bins.length === 1;
  const candidates = new Map<Bin, Candidate<CargoPlan>>();
  for (const { manifest, bins } of withBins) {
    const license = cargoLicense(manifest, workspace.root);
    for (const bin of bins) {
      const candidate = cargoCandidate(manifest, bin, only, common);
      candidates.set(bin, { ...withCompilerForC(files, workspace, manifest, candidate), ...(license && { license }) });
    }
  }
  const preferred = defaultBins(workspace, packages, files.name);
  return {
    found: [
      describeCargo(workspace, withBins),
      ...(common.locked ? ['Cargo.lock'] : []),
      ...(toolchain ? [`${toolchain.path} (${toolchain.channel})`] : []),
    ],
    candidates: [...candidates.values()],
    preferred: preferred.flatMap((bin) => candidates.get(bin) ?? []),
    buildOutputs: ['target', ...movedTarget(files)],
    advice: cargoAdvice(files, workspace.root),
  };
}

/** The features that `--features` asks for, parted as Cargo parts them. */
function featuresOf({ features = '' }: Selection): string[] {
  const asked = features.split(/[\s,]+/).filter(Boolean);
  return asked.map((feature) => plain('--features', 'feature', feature));
}

/** Members of a workspace that help to make the others, or show how they are used; xtask is Cargo's custom. */
const RUST_ASIDE = /(?:^|\/)(?:xtasks?|tests|examples?|bench(?:es|marks?)?|fuzz)\//;

type RustPackage = { manifest: Manifest; bins: readonly Bin[] };

function cargoCandidate(
  manifest: Manifest,
  { name, features }: Bin,
  only: boolean,
  { features: asked, ...common }: Omit<CargoPlan, 'kind' | 'package' | 'folder' | 'bin'>,
): Candidate<CargoPlan> {
  const owner = manifest.package ?? '';
  return {
    package: owner,
    bin: name,
    name: only ? owner : name,
    plan: {
      kind: 'cargo',
      package: owner,
      folder: manifest.folder,
      bin: name,
      features: [...features, ...asked],
      ...common,
    },
  };
}

/** Where crates of its tree compile C, the plan names them, and so does the report. */
function withCompilerForC(
  files: ProjectFiles,
  workspace: Workspace,
  manifest: Manifest,
  candidate: Candidate<CargoPlan>,
): Candidate<CargoPlan> {
  const crates = cratesWithC(files, workspace, manifest, candidate.plan);
  if (crates.length === 0) return candidate;
  const withC = crates.map(({ name }) => name);
  const withCmake = crates.filter(({ cmake }) => cmake).map(({ name }) => name);
  return {
    ...candidate,
    plan: { ...candidate.plan, withC, ...(withCmake.length > 0 && { withCmake }) },
    found: [
      `${withC.join(', ')}: C, which wasi-sdk's clang compiles`,
      ...(withCmake.length > 0 ? [`${withCmake.join(', ')}: built by CMake, which the builder stage installs`] : []),
    ],
  };
}

/**
 * What `cargo run` would choose from: the binary that `default-run` names, else those of the default packages. Of those,
 * the ones that need no further feature come first, then the one that is named like the project.
 */
function defaultBins({ root, defaults }: Workspace, packages: readonly RustPackage[], name?: string): readonly Bin[] {
  const inDefaults = packages.filter(({ manifest, bins }) => bins.length > 0 && defaults.includes(manifest));
  // Default members may all be libraries: then the others have the programs.
  const looked = inDefaults.length > 0 ? inDefaults : packages;
  const named = looked.flatMap(({ manifest, bins }) => defaultRun(manifest, bins) ?? []);
  if (named.length > 0) return named;
  const main = looked.filter(({ manifest }) => !RUST_ASIDE.test(`${manifest.folder}/`));
  const bins = (main.some((each) => each.bins.length > 0) ? main : looked).flatMap((each) =>
    each.bins.map((bin) => ({ bin, owner: each.manifest })),
  );
  const usual = bins.filter(({ bin, owner }) => new Features(owner.table, BY_DEFAULT).haveAll(bin.features));
  const first = usual.length > 0 ? usual : bins;
  const owners = new Set(first.map(({ owner }) => owner));
  const project = [root.package, name, owners.size === 1 ? [...owners][0]?.package : undefined];
  const like = project.map((wanted) => first.filter(({ bin }) => wanted !== undefined && bin.name === wanted));
  return (like.find((found) => found.length === 1) ?? first).map(({ bin }) => bin);
}

const BY_DEFAULT = { features: [], defaultFeatures: true };

function defaultRun({ path, text, table }: Manifest, bins: readonly Bin[]): Bin | undefined {
  const wanted = tableOf(table, 'package')['default-run'];
  if (typeof wanted !== 'string') return undefined;
  const found = bins.find(({ name }) => name === wanted);
  if (found) return found;
  const place = placeOf(path, text, new RegExp(`default-run\\s*=\\s*["']${literal(wanted)}`));
  throw unusable(place, `default-run names ${wanted}, and no binary is called so.`);
}

function describeCargo({ root, members }: Workspace, packages: readonly RustPackage[]): string {
  const bins = packages.flatMap((each) => each.bins);
  const [bin] = bins;
  const binaries = bins.length === 1 && bin ? `binary ${bin.name} (${bin.path})` : `${bins.length} binaries`;
  if (members.length === 1 && members[0] === root) {
    return `Rust: package ${root.package}, edition ${root.edition}, ${binaries}`;
  }
  return `Rust: workspace of ${members.length} packages, ${binaries}`;
}

function noBinary({ root, members }: Workspace, files: ProjectFiles): Error {
  const what = members.length > 1 ? 'none of its packages has a binary' : 'it has no binary';
  const example = files.paths.find((path) => /(?:^|\/)examples\/[^/]+\.rs$/.test(path));
  const name = example?.replace(/^.*\/|\.rs$/g, '');
  return unusable(
    root.path,
    `${what}: a library cannot be run.`,
    { text: 'Add src/main.rs, or a [[bin]], which calls it.' },
    ...(example ? [{ text: `An example becomes one: [[bin]] name = "${name}", path = "${example}".` }] : []),
  );
}
