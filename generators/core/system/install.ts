import type { Machine } from '../engines/podman/machine.js';
import { newMachine, restartMachine } from '../engines/podman/machine-advice.js';
import type { Fix } from '../failure.js';
import { inMachine, type System } from './system.js';

/** What a fix needs that is not part of this tool. */
export type Need =
  | 'podman'
  | 'newuidmap'
  | 'pasta'
  | 'slirp4netns'
  | 'docker'
  | 'docker-buildx'
  | 'crun-wasm'
  | 'wasmedge'
  | 'wasm-opt'
  | 'wasmedge-compiler';

const DEBIAN: Record<Need, string> = {
  podman: 'podman',
  newuidmap: 'uidmap',
  pasta: 'passt',
  slirp4netns: 'slirp4netns',
  // Docker's own repository says docker-buildx-plugin where Debian and Fedora say docker-buildx.
  docker: 'docker.io docker-cli docker-buildx',
  'docker-buildx': 'docker-buildx',
  // Debian's crun brings the crun-wasm command from 13 on, but only suggests the library behind it.
  'crun-wasm': 'crun libwasmedge0',
  wasmedge: 'libwasmedge0',
  'wasm-opt': 'binaryen',
  'wasmedge-compiler': 'wasmedge',
};

const FEDORA: Record<Need, string> = {
  podman: 'podman',
  newuidmap: 'shadow-utils',
  pasta: 'passt',
  slirp4netns: 'slirp4netns',
  docker: 'moby-engine docker-cli docker-buildx',
  'docker-buildx': 'docker-buildx',
  'crun-wasm': 'crun-wasm wasmedge-rt',
  wasmedge: 'wasmedge-rt',
  'wasm-opt': 'binaryen',
  'wasmedge-compiler': 'wasmedge',
};

/** The lines that install what is needed on this system. */
export function installLines(need: Need, system: System): Fix[] {
  return onItsSystem(system, linesFor(need, system));
}

/** Lines for a shell of the system that containers run on, with a word where that is another computer. */
export function onItsSystem(system: System, lines: Fix[]): Fix[] {
  return system.elsewhere ? [{ text: "On the machine that Podman's service runs on:" }, ...lines] : lines;
}

function linesFor(need: Need, system: System): Fix[] {
  const { platform, distribution } = system;
  if (platform === 'darwin' || platform === 'win32') return desktopLines(need, platform, system.machines);
  // What is made of Ubuntu or Debian counts its own versions: Linux Mint 22 is Ubuntu 24.04.
  const { version: _, ...unnumbered } = system;
  const of = (id: string) => (distribution[0] === id ? system : unnumbered);
  if (distribution.includes('ubuntu')) return ubuntuLines(need, of('ubuntu'));
  if (distribution.includes('debian')) return debianLines(need, of('debian'));
  if (distribution.some((name) => ['fedora', 'rhel', 'centos'].includes(name))) return fedoraLines(need, system);
  return [{ text: `Install ${FEDORA[need]} (Fedora's names) with this system's package manager.` }];
}

/** What has to be in the podman machine is told for a machine that has not been asked yet, or cannot be. */
function desktopLines(need: Need, platform: 'darwin' | 'win32', machines: readonly Machine[] | undefined): Fix[] {
  if (need === 'docker' || need === 'docker-buildx')
    return [{ text: 'Install a current Docker Desktop from docker.com.' }];
  if (need === 'wasm-opt') return [{ command: 'npm install --global binaryen' }];
  if (need === 'wasmedge-compiler') return [{ text: 'Install WasmEdge from wasmedge.org.' }];
  if (need === 'podman') {
    const command = platform === 'darwin' ? 'brew install podman' : 'winget install RedHat.Podman';
    return [{ command, text: '(or Podman Desktop, podman-desktop.io)' }, { command: 'podman machine init --now' }];
  }
  // macOS's machines are all CoreOS, whose packages dnf does not install; of Windows's, those of WSL are not.
  return [
    { text: 'A machine made by Podman 4.8 or later has it:' },
    ...newMachine(machines, platform),
    ...(platform === 'win32'
      ? [
          {
            command: `podman machine ssh NAME sudo dnf install -y ${FEDORA[need]}`,
            text: '(in a machine of WSL; podman machine list has its NAME)',
          },
        ]
      : []),
  ];
}

/**
 * Measured: 12 has Podman 4.3 and crun 1.8 without a handler, 13 has all, sid's crun 1.28 has no handler again.
 * 12 has Docker 20.10, too old for the containerd image store, and no package of docker-cli or docker-buildx.
 */
