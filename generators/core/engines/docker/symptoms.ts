import { imageStoreLines } from '../../system/install.js';
import { unsetVariable } from '../../system/shell.js';
import type { Symptom } from '../symptom.js';

/** Faults of Docker itself, before anything is built. */
export const dockerSymptoms: readonly Symptom[] = [
  {
    id: 'docker-permission',
    shows: /permission denied while trying to connect to the docker (?:daemon|API)/i,
    means: 'Docker is there, but you may not use its daemon.',
    fix: () => ['sudo usermod -aG docker "$USER"   (then log in again)'],
  },
  {
    id: 'docker-stopped',
    shows: /cannot connect to the docker daemon|failed to connect to the docker API/i,
    means: "Docker's daemon cannot be reached: it is not running, or the client looks elsewhere.",
    fix: (system) =>
      system.platform === 'linux'
        ? [
            'sudo systemctl start docker',
            'docker context ls   shows where it looks',
            `${unsetVariable('DOCKER_HOST')}   uses the context's daemon`,
          ]
        : ['Start Docker Desktop.', 'docker context ls   shows where it looks'],
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
];
