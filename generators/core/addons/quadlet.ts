import { type AddOn, fileOf } from './addon.js';

/** Units of Podman's Quadlet: systemd runs the container, and builds its image. */
export const quadlet: AddOn = {
  id: 'quadlet',
  title: 'units for systemd (Podman Quadlet)',
  files: (slug) => [
    fileOf('quadlet', `deploy/${slug}.container`, 'unit.container'),
    fileOf('quadlet', `deploy/${slug}.build`, 'unit.build'),
  ],
};
