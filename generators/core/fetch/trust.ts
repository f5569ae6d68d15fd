import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import type { Preset } from '../preset/preset.js';

/** What decides where settings go. */
export interface ConfigPlace {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
}

/** The folder of a person's settings for this tool, as each system has it. A relative XDG_CONFIG_HOME does not count. */
export function configFolder(
  { platform, env, home }: ConfigPlace = { platform: process.platform, env: process.env, home: homedir() },
): string {
  const { isAbsolute, join } = platform === 'win32' ? win32 : posix;
  const own = 'create-wasm-oci';
  const xdg = env.XDG_CONFIG_HOME;
  if (xdg && isAbsolute(xdg)) return join(xdg, own);
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData/Roaming'), own);
  if (platform === 'darwin') return join(home, 'Library/Application Support', own);
  return join(home, '.config', own);
}

/** One preset whose templates may run, by the hash of all of it. */
interface Trusted {
  hash: string;
  /** For the person who reads the file. */
  name: string;
  source: string;
}

const file = () => join(configFolder(), 'trusted-presets.json');

/** Whether the person has said of exactly this content that its templates may run. */
export async function isTrusted(hash: string): Promise<boolean> {
  return (await readTrusted()).some((trusted) => trusted.hash === hash);
}

/** Remembers it, for this content alone. */
export async function trust({ hash, name, origin }: Preset): Promise<void> {
  const before = await readTrusted();
  if (before.some((trusted) => trusted.hash === hash)) return;
  const path = file();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Renamed when it is whole, so that two runs at once leave a file that can be read.
  const part = `${path}.${randomUUID()}`;
  const trusted: Trusted[] = [...before, { hash, name, source: origin.source }];
  await writeFile(part, `${JSON.stringify({ trusted }, null, 2)}\n`, { mode: 0o600 });
  await rename(part, path);
}

async function readTrusted(): Promise<Trusted[]> {
  const json = await readFile(file(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (json === undefined) return [];
  try {
    const { trusted } = JSON.parse(json) as { trusted: Trusted[] };
    if (Array.isArray(trusted)) return trusted.filter((one) => typeof one?.hash === 'string');
  } catch {
    // Told below.
  }
  throw new Failure(`${file()} cannot be read: it is not the list of presets you trust.`, {
    exitCode: ExitCode.wrongInput,
    fix: ['Mend the file, or move it away to trust none.'],
  });
}
