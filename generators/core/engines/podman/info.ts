import { asking, publishing, type Runnable } from '../commands.js';
import type { EngineInfo } from '../engine-info.js';
import { askPodmanEarly } from './prefetch-version.js';

/** Podman: `podman build` and `podman run`, locally or through a podman machine. */
export const podman = {
  id: 'podman',
  title: 'Podman',
  uses: 'podman build and podman run',
  program: 'podman',
  readsBuildFile: true,
  hasStore: true,
  readsRegistries: true,
  commands: (target: Runnable) => ({
    build: `podman build --platform=wasi/wasm -t ${target.image} .`,
    run: `podman run --rm ${publishing(target)}--platform wasi/wasm ${target.image}`,
    ...asking(target),
  }),
  prefetch: askPodmanEarly,
  engine: async () => (await import('./engine.js')).podman,
  checks: async () => (await import('./checks.js')).checks,
} as const satisfies EngineInfo;
