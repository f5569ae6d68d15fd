/**
 * What lists an image in its registry. `wasm`: its one manifest, for wasi/wasm. `kubernetes`: an index with that platform
 * and those of nodes, since containerd and CRI-O take the entry of the node's own platform.
 */
export const platformChoices = ['wasm', 'kubernetes'] as const;

/** One of them. */
export type Platforms = (typeof platformChoices)[number];

/**
 * The entries of an index, that for Podman first. containerd 1.7 and 2.1 refuse an index without their own platform, and
 * do not mind that the image's config says wasi/wasm; nor do CRI-O and Podman.
 */
export const indexPlatforms = [
  { os: 'wasi', architecture: 'wasm' },
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
] as const;
