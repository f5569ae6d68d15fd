import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What macOS has there is a stub: it starts the tool of Xcode or of the Command Line Tools. */
const STUBS = ['/usr/bin/clang', '/usr/bin/git'];

/** Whether running a program of macOS could open a window that asks to install the Command Line Tools. */
export function isStub(path: string, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'darwin' && STUBS.includes(path);
}

let answered: Promise<boolean> | undefined;

/**
 * Whether macOS has the tools behind its stubs: `xcode-select -p` prints their folder and never opens a window. Asked
 * once.
 *
 * @param ask for tests
 */
export function hasDeveloperTools(ask: () => Promise<string | undefined> = askXcodeSelect): Promise<boolean> {
  if (ask !== askXcodeSelect) return isBehindStub(ask);
  answered ??= isBehindStub(ask);
  return answered;
}

async function isBehindStub(ask: () => Promise<string | undefined>): Promise<boolean> {
  const folder = (await ask())?.trim();
  // The folder may be of an Xcode that was removed since.
  return folder !== undefined && folder !== '' && existsSync(folder);
}

function askXcodeSelect(): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('/usr/bin/xcode-select', ['-p'], { timeout: 5000 }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
}
