import type { Fix } from '../../failure.js';
import type { Package } from '../../system/install.js';
import { inMachine, type System } from '../../system/system.js';

/** 12 has Docker 20.10, too old for the containerd image store, and no package of docker-cli or docker-buildx. */
const fromDocker: Pick<Package, 'desktop' | 'beforeDebian13'> = {
  desktop: () => [{ text: 'Install a current Docker Desktop from docker.com.' }],
  beforeDebian13: (version) => [
    {
      text: `Install Docker's own packages, for Debian ${version} has none that serve: docs.docker.com/engine/install/debian`,
    },
  ],
};

/** Docker. Its own repository says docker-buildx-plugin where Debian and Fedora say docker-buildx. */
export const dockerPackage: Package = {
  debian: 'docker.io docker-cli docker-buildx',
  fedora: 'moby-engine docker-cli docker-buildx',
  ...fromDocker,
};

/** What Docker builds for other platforms with. */
export const buildxPackage: Package = { debian: 'docker-buildx', fedora: 'docker-buildx', ...fromDocker };

/** What gives Docker the image store that takes images for wasi/wasm. */
export function imageStoreLines(system: System): Fix[] {
  if (inMachine(system)) {
    return [{ text: 'Docker Desktop, Settings, General: turn on "Use containerd for pulling and storing images".' }];
  }
  return [
    { text: 'In /etc/docker/daemon.json: {"features": {"containerd-snapshotter": true}}' },
    { command: restartDocker(system), text: '(images of the classic store are not seen in the other)' },
  ];
}

/** What makes Docker's daemon read its daemon.json. A WSL has systemd only where it was turned on. */
export function restartDocker({ wsl }: System): string {
  return wsl ? 'sudo service docker restart' : 'sudo systemctl restart docker';
}
