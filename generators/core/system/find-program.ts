import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { type Environment, searchFolders, variable } from './search-path.js';

/** Where a program is; why the one that was found cannot be started; or that there is none of that name. */
export type Lookup =
  | { path: string; refused?: undefined }
  | { path: string; refused: string }
  | { path: undefined; refused?: undefined };

/** The kinds of files that Windows starts without a program of their own, in the order it tries them. */
const STARTED = ['.COM', '.EXE', '.BAT', '.CMD'];

/**
 * The one look-up of programs: what it finds is started by its absolute path. The current directory is never searched:
 * a project's folder may hold a `git.exe` of anybody's, and execa, libuv and CreateProcess look there before PATH.
 *
 * @param program a name to look for on PATH, or a path, relative to the current directory
 * @param skip a file that is passed over, as if it were not there
 */
export function findProgram(
  program: string,
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  skip: (path: string) => boolean = () => false,
): Lookup {
  const { resolve, join } = platform === 'win32' ? win32 : posix;
  const byPath = platform === 'win32' ? /[\\/:]/.test(program) : program.includes('/');
  const places = byPath ? [resolve(program)] : searchFolders(env, platform).map((folder) => join(folder, program));
  let refused: Lookup | undefined;
  for (const place of program === '' ? [] : places) {
    for (const path of spellings(place, env, platform)) {
      const found = lookupAt(path, platform);
      if (found === undefined || skip(path)) continue;
      if (found.refused === undefined) return found;
      refused ??= found;
    }
  }
  return refused ?? { path: undefined };
}

/** On Windows a program is called without its ending: those of PATHEXT are tried, as far as they can be started. */
function spellings(path: string, env: Environment, platform: NodeJS.Platform): string[] {
  if (platform !== 'win32') return [path];
  const endings = (variable(env, 'PATHEXT', platform) || STARTED.join(';')).split(';').map((ending) => ending.trim());
  const started = endings.filter((ending) => STARTED.includes(ending.toUpperCase()));
  const whole = STARTED.includes(win32.extname(path).toUpperCase());
  return [...(whole ? [path] : []), ...started.map((ending) => path + ending)];
}

function lookupAt(path: string, platform: NodeJS.Platform): Lookup | undefined {
  const stats = statsOf(path, platform);
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) return { path, refused: 'it is a folder' };
  if (platform === 'win32') return { path };
  if (!stats.isFile()) return { path, refused: 'it is not a file' };
  try {
    accessSync(path, constants.X_OK);
    return { path };
  } catch {
    return { path, refused: 'it is not executable' };
  }
}

/** What Windows knows as an app's alias (winget, the Store) is a link that only CreateProcess follows. */
function statsOf(path: string, platform: NodeJS.Platform): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (platform !== 'win32' || ['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    return lstatSync(path, { throwIfNoEntry: false });
  }
}
