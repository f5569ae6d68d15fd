import { readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { linksToFile } from '../../files/links-to-file.js';
import type { ProjectFiles } from '../../languages/detect/project-files.js';
import { languages } from '../../languages/languages.js';

/** More files than any project has of its own: somebody's home directory, perhaps. */
const FILES_MAX = 100_000;
/** A source file of SQLite, all in one, has 9 MB. */
const FILE_TEXT_MAX = 32 * 1024 * 1024;

/** What tools keep beside the sources: many files, none of them the project's. */
const PASSED_OVER = new Set(['.git', '.hg', '.svn', 'node_modules', '.jj', '.idea', '.vscode']);

/**
 * Opens a project's directory for recognition: lists its files now, reads a file when it is asked for.
 *
 * @param shown the directory as the user types it
 * @throws Failure (wrong input) when it is no directory, or holds more files than a project does
 */
export async function openProject(directory: string, shown: string): Promise<ProjectFiles> {
  const paths: string[] = [];
  await listFolder(directory, '', paths, shown);
  const known = new Set(paths);
  const texts = new Map<string, string>();
  const text = (path: string): string | undefined => {
    if (!known.has(path)) return undefined;
    const kept = texts.get(path) ?? textOfFile(join(directory, path));
    texts.set(path, kept);
    return kept;
  };
  return { paths: paths.sort(), name: basename(directory), text };
}

async function listFolder(directory: string, folder: string, paths: string[], shown: string): Promise<void> {
  const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // A folder below that may not be read is none of the build's business; the directory itself is.
      if (folder !== '') return [];
      throw unreadable(shown, error);
    },
  );
  const beside = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isBuilt(entry.name, beside) && !PASSED_OVER.has(entry.name)) await listFolder(directory, path, paths, shown);
      continue;
    }
    // A link to a file of the project is read as the file; one to a folder could lead round in a circle.
    if (entry.isFile() || (entry.isSymbolicLink() && (await linksToFile(join(directory, path), directory))))
      paths.push(path);
    if (paths.length > FILES_MAX) throw tooMany(shown);
  }
}

/** Whether builds write a folder: those of a language are beside its manifest, elsewhere they are folders like any other. */
function isBuilt(name: string, beside: ReadonlySet<string>): boolean {
  return languages.some(
    ({ source }) =>
      !source.besideOthers &&
      source.buildOutputs.includes(name) &&
      source.manifests.some((manifest) => beside.has(manifest)),
  );
}

/** Contents as text; of a file that is too large, may not be read, or is none, nothing. */
export function textOfFile(path: string): string {
  try {
    const info = statSync(path);
    // A pipe would be waited for.
    return !info.isFile() || info.size > FILE_TEXT_MAX ? '' : readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return '';
  }
}

function unreadable(shown: string, { code }: NodeJS.ErrnoException): Failure {
  const why = { ENOENT: 'it does not exist', ENOTDIR: 'it is a file', EACCES: 'no permission' }[code ?? ''] ?? code;
  return new Failure(`${shown} is not a project's directory: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: "Give the project's directory." }],
  });
}

function tooMany(shown: string): Failure {
  return new Failure(`${shown} holds more than ${FILES_MAX.toLocaleString('en-US')} files.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Give the directory of one project, with its manifest in it.' }],
  });
}
