import { posix, win32 } from 'node:path';

/** A process's variables: names are case-insensitive on Windows, where PATH is often `Path`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What POSIX systems search where PATH is not set. */
const UNSET = '/usr/bin:/bin';

/** The folders on PATH that are searched for a program, in order: only absolute ones. */
export function searchFolders(env: Environment, platform: NodeJS.Platform = process.platform): string[] {
  const path = variable(env, 'PATH', platform) ?? (platform === 'win32' ? '' : UNSET);
  return pathEntries(path, platform).filter((entry) => isFixed(entry, platform));
}

/**
 * The variables for a program that is started. Its PATH has no entry that means the current directory: what it starts
 * itself (git starts ssh, cargo starts rustc) does not come from the project's folder either. Unchanged where there is
 * no such entry.
 */
export function withFixedPath(env: Environment, platform: NodeJS.Platform = process.platform): Environment {
  const name = variableName(env, 'PATH', platform);
  const path = name === undefined ? undefined : env[name];
  if (name === undefined || path === undefined) return env;
  if (pathEntries(path, platform).every((entry) => isFixed(entry, platform))) return env;
  const folders = searchFolders(env, platform).map((folder) => quotedFolder(folder, platform));
  return { ...env, [name]: folders.join(platform === 'win32' ? ';' : ':') };
}

/** A variable's value; the last one set counts where an object has several spellings of a name. */
export function variable(
  env: Environment,
  name: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const found = variableName(env, name, platform);
  return found === undefined ? undefined : env[found];
}

function variableName(env: Environment, name: string, platform: NodeJS.Platform): string | undefined {
  if (platform !== 'win32') return name in env ? name : undefined;
  return Object.keys(env).findLast((key) => key.toUpperCase() === name);
}

/** Two sets of variables as one: the second wins, and its undefined takes a variable away. */
export function mergeVariables(
  env: Environment,
  changes: Environment,
  platform: NodeJS.Platform = process.platform,
): Environment {
  const changed = new Set(Object.keys(changes).map((name) => sameCase(name, platform)));
  const kept = Object.entries(env).filter(([name]) => !changed.has(sameCase(name, platform)));
  return Object.fromEntries([...kept, ...Object.entries(changes)].filter(([, value]) => value !== undefined));
}

function sameCase(name: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? name.toUpperCase() : name;
}

/** Windows: an entry may be in double quotes, which keep a `;` in it. An empty one is nothing there, and `.` on POSIX. */
function pathEntries(path: string, platform: NodeJS.Platform): string[] {
  if (platform !== 'win32') return path.split(':');
  return (path.match(/(?:"[^"]*"?|[^;"])+/g) ?? []).map((entry) => entry.replaceAll('"', '').trim());
}

function quotedFolder(folder: string, platform: NodeJS.Platform): string {
  return platform === 'win32' && folder.includes(';') ? `"${folder}"` : folder;
}

/**
 * Whether a path names the same place whatever the current directory is. On Windows `\folder` is of the current drive
 * and `C:folder` of that drive's current directory.
 */
export function isFixed(path: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'win32') return posix.isAbsolute(path);
  return win32.isAbsolute(path) && /^(?:[a-z]:[\\/]|[\\/]{2})/i.test(path);
}
