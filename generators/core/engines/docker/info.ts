import { asking, publishing, type Runnable } from '../commands.js';
import type { EngineInfo } from '../engine-info.js';

/** Docker: `docker buildx build`, and `docker run` through crun registered as a runtime of the daemon. */
export const docker = {
  id: 'docker',
  title: 'Docker',
  uses: 'docker buildx build, run through crun',
  program: 'docker',
  readsBuildFile: true,
  hasStore: true,
  readsRegistries: true,
  // It looks for a Dockerfile where no file is named, and runs modules through crun as a named runtime.
  commands: (target: Runnable) => ({
    build: `docker buildx build --platform wasi/wasm --provenance=false --load -t ${target.image} -f Containerfile .`,
    run: `docker run --rm ${publishing(target)}--runtime crun-wasm --platform wasi/wasm ${target.image}`,
    ...asking(target),
  }),
  engine: async () => (await import('./engine.js')).docker,
  checks: async () => (await import('./checks.js')).checks,
} as const satisfies EngineInfo;
