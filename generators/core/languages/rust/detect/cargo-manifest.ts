import { isTable, parseToml, plain, type Table, tableOf, textsOf, unusable } from '../../detect/broken.js';
import { aboveContext, outsideContext } from '../../detect/outside.js';
import { inFolder, literal, type ProjectFiles, placeOf, reachable } from '../../detect/project-files.js';

/** A Cargo.toml. */
export interface Manifest {
  path: string;
  /** Its folder; empty for the project's own. */
  folder: string;
  text: string;
  table: Table;
  /** The package's name; undefined in a virtual workspace. */
  package?: string;
  /** `2015` where nothing is said, as Cargo has it. */
  edition: string;
  /** Folders of packages that it takes from this directory by path. */
  neighbours: readonly string[];
}

/**
 * Reads the Cargo.toml of a folder, or returns undefined where there is none.
 *
 * @param root the workspace's own table, from which a member may inherit
 * @throws Failure (wrong input) naming file and line
 */
export function readManifest(files: ProjectFiles, folder: string, root: Table = {}): Manifest | undefined {
  const path = inFolder(folder, 'Cargo.toml');
  const text = files.text(path);
  if (text === undefined) return undefined;
  const table = parseToml(path, text);
  if (!isTable(table.package) && !isTable(table.workspace)) {
    throw unusable(path, 'it has neither [package] nor [workspace].');
  }
  const owner = isTable(table.package) ? table.package : undefined;
  return {
    path,
    folder,
    text,
    table,
    ...(owner && { package: packageName(path, text, owner) }),
    edition: editionOf({ path, text }, owner ?? {}, isTable(table.workspace) ? table.workspace : root),
    neighbours: neighboursOf(files, { path, folder, text }, table),
  };
}

function packageName(path: string, text: string, owner: Table): string {
  const place = placeOf(path, text, /^[ \t]*\[package\]/m);
  if (typeof owner.name !== 'string') throw unusable(place, '[package] has no name.');
  return plain(placeOf(path, text, /^[ \t]*name\s*=/m), "package's name", owner.name);
}

function editionOf({ path, text }: Pick<Manifest, 'path' | 'text'>, owner: Table, workspace: Table): string {
  const own = owner.edition;
  if (own === undefined) return '2015';
  if (typeof own === 'string') return own;
  const inherited = tableOf(workspace, 'package').edition;
  if (isTable(own) && own.workspace === true && typeof inherited === 'string') return inherited;
  throw notInWorkspace(
    placeOf(path, text, /^[ \t]*edition\b/m),
    'its edition comes from a workspace whose Cargo.toml is not in this directory.',
  );
}

/** The tables that name dependencies: of a package, of a workspace, and for one target. */
export const DEPENDENCIES = ['dependencies', 'dev-dependencies', 'build-dependencies'] as const;

/** Dependencies by path, wherever Cargo takes them from. One outside the directory is outside the image build, too. */
function neighboursOf(
  files: ProjectFiles,
  { path, folder, text }: Pick<Manifest, 'path' | 'folder' | 'text'>,
  table: Table,
): string[] {
  const targets = Object.values(tableOf(table, 'target')).filter(isTable);
  const groups = [table, tableOf(table, 'workspace'), ...targets].flatMap((holder) =>
    DEPENDENCIES.map((key) => tableOf(holder, key)),
  );
  const patches = Object.values(tableOf(table, 'patch')).filter(isTable);
  const found: string[] = [];
  for (const [name, value] of [...groups, ...patches].flatMap((group) => Object.entries(group))) {
    if (!isTable(value) || typeof value.path !== 'string') continue;
    const neighbour = reachable(files, folder, value.path);
    if (neighbour === undefined) {
      const place = placeOf(path, text, new RegExp(`path\\s*=\\s*["']${literal(value.path)}["']`));
      throw outsideContext(place, `the dependency ${name} is at ${value.path}`, folder, value.path);
    }
    // A package outside of the folder is no member of its workspace.
    if (!neighbour.startsWith('..')) found.push(neighbour);
  }
  return found;
}

/** The lists of texts under a key of the workspace's table. */
export function workspaceList(manifest: Manifest, key: string): string[] {
  return textsOf(tableOf(manifest.table, 'workspace')[key]);
}

/** The failure for a member whose workspace is above the project's folder. */
export function notInWorkspace(place: string, why: string): Error {
  return aboveContext(`${place}: ${why}`, { file: 'Cargo.toml', holds: /^[ \t]*\[workspace[\].]/m });
}
