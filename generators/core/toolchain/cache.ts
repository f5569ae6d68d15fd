import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** What decides where caches go. */
export interface CachePlace {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
}

/** The folder where this tool keeps what it fetched, as each system has it. A relative XDG_CACHE_HOME does not count. */
export function cacheFolder(
  { platform, env, home }: CachePlace = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const own = 'create-wasm-oci';
  const xdg = env.XDG_CACHE_HOME;
  if (xdg && isAbsolute(xdg)) return join(xdg, own);
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), own);
  if (platform === 'darwin') return join(home, 'Library/Caches', own);
  return join(home, '.cache', own);
}
