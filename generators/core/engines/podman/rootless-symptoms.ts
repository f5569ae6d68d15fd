import type { Fix } from '../../failure.js';
import { installLines, onItsSystem } from '../../system/install.js';
import type { System } from '../../system/system.js';
import type { Symptom } from '../known-errors.js';

/** What gives a user a range of ids. Source: podman, docs/tutorials/rootless_tutorial.md; usermod(8). */
export function addIds(system: System): Fix[] {
  return onItsSystem(system, [
    { command: 'sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER"' },
    { command: 'podman system migrate', text: '(so that Podman sees them)' },
  ]);
}

/** Known errors of a Podman that runs without root, as on most Linux machines. */
export const rootlessSymptoms: readonly Symptom[] = [
  {
    id: 'no-user-ids',
    shows: /potentially insufficient UIDs or GIDs available in user namespace/,
    means:
      'Podman without root has no range of user ids here (/etc/subuid, /etc/subgid), and the files of a builder image belong to several users.',
    fix: addIds,
  },
  {
    id: 'no-newuidmap',
    shows: /"new[ug]idmap": executable file not found/,
    means: 'Podman without root needs newuidmap and newgidmap, which are not installed.',
    fix: (system) => installLines('newuidmap', system),
  },
  {
    // Copied without its setuid bit or capability: a root file system that was unpacked by hand, as for WSL.
    id: 'weak-newuidmap',
    shows: /should have setuid or have filecaps setuid/,
    means: 'newuidmap and newgidmap may not map user ids: they have lost the setuid bit.',
    fix: (system) =>
      onItsSystem(system, [{ command: 'sudo chmod u+s "$(command -v newuidmap)" "$(command -v newgidmap)"' }]),
  },
  {
    id: 'no-user-namespaces',
    shows: /^(?:Error: )?cannot clone: |user namespaces are not enabled in/m,
    means: 'This system lets only root create user namespaces, which Podman without root needs.',
    fix: (system) =>
      onItsSystem(system, [
        { command: 'sudo sysctl user.max_user_namespaces=15000' },
        { text: 'Inside a container: start that one with --privileged, or use --engine embedded.' },
      ]),
  },
  {
    id: 'no-rootless-network',
    shows: /could not find (?:pasta|slirp4netns), the network namespace can't be configured/,
    means: 'Podman without root connects containers to the network by a program that is not installed.',
    fix: (system, _speaker, output) => installLines(output.includes('find pasta') ? 'pasta' : 'slirp4netns', system),
  },
  {
    id: 'no-tun',
    shows: /Failed to open\(\) \/dev\/net\/tun/,
    means: 'pasta, which connects containers to the network, cannot open /dev/net/tun.',
    fix: (system) =>
      onItsSystem(system, [
        { command: 'sudo modprobe tun' },
        { command: 'sudo chmod 666 /dev/net/tun', text: '(if it exists)' },
      ]),
  },
];
