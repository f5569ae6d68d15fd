import { asking, publishing, type Runnable } from '../commands.js';
import type { EngineInfo } from '../engine-info.js';

/** nerdctl: `nerdctl build` by BuildKit into containerd's store, and `nerdctl run` through crun. */
export const nerdctl = {
  id: 'nerdctl',
  title: 'nerdctl',
  uses: 'nerdctl build with BuildKit, run through crun',
  program: 'nerdctl',
  readsBuildFile: true,
  hasStore: true,
  rarelyInstalled: true,
  commands: (target: Runnable) => ({
    build: `nerdctl build --platform wasi/wasm -t ${target.image} -f Containerfile .`,
    run: `nerdctl run --rm ${publishing(target)}--runtime crun-wasm ${target.service ? '' : '--net none '}--platform wasi/wasm ${target.image}`,
    ...asking(target),
  }),
  engine: async () => (await import('./engine.js')).nerdctl,
  checks: async () => (await import('./checks.js')).checks,
} as const satisfies EngineInfo;
