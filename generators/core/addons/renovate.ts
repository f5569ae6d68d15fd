import { type AddOn, fileOf } from './addon.js';
import { ciScripts } from './ci.js';

/** Settings of Renovate: it bumps the images of the container files by tag and digest, and what else the project pins. */
export const renovate: AddOn = {
  id: 'renovate',
  title: 'settings of Renovate',
  files: () => [fileOf('renovate', 'renovate.json')],
  includes: ciScripts,
};
