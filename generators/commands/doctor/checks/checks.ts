import type { Check } from './check.js';
import { containersConf } from './containers-conf.js';
import { crunWasm, handlerLibrary, wasmHandler } from './crun-wasm.js';
import { docker, dockerBuildx, dockerRuntime, dockerService, dockerStore } from './docker.js';
import { dockerImages, podmanImages } from './images.js';
import { node, toolchains } from './local.js';
import { podman, podmanService, podmanUserIds, podmanVersion } from './podman.js';
import { dockerProbe, embeddedProbe, podmanProbe } from './probes.js';

/** Every check, in the order of the report: what stands above explains what stands below it. */
export const checks: readonly Check[] = [
  podman,
  containersConf,
  podmanService,
  podmanVersion,
  podmanUserIds,
  crunWasm,
  wasmHandler,
  handlerLibrary,
  podmanImages,
  podmanProbe,
  docker,
  dockerService,
  dockerBuildx,
  dockerStore,
  dockerRuntime,
  dockerImages,
  dockerProbe,
  node,
  ...toolchains,
  embeddedProbe,
];
