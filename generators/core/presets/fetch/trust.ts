import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { locked } from '../../files/lock.js';
import { writeWhole } from '../../files/write-whole.js';
import { configFolder } from '../../system/own-folders.js';
import { trustHash } from '../content-hash.js';
import type { Preset } from '../preset.js';

/** One preset whose code may run, by the hash of all of it. */
interface Trusted {
  hash: string;
  /** For the user who reads the file. */
  name: string;
  source: string;
}

const file = () => join(configFolder(), 'trusted-presets.json');

/** Whether the user has said of exactly this content that its code may run. */
export async function isTrusted(preset: Preset): Promise<boolean> {
  const hash = trustHash(preset);
  return (await readTrusted()).some((trusted) => trusted.hash === hash);
}

/** Remembers it, for this content only. Others that are remembered at the same time are not lost. */
export async function trust(preset: Preset): Promise<void> {
  const { name, origin } = preset;
  const hash = trustHash(preset);
  await mkdir(dirname(file()), { recursive: true, mode: 0o700 });
  // Who keeps settings in a repository of their own has a link here.
  const path = await realpath(file()).catch(() => file());
  await locked(`${path}.lock`, async () => {
    const before = await readTrusted();
    if (before.some((trusted) => trusted.hash === hash)) return;
    const trusted: Trusted[] = [...before, { hash, name, source: origin.source }];
    await writeWhole(path, `${JSON.stringify({ trusted }, null, 2)}\n`, 0o600);
  });
}

async function readTrusted(): Promise<Trusted[]> {
  const json = await readFile(file(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (json === undefined) return [];
  try {
    const { trusted } = JSON.parse(json) as { trusted: Trusted[] };
    if (Array.isArray(trusted)) return trusted.filter((one) => typeof one?.hash === 'string');
  } catch {
    // Reported below.
  }
  throw new Failure(`${file()} is not a valid list of trusted presets.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Fix the file, or move it away to trust no preset.' }],
  });
}
