import type { Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { unsetVariable } from '../../system/shell.js';
import { inMachine, type System } from '../../system/system.js';
import { buildKilled, serviceGone } from '../interrupted-symptoms.js';
import type { KnownErrors, Symptom } from '../known-errors.js';
import { diskFull, sharedSymptoms, takenSpace } from '../shared-symptoms.js';
import { confErrorIn, mistakePlace } from './containers-conf.js';
import { podman } from './info.js';
import { podmanPackage } from './install.js';
import { largerDisk, moreMemory, restartMachine } from './machine-advice.js';
import { rootlessSymptoms } from './rootless-symptoms.js';

/** Errors of Podman itself. */
const podmanSymptoms: readonly Symptom[] = [
  {
    id: 'no-crun-wasm',
    shows: /requested OCI runtime crun-wasm is not available/,
    means: 'Podman has no crun-wasm, the runtime it runs WebAssembly with.',
    fix: (system) => installLines('crun-wasm', system),
  },
  ...rootlessSymptoms,
  diskFull((system, speaker) =>
    inMachine(system)
      ? [{ command: 'podman system prune', text: 'removes what no container uses' }, ...largerDisk(system)]
      : takenSpace(speaker),
  ),
  {
    id: 'no-connection',
    shows: /connection "[^"]*" not found/,
    means: 'CONTAINER_CONNECTION names a connection that Podman does not know.',
    fix: () => [
      { command: 'podman system connection list', text: 'shows those that it knows' },
      {
        command: unsetVariable('CONTAINER_CONNECTION'),
        text: 'uses the default connection, or Podman without a service',
      },
    ],
  },
  serviceGone(startPodman),
  buildKilled((system) => [
    ...(isRemote(system) ? [{ command: 'podman info', text: 'shows whether the service answers' }] : []),
    ...(system.machine ? moreMemory(system) : []),
  ]),
  {
    id: 'machine-stopped',
    when: ['answer', 'build', 'run'],
    shows:
      /cannot connect to podman|unable to connect to podman|podman machine (?:init|start)|connection refused.*podman|podman\.sock/i,
    means: 'Podman cannot reach its service; the podman machine is not running, or the connection points elsewhere.',
    fix: (system) =>
      system.platform === 'linux'
        ? [
            { command: 'podman system connection list', text: 'shows where it looks' },
            { command: 'systemctl --user start podman.socket', text: 'starts a local service' },
            { command: unsetVariable('CONTAINER_HOST'), text: 'uses Podman without a service' },
          ]
        : [
            system.machine
              ? { command: `podman machine start ${system.machine}` }
              : { command: 'podman machine start NAME', text: '(podman machine list shows the names)' },
            { command: 'podman machine init --now', text: '(where there is no machine yet)' },
          ],
  },
  {
    id: 'no-cgroups',
    when: ['run'],
    shows: /not compatible with NoCgroups/i,
    means: 'crun-wasm is not listed as a runtime that works without cgroups.',
    // The comment in the containers.conf that Podman ships says runtime_supports_nocgroups, which it passes over.
    fix: () => [{ text: 'In containers.conf, table [engine]: runtime_supports_nocgroup = ["crun", "crun-wasm"]' }],
  },
  {
    id: 'containers-conf',
    shows:
      /platform_to_oci_runtime|decode configuration .*: toml|decoding.*containers\.conf|reading.*containers\.conf|containers\.conf.*(?:toml|incompatible)/i,
    means: 'A containers.conf file cannot be read.',
    fix: (_system, _program, output) => {
      const mistake = confErrorIn(output);
      return mistake
        ? [{ text: `${mistakePlace(mistake)}: ${mistake.fix}` }]
        : [{ text: 'In platform_to_oci_runtime each value is a text ("wasi/wasm" = "crun-wasm"), not an array.' }];
    },
  },
];

function isRemote(system: System): boolean {
  return inMachine(system) || system.elsewhere === true;
}

function startPodman(system: System): Fix[] {
  if (system.machine) return restartMachine({ name: system.machine });
  if (system.platform !== 'linux') return [{ command: 'podman machine list', text: 'shows whether the machine runs' }];
  return [
    { command: 'podman system connection list', text: 'shows where the service is' },
    { command: 'podman info', text: 'shows whether it answers' },
  ];
}

/** How Podman fails; buildah and skopeo share its words and its files. */
export const podmanErrors: KnownErrors = {
  title: podman.title,
  program: podman.program,
  install: (system) => installLines(podmanPackage, system),
  build: 'podman build --platform=wasi/wasm',
  allowPlainHttp(registry) {
    const file = `/etc/containers/registries.conf.d/${registry.replaceAll(/[^A-Za-z0-9.-]/g, '-')}.conf`;
    return { text: `${file}: [[registry]] with location = "${registry}", insecure = true` };
  },
  symptoms: [...podmanSymptoms, ...sharedSymptoms],
};
