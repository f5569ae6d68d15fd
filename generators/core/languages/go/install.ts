import type { Failure } from '../../failure.js';
import type { System } from '../../system/system.js';
import { missing } from '../../toolchain/failed.js';

/** TinyGo is not here. */
export function noTinygo({ platform, distribution }: System): Failure {
  const page = 'https://tinygo.org/getting-started/install/';
  const lines = () => {
    if (platform === 'darwin') return [`brew tap tinygo-org/tools && brew install tinygo   (${page})`];
    if (platform === 'win32') return [`scoop install go tinygo   (${page})`];
    if (distribution.includes('fedora')) return [`sudo dnf install tinygo   (${page})`];
    return [`Install TinyGo and Go: ${page}`];
  };
  return missing('TinyGo is not installed, or not on PATH.', lines());
}

/** TinyGo is here, but not a Go that it compiles with; undefined where it says nothing of that. */
export function unfitGo(said: string, system: System): Failure | undefined {
  const [, takes, got] = /requires go version (.*?), got (\S+)/.exec(said) ?? [];
  if (takes) {
    const fix = `Put a Go of version ${takes} first on PATH, or install a newer TinyGo.`;
    return missing(`TinyGo takes Go ${takes}, and on PATH is ${got}.`, [fix]);
  }
  const [, tooNew, builtWith] =
    /toolchain version (\S+) \(TinyGo was built using toolchain version (\S+)\)/.exec(said) ?? [];
  if (tooNew) {
    const fix = `Put ${builtWith} or an older Go first on PATH, or install a newer TinyGo.`;
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

function goLines({ platform, distribution }: System): string[] {
  const page = 'https://go.dev/doc/install';
  if (platform === 'darwin') return [`brew install go   (${page})`];
  if (platform === 'win32') return [`scoop install go   (${page})`];
  if (distribution.includes('fedora')) return [`sudo dnf install golang   (${page})`];
  return [`Install Go: ${page}`];
}
