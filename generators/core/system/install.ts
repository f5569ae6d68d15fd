import type { Machine } from '../engines/podman/machine.js';
import { newMachine, restartMachine } from '../engines/podman/machine-advice.js';
import type { Fix } from '../failure.js';
import type { System } from './system.js';

/** A program that a fix needs, and what the packages of each distribution call it. */
export interface Package {
  debian: string;
  fedora: string;
  /** The lines for macOS and Windows; without them it must be in the podman machine. */
  desktop?(platform: 'darwin' | 'win32'): Fix[];
  /** It must run WebAssembly: the packages of older releases do not. */
  runsWasm?: true;
  /** The lines for a Debian before 13, whose package does not serve. */
  beforeDebian13?(version: string): Fix[];
}

/** What fixes need besides the engines themselves. */
const PACKAGES: Record<Requirement, Package> = {
  newuidmap: { debian: 'uidmap', fedora: 'shadow-utils' },
  pasta: { debian: 'passt', fedora: 'passt' },
  slirp4netns: { debian: 'slirp4netns', fedora: 'slirp4netns' },
  // Debian's crun brings the crun-wasm command from 13 on, but only suggests the library behind it.
  'crun-wasm': { debian: 'crun libwasmedge0', fedora: 'crun-wasm wasmedge-rt', runsWasm: true },
  wasmedge: { debian: 'libwasmedge0', fedora: 'wasmedge-rt', runsWasm: true },
  'wasm-opt': { debian: 'binaryen', fedora: 'binaryen', desktop: () => [{ command: 'npm install --global binaryen' }] },
  'wasmedge-compiler': {
    debian: 'wasmedge',
    fedora: 'wasmedge',
    desktop: () => [{ text: 'Install WasmEdge from wasmedge.org.' }],
  },
};

/** One of them, by name. */
export type Requirement =
  | 'newuidmap'
  | 'pasta'
  | 'slirp4netns'
  | 'crun-wasm'
  | 'wasmedge'
  | 'wasm-opt'
  | 'wasmedge-compiler';

/** The lines that install what is needed on this system. */
export function installLines(need: Requirement | Package, system: System): Fix[] {
  return onItsSystem(system, linesFor(need, typeof need === 'string' ? PACKAGES[need] : need, system));
}

/** Lines for a shell of the system that containers run on, with a word where that is another computer. */
export function onItsSystem(system: System, lines: Fix[]): Fix[] {
  return system.elsewhere ? [{ text: "On the machine that Podman's service runs on:" }, ...lines] : lines;
}

function linesFor(need: Requirement | Package, wanted: Package, system: System): Fix[] {
  const { platform, distribution } = system;
  if (platform === 'darwin' || platform === 'win32') return desktopLines(wanted, platform, system.machines);
  // What is made of Ubuntu or Debian counts its own versions: Linux Mint 22 is Ubuntu 24.04.
  const { version: _, ...unnumbered } = system;
  const of = (id: string) => (distribution[0] === id ? system : unnumbered);
  if (distribution.includes('ubuntu')) return ubuntuLines(need, wanted, of('ubuntu'));
  if (distribution.includes('debian')) return debianLines(need, wanted, of('debian'));
  if (distribution.some((name) => ['fedora', 'rhel', 'centos'].includes(name))) return fedoraLines(wanted, system);
  return [{ text: `Install ${wanted.fedora} (Fedora's names) with this system's package manager.` }];
}

/** Lines for a podman machine that has not been asked yet, or cannot be: what it needs. */
function desktopLines(wanted: Package, platform: 'darwin' | 'win32', machines: readonly Machine[] | undefined): Fix[] {
  if (wanted.desktop) return wanted.desktop(platform);
  // macOS's machines are all CoreOS, whose packages dnf does not install; of Windows's, those of WSL are not.
  return [
    { text: 'A machine made by Podman 4.8 or later has it:' },
    ...newMachine(machines, platform),
    ...(platform === 'win32'
      ? [
          {
            command: `podman machine ssh NAME sudo dnf install -y ${wanted.fedora}`,
            text: '(in a machine of WSL; podman machine list has its NAME)',
          },
        ]
      : []),
  ];
}

/**
 * Measured: 12 has Podman 4.3 and crun 1.8 without a handler, 13 has all, sid's crun 1.28 has no handler again.
 */
function debianLines(need: Requirement | Package, wanted: Package, { version }: System): Fix[] {
  if (wanted.runsWasm && isBefore(version, '13')) {
    return [
      { text: `Upgrade to Debian 13: the packages of Debian ${version} run no WebAssembly.` },
      { command: 'sudo apt-get install podman crun libwasmedge0', text: '(after the upgrade)' },
    ];
  }
  if (version !== undefined && wanted.beforeDebian13 && isBefore(version, '13')) return wanted.beforeDebian13(version);
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
  return [aptGet(wanted, version)];
}

/** Measured: 24.04's crun has the handler, but no crun-wasm, and its libwasmedge0 misses an LLVM symbol; 26.04 has all. */
function ubuntuLines(need: Requirement | Package, wanted: Package, { version }: System): Fix[] {
  if (wanted.runsWasm && isBefore(version, '24.04')) {
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
  return [aptGet(wanted, version)];
}

function aptGet(wanted: Package, version: string | undefined): Fix {
  const command = `sudo apt-get install ${wanted.debian}`;
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

function fedoraLines(wanted: Package, { variant = '', machine, machines }: System): Fix[] {
  const inside = machine === undefined ? '' : `podman machine ssh ${machine} `;
  if (!LAYERED.includes(variant)) return [{ command: `${inside}sudo dnf install ${inside && '-y '}${wanted.fedora}` }];
  const layered: Fix = { command: `${inside}sudo rpm-ostree install ${wanted.fedora}` };
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
