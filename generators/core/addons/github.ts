import { type AddOn, fileOf } from './addon.js';
import { ciScripts } from './ci.js';

/** Workflows of GitHub Actions: one builds, checks, pushes and signs the image, one opens a pull request with the update. */
export const github: AddOn = {
  id: 'github',
  title: 'workflows for GitHub Actions',
  files: () => [
    fileOf('github', '.github/workflows/image.yml', 'image.yml'),
    fileOf('github', '.github/workflows/update.yml', 'update.yml'),
  ],
  includes: ciScripts,
};
