import { describe, expect, it } from 'vitest';
import { buildxPackage, dockerPackage, imageStoreLines } from '../../generators/core/engines/docker/install.js';
import { podmanPackage } from '../../generators/core/engines/podman/install.js';
import { installLines, type Package, type Requirement } from '../../generators/core/system/install.js';
import { linuxOf, type System, shownSystem } from '../../generators/core/system/system.js';
import { fixLines } from '../support/fixes.js';

const linux = (osRelease: string, kernel = '6.12.0-amd64') => linuxOf(osRelease, kernel);
const bookworm = linux('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n');
const trixie = linux('PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nID=debian\nVERSION_ID="13"\n');
const sid = linux('PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\nVERSION_CODENAME=forky\n');
const noble = linux('PRETTY_NAME="Ubuntu 24.04.2 LTS"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n');
const ubuntu26 = linux('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="26.04"\n');
const jammy = linux('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n', '5.15.167.4-microsoft-standard-WSL2');
const mint = linux('ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22.1"\n');
const lmde = linux('ID=linuxmint\nID_LIKE=debian\nVERSION_ID="6"\n');
const fedora = linux('ID=fedora\nVERSION_ID=42\nVARIANT_ID=workstation\nPRETTY_NAME="Fedora Linux 42"\n');
const coreos = linux('ID=fedora\nVERSION_ID=42\nVARIANT_ID=coreos\n');

describe('the system', () => {
  it('is read from os-release and the kernel', () => {
    expect(noble).toEqual({
      platform: 'linux',
      distribution: ['ubuntu', 'debian'],
      version: '24.04',
      name: 'Ubuntu 24.04.2 LTS',
    });
    expect(sid.version).toBe('sid');
    expect(jammy.wsl).toBe(true);
    expect(coreos.variant).toBe('coreos');
    expect(linux('')).toEqual({ platform: 'linux', distribution: [] });
  });

  it.each<[System, string]>([
    [trixie, 'Debian GNU/Linux 13 (trixie)'],
    [{ platform: 'linux', distribution: ['fedora'], version: '41', variant: 'coreos' }, 'Fedora 41 (coreos)'],
    [jammy, 'Ubuntu 22.04 in WSL'],
    [linux(''), 'Linux'],
    [{ platform: 'darwin', distribution: [] }, 'macOS'],
    [{ platform: 'win32', distribution: [] }, 'Windows'],
  ])('%o is shown as %s', (system, text) => {
    expect(shownSystem(system)).toBe(text);
  });
});

describe('installLines', () => {
  it.each<[string, System, Requirement | Package, string]>([
    ['Debian 12 has to be upgraded', bookworm, 'crun-wasm', 'Upgrade to Debian 13'],
    ['so it has for Podman', bookworm, podmanPackage, 'Upgrade to Debian 13'],
    ['but not for Docker', bookworm, dockerPackage, 'docs.docker.com/engine/install/debian'],
    ['nor for buildx', bookworm, buildxPackage, 'docs.docker.com/engine/install/debian'],
    ['which 13 has', trixie, dockerPackage, 'sudo apt-get install docker.io docker-cli docker-buildx'],
    ['Debian 13', trixie, 'crun-wasm', 'sudo apt-get install crun libwasmedge0'],
    ['Debian sid', sid, 'crun-wasm', 'crun/trixie'],
    ['Debian sid has the library', sid, 'wasmedge', 'sudo apt-get install libwasmedge0'],
    ['Ubuntu 22.04', jammy, 'crun-wasm', 'Upgrade to Ubuntu 26.04'],
    ['Ubuntu 24.04', noble, 'crun-wasm', 'sudo ln -s /usr/bin/crun /usr/local/bin/crun-wasm'],
    ['Ubuntu 24.04, library', noble, 'wasmedge', 'sudo tar -xzf wasmedge.tar.gz -C /usr/local'],
    ['Ubuntu 24.04, Podman', noble, podmanPackage, 'sudo apt-get install podman'],
    ['Ubuntu 26.04', ubuntu26, 'crun-wasm', 'sudo apt-get install crun libwasmedge0'],
    [
      'Linux Mint 22.1, which counts its own versions',
      mint,
      podmanPackage,
      'sudo apt-get install podman   (Debian 13 or Ubuntu',
    ],
    ['LMDE 6', lmde, 'crun-wasm', 'sudo apt-get install crun libwasmedge0   (Debian 13 or Ubuntu'],
    ['Fedora', fedora, 'crun-wasm', 'sudo dnf install crun-wasm wasmedge-rt'],
    ['Fedora CoreOS', coreos, 'crun-wasm', 'sudo rpm-ostree install crun-wasm wasmedge-rt\nsystemctl reboot'],
    [
      'a machine with CoreOS',
      { ...coreos, machine: 'm' },
      'wasmedge',
      'podman machine ssh m sudo rpm-ostree install wasmedge-rt\npodman machine stop m\npodman machine start m',
    ],
    ['a WSL machine', { ...fedora, machine: 'm' }, 'wasmedge', 'podman machine ssh m sudo dnf install -y wasmedge-rt'],
    [
      'another computer',
      { ...trixie, elsewhere: true },
      'wasmedge',
      "On the machine that Podman's service runs on:\nsudo apt-get",
    ],
  ])('%s', (_, system, need, lines) => {
    expect(fixLines(installLines(need, system)).join('\n')).toContain(lines);
  });

  it('restarts Docker as WSL can', () => {
    expect(fixLines(imageStoreLines(jammy)).join('\n')).toContain('sudo service docker restart');
    expect(fixLines(imageStoreLines(trixie)).join('\n')).toContain('sudo systemctl restart docker');
  });
});
