import type { Package } from '../../system/install.js';

/** Podman. */
export const podmanPackage: Package = {
  debian: 'podman',
  fedora: 'podman',
  runsWasm: true,
  desktop: (platform) => [
    {
      command: platform === 'darwin' ? 'brew install podman' : 'winget install RedHat.Podman',
      text: '(or Podman Desktop, podman-desktop.io)',
    },
    { command: 'podman machine init --now' },
  ],
};
