import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { Cancelled, ExitCode, Failure, type Fix } from '../../failure.js';
import { inTemporaryFolder } from '../../files/temporary-folder.js';
import { InvalidValue } from '../../options/invalid.js';
import type { Trust } from '../../options/trust.js';
import { quoted } from '../../system/shell.js';
import { type ReadPreset, readPreset } from '../read-preset.js';
import type { PresetOrigin } from '../reference.js';
import { FORMS, type Looked, type PresetSource, parseSource, pathBeside } from '../source.js';
import { diskTree } from './disk-tree.js';
import { fetchCommit } from './git-tree.js';
import { fetchPackage } from './npm-package.js';
import { readPackage } from './tarball-tree.js';

/** How a preset is resolved. */
export interface ResolveOptions {
  /** Where relative paths begin. */
  cwd: string;
  /** The flag, the variable or the file that names it, for messages. */
  from: string;
  /**
   * Whether the user named it in this run. Then a path is theirs to trust; what a repository's own .yo-rc.json names is
   * not, since whoever wrote the one wrote the other.
   */
  named: boolean;
  /** Whether they said `--trust-preset`, and of which content. */
  trust?: Trust | undefined;
  /** Whether it may have another content than those: the old one, which a project was written with. */
  before?: boolean | undefined;
  /** Told before something is fetched. */
  onNote?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Makes out what a person named, looking at what is on the disk.
 *
 * @throws Failure (wrong input) that tells what a preset is
 */
export async function sourceOf(
  given: string,
  { cwd, from }: Pick<ResolveOptions, 'cwd' | 'from'>,
): Promise<PresetSource> {
  try {
    return await parseSource(given, cwd, look);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`${from}: no preset: ${error.message}.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ text: FORMS }],
    });
  }
}

/** What is at a path. */
async function look(path: string): Promise<Looked> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.isFile() ? 'file' : undefined;
  const bare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)));
  return bare ? 'repository' : 'folder';
}

/**
 * Gets hold of a preset's files and reads it.
 *
 * @param given the source as it was given, for messages
 */
export async function fetchAndRead(
  given: string,
  source: PresetSource,
  { cwd, onNote = () => {}, signal }: ResolveOptions,
): Promise<ReadPreset> {
  const shown = (path: string) => nameWithin(given, path);
  switch (source.kind) {
    case 'folder':
      return readPreset(diskTree(source.path, shown), { source: source.path, path: source.path });
    case 'file': {
      const beside = (path: string) => (path === basename(source.path) ? given : nameWithin(dirname(given), path));
      const tree = diskTree(dirname(source.path), beside);
      return readPreset(tree, { source: source.path, path: source.path }, { folder: '', file: basename(source.path) });
    }
    case 'tarball': {
      const { tree, version } = await readPackage(source.path, shown);
      return readPreset(tree, { source: source.path, path: source.path, ...(version && { version }) });
    }
    case 'npm':
      return inTemporaryFolder('preset', async (folder) => {
        const beside = await pathBeside(given, cwd, look);
        onNote(
          `Fetching the preset ${source.name}@${source.range} with npm${beside ? ` (not the path ${beside})` : ''}`,
        );
        const tarball = await fetchPackage(source, folder, cwd, signal).catch((error: unknown) => {
          throw beside && error instanceof Failure && !(error instanceof Cancelled) ? meantPath(error, beside) : error;
        });
        const { tree, version } = await readPackage(tarball, shown);
        return readPreset(tree, { source: given, ...(version && { version }) });
      });
    case 'git':
      return inTemporaryFolder('preset', async (folder) => {
        onNote(`Fetching the preset ${given} with git`);
        // The folder stands in the source already.
        const below = source.folder === undefined ? '' : `${source.folder}/`;
        const inFolder = (path: string) => shown(`${path}/`.startsWith(below) ? path.slice(below.length) : path);
        const { tree, commit } = await fetchCommit({ ...source, shown: inFolder }, folder, signal);
        return readPreset(tree, { ...fetchedOrigin(given, source.url), commit }, { folder: source.folder });
      });
  }
}

function meantPath(failure: Failure, beside: string): Failure {
  const line: Fix = { command: `--preset ${quoted(beside)}`, text: 'takes what is here under that name' };
  return failure.with({ fix: [line, ...failure.fix] });
}

/** `acme/wasm-oci.toml`, as a person would name a file of the preset they gave as `acme`. */
export function nameWithin(given: string, path: string): string {
  return path === '' ? given : `${given.replace(/[/\\]$/, '')}/${path}`;
}

/** Of a repository on this machine, the path is what a project's stored source is relative to. */
function fetchedOrigin(given: string, url: string): PresetOrigin {
  if (!isAbsolute(url)) return { source: given };
  const fragment = given.includes('#') ? given.slice(given.indexOf('#')) : '';
  return { source: url + fragment, path: url };
}
