import { type AddOn, fileOf } from './addon.js';

/** A file for `podman compose`. */
export const compose: AddOn = {
  id: 'compose',
  title: 'a file for podman compose',
  files: () => [fileOf('compose', 'compose.yaml')],
};
