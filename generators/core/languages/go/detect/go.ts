import { plain, unusable } from '../../detect/broken.js';
import { folderOf } from '../../detect/embedded-files.js';
import { folderName } from '../../detect/preferred.js';
import { inFolder, type ProjectFiles } from '../../detect/project-files.js';
import type { Candidate, CompilerNeed, Recognised, Selection } from '../../detect/recognised.js';
import { goOptions } from '../build-options.js';
import type { GoPlan } from '../plan.js';
import { declaresMain, importsOf, isCompiled, packageOf } from './go-files.js';
import { type GoFile, moduleName, readGoFile } from './go-mod.js';
import { preferredPrograms } from './preferred-programs.js';
import { type Limit, type Module, tinygoLimit } from './tinygo-limits.js';

/**
 * The newest Go that each builder image takes, and the version of the image that this was read of: a test compares it
 * with the pin.
 * Source: TinyGo's own message, "requires go version 1.19 through 1.25" (tinygo-org/tinygo builder/config.go).
 */
export const GO_OF_BUILDER = {
  tinygo: { image: 'TinyGo', version: '0.40.1', newest: '1.25' },
  go: { image: 'golang', version: '1.26.4', newest: '1.26' },
} as const;

/** Folders whose programs are nobody's product. */
const GO_ASIDE = /(?:^|\/)(?:testdata|vendor|_[^/]*|\.[^/]*)\//;

/** What only a browser has: Go refuses it for wasip1. */
const BROWSER = 'syscall/js';

/** A Go module or workspace; undefined where there is neither go.mod nor go.work. */
export function recogniseGo(files: ProjectFiles, selection: Selection = {}): Recognised<GoPlan> | undefined {
  const work = readGoFile(files, '', 'go.work');
  const root = readGoFile(files, '', 'go.mod');
  if (!work && !root) return undefined;
  const modules = modulesOf(files, work, root);
  const vendored = files.paths.includes('vendor/modules.txt');
  const local = modules.flatMap(({ replaced }) => replaced);
  const manifests = [...(work ? [work] : []), ...modules];
  const newer = tooNewFor('go', manifests) === undefined ? tooNewFor('tinygo', manifests) : undefined;
  const all = [...modules, ...replacements(files, modules)];
  const options = goOptions(selection);
  const mains = mainPackages(files, modules, options.tags);
  const imported = new Map(mains.map((folder) => [folder, importsIn(files, folder, options.tags)]));
  const folders = mains.filter((folder) => !imported.get(folder)?.has(BROWSER));
  if (folders.length === 0) throw noMainPackage(modules[0]?.path ?? 'go.work', mains);
  const candidates = folders.map((folder) => {
    const needs = needOf(tinygoLimit(files, all, folder, options.tags), newer);
    return { ...goCandidate(folder, modules, options), ...(needs && { needs }) };
  });
  return {
    found: [
      describeGo(work, modules, candidates),
      ...(vendored ? ['vendor: modules are taken from there'] : []),
      ...(local.length > 0
        ? [`replaced by folders of this directory: ${[...new Set(local)].map((folder) => folder || '.').join(', ')}`]
        : []),
    ],
    candidates,
    preferred: preferredPrograms(candidates, { imported, names: [root && moduleName(root), folderName(files)] }),
    buildOutputs: [],
    advice: sumAdvice(files, modules, vendored),
    adviceFor: { tinygo: goAdvice('tinygo', manifests), go: goAdvice('go', manifests) },
  };
}

function modulesOf(files: ProjectFiles, work: GoFile | undefined, root: GoFile | undefined): GoFile[] {
  if (!work) return root ? [root] : [];
  return work.uses.map((folder) => {
    const found = folder === '' ? root : readGoFile(files, folder, 'go.mod');
    if (!found) throw unusable(work.path, `it uses ${folder || '.'}, where there is no go.mod.`);
    return found;
  });
}

/** What the files of a package import that are compiled for wasip1. */
function importsIn(files: ProjectFiles, folder: string, tags: readonly string[] = []): ReadonlySet<string> {
  const own = files.paths.filter((path) => path.endsWith('.go') && folderOf(path) === folder);
  const texts = own.map((path) => [path, files.text(path) ?? ''] as const);
  const compiled = texts.filter(([path, text]) => isCompiled(path, text, tags));
  return new Set(compiled.flatMap(([, text]) => importsOf(text).map(({ path }) => path)));
}

/** Folders of `package main` with a `func main()` for wasip1, in the modules that are built and in no other. */
function mainPackages(files: ProjectFiles, modules: readonly GoFile[], tags: readonly string[] = []): string[] {
  const nested = files.paths.filter((path) => path.endsWith('/go.mod')).map((path) => path.slice(0, -'/go.mod'.length));
  const built = new Set(modules.map(({ folder }) => folder));
  const foreign = nested.filter((folder) => !built.has(folder));
  const folders = new Set<string>();
  for (const path of files.paths) {
    if (!path.endsWith('.go') || GO_ASIDE.test(path) || foreign.some((folder) => path.startsWith(`${folder}/`)))
      continue;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (folders.has(folder) || !modules.some((module) => isBelowFolder(folder, module.folder))) continue;
    const text = files.text(path) ?? '';
    if (isCompiled(path, text, tags) && packageOf(text) === 'main' && declaresMain(text)) folders.add(folder);
  }
  return [...folders];
}