function debianLines(need: Need, { version }: System): Fix[] {
  const wasm = need === 'podman' || need === 'crun-wasm' || need === 'wasmedge';
  if (wasm && isBefore(version, '13')) {
    return [
      { text: `Upgrade to Debian 13: the packages of Debian ${version} run no WebAssembly.` },
      { command: 'sudo apt-get install podman crun libwasmedge0', text: '(after the upgrade)' },
    ];
  }
  if ((need === 'docker' || need === 'docker-buildx') && isBefore(version, '13')) {
    return [
      {
        text: `Install Docker's own packages, for Debian ${version} has none that serve: docs.docker.com/engine/install/debian`,
      },
    ];
  }
  if (need === 'crun-wasm' && version === 'sid') {
    return [
      { text: "Take crun from Debian 13, until sid's is built with a WebAssembly handler again:" },
      { command: "echo 'deb http://deb.debian.org/debian trixie main' | sudo tee /etc/apt/sources.list.d/trixie.list" },
      {
        command:
          'sudo apt-get update && sudo apt-get install --allow-downgrades crun/trixie libwasmedge0 && sudo apt-mark hold crun',
      },
    ];
  }
  return [aptGet(need, version)];
}

/** Measured: 24.04's crun has the handler, but no crun-wasm, and its libwasmedge0 misses an LLVM symbol; 26.04 has all. */
function ubuntuLines(need: Need, { version }: System): Fix[] {
  const wasm = need === 'podman' || need === 'crun-wasm' || need === 'wasmedge';
  if (wasm && isBefore(version, '24.04')) {
    return [
      { text: `Upgrade to Ubuntu 26.04: the packages of Ubuntu ${version} run no WebAssembly.` },
      { command: 'sudo apt-get install podman crun libwasmedge0', text: '(after the upgrade)' },
    ];
  }
  if (isBefore(version, '26.04') && (need === 'crun-wasm' || need === 'wasmedge')) {
    return [
      ...wasmedgeFromUpstream(),
      ...(need === 'crun-wasm' ? [{ command: 'sudo ln -s /usr/bin/crun /usr/local/bin/crun-wasm' }] : []),
    ];
  }
  return [aptGet(need, version)];
}

function aptGet(need: Need, version: string | undefined): Fix {
  const command = `sudo apt-get install ${DEBIAN[need]}`;
  return version === undefined ? { command, text: '(Debian 13 or Ubuntu 26.04, or later)' } : { command };
}

// renovate: datasource=github-releases depName=WasmEdge/WasmEdge
const WASMEDGE = '0.14.1';

/**
 * WasmEdge's own release, for a system whose package is broken. No script from the network is run: a file of a fixed
 * version is downloaded, then unpacked. Source of the names and of lib64: WasmEdge, utils/install_v2.sh.
 */
export function wasmedgeFromUpstream(): Fix[] {
  const release = `https://github.com/WasmEdge/WasmEdge/releases/download/${WASMEDGE}`;
  return [
    {
      command: `curl -fLo wasmedge.tar.gz ${release}/WasmEdge-${WASMEDGE}-ubuntu20.04_$(uname -m).tar.gz`,
      text: `(WasmEdge's own release)`,
    },
    {
      command:
        "sudo tar -xzf wasmedge.tar.gz -C /usr/local --strip-components=1 --transform='s,lib64,lib,' && sudo ldconfig",
    },
  ];
}

/** Where packages are layers of the system's image (CoreOS, Silverblue), dnf installs nothing. */
const LAYERED = ['coreos', 'silverblue', 'kinoite', 'iot'];

function fedoraLines(need: Need, { variant = '', machine, machines }: System): Fix[] {
  const inside = machine === undefined ? '' : `podman machine ssh ${machine} `;
  if (!LAYERED.includes(variant)) return [{ command: `${inside}sudo dnf install ${inside && '-y '}${FEDORA[need]}` }];
  const layered: Fix = { command: `${inside}sudo rpm-ostree install ${FEDORA[need]}` };
  if (machine === undefined) return [layered, { command: 'systemctl reboot' }];
  return [
    layered,
    ...restartMachine({ name: machine }),
    { text: 'Or make a machine with a newer image, which has it:' },
    ...newMachine(machines, 'linux'),
  ];
}

/** Compares versions of a distribution: 12, 13, 24.04 (which semver refuses). One that is not known is before none. */
function isBefore(version: string | undefined, other: string): boolean {
  return version !== undefined && Number.parseFloat(version) < Number.parseFloat(other);
}

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
