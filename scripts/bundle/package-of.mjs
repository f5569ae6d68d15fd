// Which package a file of node_modules belongs to.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} file
 * @returns {string | undefined} the package's folder; undefined for a file of ours
 */
export function packageOf(file) {
  if (!file.includes('node_modules')) return undefined;
  let folder = dirname(file);
  // A package.json without a name only says which kind of modules a folder holds.
  while (!(existsSync(join(folder, 'package.json')) && manifestIn(folder).name)) folder = dirname(folder);
  return folder;
}

/** @param {string} folder a package's */
export function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