function isBelowFolder(folder: string, parent: string): boolean {
  return parent === '' || folder === parent || folder.startsWith(`${parent}/`);
}

function goCandidate(
  folder: string,
  modules: readonly GoFile[],
  options: Pick<GoPlan, 'tags' | 'ldflags'>,
): Candidate<GoPlan> {
  const place = folder === '' ? '.' : `./${plain(inFolder(folder, '*.go'), 'folder', folder)}`;
  const module = modules.find((each) => each.folder === folder);
  const name = folder === '' ? ((module && moduleName(module)) ?? 'main') : folder.replace(/^.*\//, '');
  return { package: place, name, plan: { kind: 'go', package: place, ...options } };
}

function describeGo(work: GoFile | undefined, modules: readonly GoFile[], candidates: readonly Candidate[]): string {
  const [only, second] = candidates;
  const mains = second ? `${candidates.length} main packages` : `main package ${only?.package}`;
  if (work) return `Go: workspace of ${modules.length} modules, ${mains}`;
  const go = modules[0]?.go?.version;
  return `Go: module ${modules[0]?.module}${go ? `, go ${go}` : ''}, ${mains}`;
}

type GoBuilder = keyof typeof GO_OF_BUILDER;

/** The first manifest that asks for a newer Go than the builder image takes, as "go.mod:3 asks for Go 1.27". */
function tooNewFor(builder: GoBuilder, manifests: readonly GoFile[]): string | undefined {
  return manifests.flatMap((manifest) => asksForNewer(manifest, builder)).at(0);
}

function asksForNewer({ path, go }: GoFile, builder: GoBuilder): string[] {
  if (!go || !isNewer(go.version, GO_OF_BUILDER[builder].newest)) return [];
  return [`${path}:${go.line} asks for Go ${go.version}`];
}

function goAdvice(builder: GoBuilder, manifests: readonly GoFile[]): string[] {
  const { image, version, newest } = GO_OF_BUILDER[builder];
  return manifests
    .flatMap((manifest) => asksForNewer(manifest, builder))
    .map(
      (asks) =>
        `${asks}; ${image} ${version}, the builder image, supports Go up to ${newest}: lower the line, or give a newer builder image (--build-arg BUILDER_IMAGE=…).`,
    );
}

/** TinyGo, the usual compiler, does not compile everything. Where it does not, Go does. */
function needOf(limit: Limit | undefined, newer: string | undefined): CompilerNeed | undefined {
  if (limit) {
    const fact = `${limit.place} ${limit.what}, which TinyGo does not support`;
    return { compiler: 'go', why: `${fact}: Go compiles it.`, otherwise: `${fact}: --language go compiles it.` };
  }
  if (newer === undefined) return undefined;
  const { version, newest } = GO_OF_BUILDER.tinygo;
  return { compiler: 'go', why: `${newer}, and TinyGo ${version} supports Go up to ${newest}: Go compiles it.` };
}

/** Modules that are taken from folders of the project: what they hold is compiled, too. */
function replacements(files: ProjectFiles, modules: readonly GoFile[]): Module[] {
  const folders = new Set(modules.flatMap(({ replaced }) => replaced));
  return [...folders].flatMap((folder) => {
    // Only its name counts: Go ignores what a dependency replaces.
    const [, module] = /^[ \t]*module[ \t]+["`]?([^\s"`]+)/m.exec(files.text(inFolder(folder, 'go.mod')) ?? '') ?? [];
    return module === undefined ? [] : [{ module, folder }];
  });
}

function isNewer(version: string, than: string): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  const [c = 0, d = 0] = than.split('.').map(Number);
  return a > c || (a === c && b > d);
}

/** Go stops where a module is required that go.sum does not know; those of the workspace itself are not looked up there. */
function sumAdvice(files: ProjectFiles, modules: readonly GoFile[], vendored: boolean): string[] {
  if (vendored || files.paths.includes('go.work.sum')) return [];
  const own = new Set(modules.map(({ module }) => module));
  return modules
    .filter(({ folder }) => !files.paths.includes(inFolder(folder, 'go.sum')))
    .filter(({ requires, replaced }) => replaced.length === 0 && requires.some((module) => !own.has(module)))
    .map(({ path }) => `Beside ${path} there is no go.sum: go mod tidy writes it, and the build stops without it.`);
}

function noMainPackage(path: string, forBrowsers: readonly string[]): Error {
  const [first] = forBrowsers;
  if (first !== undefined)
    return unusable(
      path,
      `the main package ${first === '' ? '.' : `./${first}`} imports ${BROWSER}, which only a browser has.`,
      {
        text: 'Add a main package without it, for example in cmd/NAME.',
      },
    );
  return unusable(path, 'no main package with a func main() is compiled for wasip1: a library cannot be run.', {
    text: 'Add a main package, for example in cmd/NAME.',
  });
}
