import type { Failure, Fix } from '../../failure.js';
import type { System } from '../../system/system.js';
import { missing } from '../../toolchain/failed.js';

/** TinyGo is not here. */
export function noTinygo({ platform, distribution }: System): Failure {
  const page = 'https://tinygo.org/getting-started/install/';
  const lines = (): Fix[] => {
    if (platform === 'darwin')
      return [{ command: 'brew tap tinygo-org/tools && brew install tinygo', text: `(${page})` }];
    if (platform === 'win32') return [{ command: 'scoop install go tinygo', text: `(${page})` }];
    if (distribution.includes('fedora')) return [{ command: 'sudo dnf install tinygo', text: `(${page})` }];
    return [{ text: `Install TinyGo and Go: ${page}` }];
  };
  return missing('TinyGo is not installed, or not on PATH.', lines());
}

/** TinyGo is here, but not a Go that it compiles with; undefined where it says nothing of that. */
export function unfitGo(said: string, system: System): Failure | undefined {
  const [, takes, got] = /requires go version (.*?), got (\S+)/.exec(said) ?? [];
  if (takes) {
    const fix: Fix = { text: `Put a Go of version ${takes} first on PATH, or install a newer TinyGo.` };
    return missing(`TinyGo takes Go ${takes}, and on PATH is ${got}.`, [fix]);
  }
  const [, tooNew, builtWith] =
    /toolchain version (\S+) \(TinyGo was built using toolchain version (\S+)\)/.exec(said) ?? [];
  if (tooNew) {
    const fix: Fix = { text: `Put ${builtWith} or an older Go first on PATH, or install a newer TinyGo.` };
    return missing(`TinyGo was built with ${builtWith} and takes no newer one; on PATH is ${tooNew}.`, [fix]);
  }
  if (!/could not find 'go' command/.test(said)) return undefined;
  return missing('TinyGo is installed, but Go, which it compiles with, is not on PATH.', goLines(system));
}

/** Go is not here. */
export function noGo(system: System): Failure {
  return missing('Go is not installed, or not on PATH.', goLines(system));
}

/** Go is here, but one from before wasip1. */
export function oldGo(version: string, system: System): Failure {
  return missing(`Go ${version} does not build for wasip1, which Go knows from 1.21 on.`, goLines(system));
}

function goLines({ platform, distribution }: System): Fix[] {
  const page = 'https://go.dev/doc/install';
  if (platform === 'darwin') return [{ command: 'brew install go', text: `(${page})` }];
  if (platform === 'win32') return [{ command: 'scoop install go', text: `(${page})` }];
  if (distribution.includes('fedora')) return [{ command: 'sudo dnf install golang', text: `(${page})` }];
  return [{ text: `Install Go: ${page}` }];
}
