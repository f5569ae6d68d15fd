import type { Failure } from '../../failure.js';
import { missing } from '../../toolchain/failed.js';

/** Neither a clang for WebAssembly nor the npm that would fetch one. */
export function noClang(): Failure {
  return missing('No clang that builds for WASI is here, and no npm to fetch one with.', [
    { text: 'Put npm on PATH, which comes with Node (https://nodejs.org); it then fetches clang once.' },
    {
      text: 'Or unpack wasi-sdk (https://github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder.',
    },
  ]);
}
