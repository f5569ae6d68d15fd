import type { Fix } from '../../failure.js';
import { installLines } from '../../system/install.js';
import { unsetVariable } from '../../system/shell.js';
import type { System } from '../../system/system.js';
import { buildKilled, serviceGone } from '../interrupted-symptoms.js';
import type { KnownErrors, Symptom } from '../known-errors.js';
import { diskFull, sharedSymptoms, takenSpace } from '../shared-symptoms.js';
import { docker } from './info.js';
import { dockerPackage, imageStoreLines } from './install.js';

/** Errors of Docker itself. */
const dockerSymptoms: readonly Symptom[] = [
  {
    id: 'docker-permission',
    shows: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    means: 'Docker is installed, but you have no permission to use its daemon.',
    fix: () => [{ command: 'sudo usermod -aG docker "$USER"', text: '(then log in again)' }],
  },
  {
    id: 'docker-stopped',
    shows: /cannot connect to the docker daemon|failed to connect to the docker API/i,
    means: "Docker's daemon cannot be reached: it is not running, or the client looks elsewhere.",
    fix: (system) =>
      system.platform === 'linux'
        ? [
            { command: 'sudo systemctl start docker' },
            { command: 'docker context ls', text: 'shows where it looks' },
            { command: unsetVariable('DOCKER_HOST'), text: `uses the context's daemon` },
          ]
        : [{ text: 'Start Docker Desktop.' }, { command: 'docker context ls', text: 'shows where it looks' }],
  },
  {
    // The classic image store takes images of the daemon's own operating system only.
    id: 'docker-image-store',
    when: ['build'],
    shows: /failed to solve: operating system is not supported/,
    means:
      'Docker keeps images in its classic store, which takes none for wasi/wasm: the containerd image store is needed.',
    fix: (system) => imageStoreLines(system),
  },
  diskFull((_system, speaker) => takenSpace(speaker)),
  serviceGone(startDocker),
  buildKilled(() => []),
];

function startDocker({ platform }: System): Fix[] {
  return platform === 'linux'
    ? [{ command: 'sudo systemctl start docker' }, { command: 'journalctl -u docker', text: 'shows why it ended' }]
    : [{ text: 'Start Docker Desktop.' }];
}

/** How Docker fails. */
export const dockerErrors: KnownErrors = {
  title: docker.title,
  program: docker.program,
  install: (system) => installLines(dockerPackage, system),
  build: 'docker buildx build --platform wasi/wasm',
  allowPlainHttp: (registry) => ({
    text: `/etc/docker/daemon.json: "insecure-registries": ["${registry}"], then restart Docker`,
  }),
  symptoms: [...dockerSymptoms, ...sharedSymptoms],
};
