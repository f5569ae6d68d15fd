import { homedir } from 'node:os';
import { isAbsolute, posix, win32 } from 'node:path';
import { ExitCode, Failure } from '../failure.js';

/** What decides where a person's folders are. */
export interface FolderSurroundings {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** Asked for only where no variable says more. */
  home(): string;
}

/** Where a kind of folder is: by its variable of the XDG Base Directory Specification, else as each system has it. */
interface FolderPlace {
  xdg: string;
  windows: [variable: string, inHome: string];
  mac: string;
  other: string;
  /** A folder of its own inside that of this program, where the system has one place for several kinds. */
  inside?: string;
}

const CACHE: FolderPlace = {
  xdg: 'XDG_CACHE_HOME',
  windows: ['LOCALAPPDATA', 'AppData/Local'],
  mac: 'Library/Caches',
  other: '.cache',
};

const CONFIG: FolderPlace = {
  xdg: 'XDG_CONFIG_HOME',
  windows: ['APPDATA', 'AppData/Roaming'],
  mac: 'Library/Application Support',
  other: '.config',
};

const STATE: FolderPlace = {
  xdg: 'XDG_STATE_HOME',
  windows: ['LOCALAPPDATA', 'AppData/Local'],
  mac: 'Library/Application Support',
  other: '.local/state',
  inside: 'state',
};

/** The folder where this tool keeps what it fetched. */
export function cacheFolder(surroundings?: FolderSurroundings): string {
  return folderAt(CACHE, surroundings);
}

/** The folder of a person's settings for this tool. */
export function configFolder(surroundings?: FolderSurroundings): string {
  return folderAt(CONFIG, surroundings);
}

/**
 * The folder of what this tool remembers between runs: secrets, and the hashes of what it fetched.
 *
 * @throws Failure (wrong input), as the other folders do, where there is no home folder and no variable names another
 */
export function stateFolder(surroundings?: FolderSurroundings): string {
  return folderAt(STATE, surroundings);
}

/**
 * The user's home folder.
 *
 * @throws Failure (wrong input) where there is none. A relative one would be a folder of whatever project this runs in.
 */
export function userHome(): string {
  const home = homeOrNothing();
  if (home !== undefined && isAbsolute(home)) return home;
  throw new Failure(
    home
      ? `HOME is not an absolute path: ${JSON.stringify(home)}.`
      : 'HOME is not set, and this user has no home folder.',
    { exitCode: ExitCode.wrongInput, fix: [{ text: 'Set HOME to a folder of your own.' }] },
  );
}

/** Without HOME, Node asks the system for the user's entry, and throws where there is none. */
function homeOrNothing(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

function folderAt(
  place: FolderPlace,
  { platform, env, home }: FolderSurroundings = { platform: process.platform, env: process.env, home: userHome },
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const own = 'create-wasm-oci';
  const xdg = env[place.xdg];
  // A relative one does not count, says the specification.
  if (xdg && isAbsolute(xdg)) return join(xdg, own);
  const [variable, inHome] = place.windows;
  if (platform === 'win32') return join(env[variable] || join(home(), inHome), own, place.inside ?? '');
  if (platform === 'darwin') return join(home(), place.mac, own, place.inside ?? '');
  return join(home(), place.other, own);
}
