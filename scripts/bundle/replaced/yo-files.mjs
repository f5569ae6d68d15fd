// Replaces the transforms of @yeoman/conflicter in the bundle: Yeoman's own files are known by their names, without minimatch.
import { basename } from 'node:path';
import { transformFileField } from '@yeoman/transform';
import { isFilePending } from 'mem-fs-editor/state';

const NAMES = new Set(['.yo-rc.json', '.yo-resolve', '.yo-rc-global.json']);

export const forceYoFiles = () =>
  transformFileField('conflicter', 'force', {
    filter: (file) => isFilePending(file) && NAMES.has(basename(file.path)),
  });
