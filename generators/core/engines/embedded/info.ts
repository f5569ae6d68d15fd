import type { EngineInfo } from '../engine-info.js';

/** No container engine: a compiler of this machine, an OCI archive that this program writes, and Node's own WASI. */
export const embedded = {
  id: 'embedded',
  title: 'No container engine (embedded)',
  uses: 'a local compiler and Node, no container engine',
  compilesOnHost: true,
  noSockets: true,
  flags: ['artifact', 'layout', 'load'],
  runNote: "run under Node's WASI: no folder is open to it",
  engine: async () => (await import('./engine.js')).embedded,
  checks: async () => (await import('./checks.js')).checks,
} as const satisfies EngineInfo;
