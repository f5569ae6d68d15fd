import { readFile } from 'node:fs/promises';

/** The system that the tool runs on, as far as it changes what mends a fault. */
export interface System {
  platform: NodeJS.Platform;
  /** Linux: `ID` and `ID_LIKE` of /etc/os-release, for example `['ubuntu', 'debian']`. */
  distribution: readonly string[];
}

/** Asks the process and, on Linux, /etc/os-release. Never throws: an unknown distribution has no names. */
export async function thisSystem(): Promise<System> {
  if (process.platform !== 'linux') return { platform: process.platform, distribution: [] };
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const names = [...text.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap(([, value]) => value?.split(' ') ?? []);
  return { platform: 'linux', distribution: names };
}

/** What a fix needs that is not part of this tool. */
export type Need = 'podman' | 'docker' | 'docker-buildx' | 'crun-wasm' | 'wasmedge' | 'wasm-opt' | 'wasmedge-compiler';

const PACKAGES: Record<'debian' | 'fedora', Record<Need, string>> = {
  // Debian's crun brings the crun-wasm command from 13 on, but only suggests the library behind it.
  // Docker's own repository says docker-buildx-plugin where Debian and Fedora say docker-buildx.
  debian: {
    podman: 'podman',
    docker: 'docker.io docker-cli docker-buildx',
    'docker-buildx': 'docker-buildx',
    'crun-wasm': 'crun libwasmedge0',
    wasmedge: 'libwasmedge0',
    'wasm-opt': 'binaryen',
    'wasmedge-compiler': 'wasmedge',
  },
  fedora: {
    podman: 'podman',
    docker: 'moby-engine docker-cli docker-buildx',
    'docker-buildx': 'docker-buildx',
    'crun-wasm': 'crun-wasm wasmedge-rt',
    wasmedge: 'wasmedge-rt',
    'wasm-opt': 'binaryen',
    'wasmedge-compiler': 'wasmedge',
  },
};

/** What gives Docker the image store that takes images for wasi/wasm. */
export function imageStoreLines({ platform }: System): string[] {
  if (platform !== 'linux') {
    return ['Docker Desktop, Settings, General: turn on "Use containerd for pulling and storing images".'];
  }
  return [
    'In /etc/docker/daemon.json: {"features": {"containerd-snapshotter": true}}',
    'sudo systemctl restart docker   (images of the classic store are not seen in the other)',
  ];
}

/** The lines that install what is needed on this system. */
export function installLines(need: Need, system: System): string[] {
  const { platform, distribution } = system;
  if (need === 'wasm-opt' && platform !== 'linux') return ['npm install --global binaryen'];
  if (need === 'wasmedge-compiler' && platform !== 'linux') return ['Install WasmEdge from wasmedge.org.'];
  if (platform === 'darwin' || platform === 'win32') {
    if (need === 'docker' || need === 'docker-buildx') return ['Install a current Docker Desktop from docker.com.'];
    if (need === 'podman') {
      const command = platform === 'darwin' ? 'brew install podman' : 'winget install RedHat.Podman';
      return [`${command}   (or Podman Desktop, podman-desktop.io)`, 'podman machine init --now'];
    }
    return [
      'podman machine init --now wasm   (a machine made by Podman 4.8 or later has it)',
      `podman machine ssh sudo dnf install -y ${PACKAGES.fedora[need]}   (on a machine that lacks it)`,
    ];
  }
  if (distribution.includes('debian'))
    return [`sudo apt-get install ${PACKAGES.debian[need]}   (Debian 13 or Ubuntu 26.04, or later)`];
  if (distribution.some((name) => ['fedora', 'rhel', 'centos'].includes(name)))
    return [`sudo dnf install ${PACKAGES.fedora[need]}`];
  return [`Install ${PACKAGES.fedora[need]} (Fedora's names) with this system's package manager.`];
}
