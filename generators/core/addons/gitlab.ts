import { type AddOn, fileOf } from './addon.js';
import { ciScripts } from './ci.js';

/** A pipeline of GitLab: builds, checks, pushes and signs the image, and opens a merge request with the update. */
export const gitlab: AddOn = {
  id: 'gitlab',
  title: 'a pipeline for GitLab',
  files: () => [fileOf('gitlab', '.gitlab-ci.yml', 'gitlab-ci.yml')],
  includes: ciScripts,
};
