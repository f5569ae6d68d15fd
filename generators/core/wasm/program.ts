import { posix } from 'node:path';
import { ENTRY_NAME_MAX } from '../oci/archive.js';
import type { ImageFile, ImageFiles } from '../oci/files.js';
import { type Json, objectAt, textAt, textsAt } from '../oci/json.js';

/** What an image is to run, by its config. */
export interface Program {
  /** The first word of entrypoint and command. */
  word: string;
  /** The working directory, absolute. */
  folder: string;
  /** Folders of PATH. */
  path: string[];
}

/** Podman's PATH for an image that sets none. Source: containers/common, config.DefaultContainerConfig. */
const DEFAULT_PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** More folders than any PATH has; each is one more place to look. */
const PATH_MAX = 100;

/** The program that the config of an image names; undefined where it names none. */
export function entrypointOf(config: Json): Program | undefined {
  const settings = objectAt(config, 'config');
  const entrypoint = textsAt(settings, 'Entrypoint');
  // An empty word resets an inherited entrypoint: Podman goes on to the command.
  const [word] = [...(entrypoint[0] === '' ? [] : entrypoint), ...textsAt(settings, 'Cmd')];
  if (word === undefined || word === '') return undefined;
  const path = textsAt(settings, 'Env').findLast((one) => one.startsWith('PATH=')) ?? DEFAULT_PATH;
  const folder = posix.join('/', textAt(settings, 'WorkingDir') ?? '/');
  return { word, folder, path: path.slice('PATH='.length).split(':', PATH_MAX) };
}

/**
 * The file that crun runs. An absolute path is that file, and a path with a slash or a dot in front starts in the
 * working directory. A plain name is an executable in PATH, or else a file in the working directory. Tried with crun
 * 1.21 and Podman 5.4.2; source: crun, `find_executable` in src/libcrun/utils.c.
 */
export function findEntrypoint(files: ImageFiles, { word, folder, path }: Program): ImageFile | undefined {
  // Podman makes the working directory where the image has none.
  if (folder.length <= ENTRY_NAME_MAX) files.addFolder(folder);
  if (word.startsWith('/')) return files.at(word);
  if (!word.startsWith('.') && !word.includes('/')) {
    for (const one of path) {
      const file = files.at(`${one.startsWith('/') ? one : `${folder}/${one}`}/${word}`);
      if (file?.executable) return file;
    }
  }
  return files.at(`${folder}/${word}`);
}
