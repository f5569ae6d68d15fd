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
  commands: ({ image }: { image: string }) => ({
    build: `nerdctl build --platform wasi/wasm -t ${image} -f Containerfile .`,
    run: `nerdctl run --rm --runtime crun-wasm --net none --platform wasi/wasm ${image}`,
  }),
  engine: async () => (await import('./engine.js')).nerdctl,
  checks: async () => (await import('./checks.js')).checks,
} as const satisfies EngineInfo;
