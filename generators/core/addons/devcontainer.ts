import { type AddOn, fileOf } from './addon.js';

/** A development container: editors open the project in it. */
export const devcontainer: AddOn = {
  id: 'devcontainer',
  title: 'a development container with the compiler and Podman',
  files: () => [
    fileOf('devcontainer', '.devcontainer/devcontainer.json', 'devcontainer.json'),
    fileOf('devcontainer', '.devcontainer/Containerfile', 'Containerfile'),
    fileOf('devcontainer', '.devcontainer/containers.conf', 'containers.conf'),
  ],
};
