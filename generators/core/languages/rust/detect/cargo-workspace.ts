import { isTable, tableOf, unusable } from '../../detect/broken.js';
import { globPattern } from '../../detect/glob.js';
import { literal, type ProjectFiles, placeOf, within } from '../../detect/project-files.js';
import { DEPENDENCIES, type Manifest, notInWorkspace, readManifest, workspaceList } from './cargo-manifest.js';

/** A Cargo project: its own manifest, and the packages that `cargo build -p` knows in it. */
export interface Workspace {
  root: Manifest;
  /** Packages, the root's own first where it has one. */
  members: readonly Manifest[];
  /** What cargo takes where nobody says which. */
  defaults: readonly Manifest[];
}

/**
 * Finds the packages of a Cargo project as Cargo does: the members that are listed or match, without those that are
 * excluded, and the dependencies by path below the workspace. Undefined where there is no Cargo.toml.
 *
 * @throws Failure (wrong input) naming file and line
 */
export function readWorkspace(files: ProjectFiles): Workspace | undefined {
  const root = readManifest(files, '');
  if (!root) return undefined;
  if (root.table.workspace === undefined) {
    refuseMember(root);
    return { root, members: [root], defaults: [root] };
  }
  const members = workspaceMembers(files, root);
  return { root, members, defaults: defaultsOf(root, members) };
}

/** A package that inherits from a workspace above is no project by itself: its workspace is outside the image build. */
function refuseMember({ path, text, table }: Manifest): void {
  const targets = Object.values(tableOf(table, 'target')).filter(isTable);
  const holders = [table, ...targets].flatMap((holder) => DEPENDENCIES.map((key) => tableOf(holder, key)));
  const inherits = (value: unknown) => isTable(value) && value.workspace === true;
  const inherited = [tableOf(table, 'package'), ...holders].some((group) => Object.values(group).some(inherits));
  if (!inherited && !inherits(table.lints)) return;
  throw notInWorkspace(
    placeOf(path, text, /\bworkspace\s*=\s*true/),
    'it takes this from a workspace whose Cargo.toml is not in this directory.',
  );
}

function workspaceMembers(files: ProjectFiles, root: Manifest): Manifest[] {
  const table = tableOf(root.table, 'workspace');
  const excluded = workspaceList(root, 'exclude').map((path) => within('', path) ?? path);
  const isExcluded = (folder: string) => excluded.some((path) => folder === path || folder.startsWith(`${path}/`));
  const waiting = workspaceList(root, 'members').flatMap((glob) => foldersOf(files, root, glob));
  const members = new Map<string, Manifest>();
  if (root.package !== undefined) members.set('', root);
  waiting.push(...root.neighbours);
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (members.has(folder) || isExcluded(folder) || folder === '') continue;
    const member = readManifest(files, folder, table);
    // A dependency by path that is not there, or a folder that only matched: Cargo's to complain about.
    if (member?.package === undefined) continue;
    members.set(folder, member);
    waiting.push(...member.neighbours);
  }
  return [...members.values()];
}

/** The folders that an entry of `members` means. */
function foldersOf(files: ProjectFiles, root: Manifest, entry: string): string[] {
  const place = placeOf(root.path, root.text, new RegExp(literal(`"${entry}"`)));
  const glob = within('', entry);
  if (glob === undefined) throw unusable(place, `the member ${entry} is outside this directory.`);
  if (!/[*?]/.test(glob)) {
    if (glob !== '' && files.text(`${glob}/Cargo.toml`) === undefined) {
      throw unusable(place, `the member ${entry} has no Cargo.toml.`);
    }
    return [glob];
  }
  const pattern = globPattern(glob);
  return files.paths
    .filter((path) => path.endsWith('/Cargo.toml'))
    .map((path) => path.slice(0, -'/Cargo.toml'.length))
    .filter((folder) => pattern.test(folder));
}

function defaultsOf(root: Manifest, members: readonly Manifest[]): readonly Manifest[] {
  const listed = workspaceList(root, 'default-members').map((glob) => globPattern(within('', glob) ?? glob));
  if (listed.length > 0) return members.filter(({ folder }) => listed.some((pattern) => pattern.test(folder)));
  return root.package === undefined ? members : [root];
}
