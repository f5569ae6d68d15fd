import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { Machine } from '../engines/podman/machine.js';

/** A system that something runs on or is installed on, as far as it changes how to fix an error. */
export interface System {
  platform: NodeJS.Platform;
  /** Linux: `ID` and `ID_LIKE` of /etc/os-release, for example `['ubuntu', 'debian']`. */
  distribution: readonly string[];
  /** Linux: `13`, `24.04`; `sid` for a Debian that is no release yet. */
  version?: string;
  /** As users call it: `Debian GNU/Linux 13 (trixie)`. */
  name?: string;
  /** Linux: `VARIANT_ID`, for example `coreos`. */
  variant?: string;
  /** Whether this Linux runs in Windows (WSL). */
  wsl?: boolean;
  /** The podman machine that this Linux runs in: commands for it go through `podman machine ssh`. */
  machine?: string;
  /** Every podman machine, that one included. */
  machines?: readonly Machine[];
  /** Whether it is another computer's, which only its own administrators can install things on. */
  elsewhere?: boolean;
}

/** Asks the process and, on Linux, /etc/os-release. Never throws: an unknown distribution has no names. */
export async function thisSystem(): Promise<System> {
  if (process.platform !== 'linux') return { platform: process.platform, distribution: [] };
  return linuxOf(await readFile('/etc/os-release', 'utf8').catch(() => ''), release());
}

/** Reads the text of an os-release file, and the release that `uname -r` prints. */
export function linuxOf(osRelease: string, kernel: string): System {
  const value = (key: string) => new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1];
  const distribution = [value('ID'), value('ID_LIKE')].flatMap((names) => names?.split(' ') ?? []);
  const [name, variant] = [value('PRETTY_NAME'), value('VARIANT_ID')];
  const version = versionOf(distribution, value('VERSION_ID'));
  return {
    platform: 'linux',
    distribution,
    ...(version && { version }),
    ...(name && { name }),
    ...(variant && { variant }),
    ...(isWsl(kernel) && { wsl: true }),
  };
}

/** Debian's testing and unstable have no version; every other Debian has. Podman says `unknown` where there is none. */
export function versionOf(distribution: readonly string[], version: string | undefined): string | undefined {
  if (version && version !== 'unknown') return version;
  return distribution[0] === 'debian' ? 'sid' : undefined;
}

/** WSL's kernel names itself: 5.15.153.1-microsoft-standard-WSL2. */
export function isWsl(kernel: string): boolean {
  return /microsoft/i.test(kernel);
}

/** Whether containers run in a virtual machine: on macOS and Windows always, on Linux where someone made one. */
export function inMachine({ platform, machine }: System): boolean {
  return platform !== 'linux' || machine !== undefined;
}

/** A system as a sentence names it: `Debian 13`, `Fedora 41 (coreos)`, `macOS`. */
export function shownSystem({ platform, name, distribution, version, variant, wsl }: System): string {
  if (platform === 'darwin') return 'macOS';
  if (platform === 'win32') return 'Windows';
  const [id = 'Linux'] = distribution;
  const called = name ?? [`${id.charAt(0).toUpperCase()}${id.slice(1)}`, version].filter(Boolean).join(' ');
  return `${called}${variant ? ` (${variant})` : ''}${wsl ? ' in WSL' : ''}`;
}
