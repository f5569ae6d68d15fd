import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What decides where a person's folders are. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
}

/** Where a kind of folder is: by its variable of the XDG Base Directory Specification, else as each system has it. */
interface Place {
  xdg: string;
  windows: [variable: string, inHome: string];
  mac: string;
  other: string;
}

const CACHE: Place = {
  xdg: 'XDG_CACHE_HOME',
  windows: ['LOCALAPPDATA', 'AppData/Local'],
  mac: 'Library/Caches',
  other: '.cache',
};

const CONFIG: Place = {
  xdg: 'XDG_CONFIG_HOME',
  windows: ['APPDATA', 'AppData/Roaming'],
  mac: 'Library/Application Support',
  other: '.config',
};

/** The folder where this tool keeps what it fetched. */
export function cacheFolder(surroundings?: Surroundings): string {
  return folderAt(CACHE, surroundings);
}

/** The folder of a person's settings for this tool. */
export function configFolder(surroundings?: Surroundings): string {
  return folderAt(CONFIG, surroundings);
}

function folderAt(
  place: Place,
  { platform, env, home }: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const own = 'create-wasm-oci';
  const xdg = env[place.xdg];
  // A relative one does not count, says the specification.
  if (xdg && isAbsolute(xdg)) return join(xdg, own);
  const [variable, inHome] = place.windows;
  if (platform === 'win32') return join(env[variable] ?? join(home, inHome), own);
  return join(home, platform === 'darwin' ? place.mac : place.other, own);
}
