import { type AddOn, fileOf } from './addon.js';

/** Workflows of GitHub Actions: one builds, checks and pushes the image, one opens a pull request with the update. */
export const github: AddOn = {
  id: 'github',
  title: 'workflows for GitHub Actions',
  files: () => [
    fileOf('github', '.github/workflows/image.yml', 'image.yml'),
    fileOf('github', '.github/workflows/update.yml', 'update.yml'),
  ],
};
