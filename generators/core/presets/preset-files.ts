import { compilers, type LanguageId } from '../languages/languages.js';
import { InvalidValue, shown } from '../options/invalid.js';
import { checkTarget, collision, pathInProject } from './overlay-path.js';
import type { PresetFile, Settings } from './preset.js';
import { wrongPreset } from './settings.js';
import { BYTES_MAX, type Entry, shownSize, TooMany, type Tree } from './tree.js';

/** A file of a preset, before its path was checked and its text read. */
interface WantedFile {
  entry: Entry;
  /** Where it goes, as it is named in the preset. */
  to: string;
  language?: LanguageId;
}

/**
 * Reads the files that a preset puts into projects: its licence and its overlays.
 *
 * @throws Failure (wrong input) naming everything that is missing, leads elsewhere, is no text or too much
 */
export async function presetFiles(settings: Settings, tree: Tree, shownFile: string): Promise<PresetFile[]> {
  const mistakes: string[] = [];
  const wanted: WantedFile[] = [];
  const missing = (key: string, path: string) => {
    const line = settings.lines[key];
    mistakes.push(`${shownFile}${line ? `:${line}` : ''}: ${key}: the preset holds no ${shown(path)}`);
  };

  const license = settings.license?.file;
  if (license !== undefined) {
    const entry = await tree.entry(license);
    if (entry) wanted.push({ entry, to: license.slice(license.lastIndexOf('/') + 1) });
    else missing('license.file', license);
  }
  for (const [key, given] of Object.entries(settings.overlay)) {
    const folder = given.replace(/\/$/, '');
    const entries = await below(tree, folder);
    if (entries.length === 0) missing(`overlay.${key}`, folder);
    const language = key === 'shared' ? {} : { language: key as LanguageId };
    wanted.push(...entries.map((entry) => ({ entry, to: entry.path.slice(folder.length + 1), ...language })));
  }

  const paths = wanted.map((file) => ({ ...file, path: pathInProject(file.to) }));
  for (const { entry, path } of paths) mistakes.push(...fileMistakes(entry, path, tree));
  mistakes.push(...inEachOthersWay(paths, tree));
  if (mistakes.length > 0) throw wrongPreset(mistakes);
  return readAll(paths, tree);
}

async function below(tree: Tree, folder: string): Promise<Entry[]> {
  try {
    return (await tree.below(folder)).sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    throw wrongPreset([`${tree.shown(folder)}: ${error.message}`]);
  }
}

function fileMistakes({ path: from, kind }: Entry, path: string, tree: Tree): string[] {
  if (kind === 'link') return [`${tree.shown(from)}: it is a link, which could lead out of the preset`];
  if (kind === 'other') return [`${tree.shown(from)}: it is neither a file nor a folder`];
  try {
    checkTarget(path);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return [`${tree.shown(from)}: ${error.message}`];
  }
}

/** Files that could not both be in the projects of some language. */
function inEachOthersWay(files: readonly (WantedFile & { path: string })[], tree: Tree): string[] {
  const sentences = compilers.map(({ id }) => {
    const paths = files.filter(({ language }) => language === undefined || language === id).map(({ path }) => path);
    const both = collision(paths);
    return both && `${tree.shown('')}: ${both.map(shown).join(' and ')} cannot both be files on every system`;
  });
  const twice = files
    .filter(({ path, language }, index) => {
      return files.findIndex((other) => other.path === path && other.language === language) < index;
    })
    .map(({ entry, path }) => `${tree.shown(entry.path)}: another file of the preset goes to ${shown(path)} as well`);
  return [...new Set([...sentences, ...twice])].filter((sentence) => sentence !== undefined);
}

async function readAll(files: readonly (WantedFile & { path: string })[], tree: Tree): Promise<PresetFile[]> {
  refuseLarge(files, tree);
  const read: PresetFile[] = [];
  for (const { entry, path, to, language } of files) {
    const where = tree.shown(entry.path);
    const bytes = (await readOf(tree, entry.path)) ?? Buffer.of();
    // What is on the disk may grow after its size was looked at.
    if (bytes.length > entry.size) throw wrongPreset([`${where}: it changes while it is read`]);
    read.push({
      from: entry.path,
      path,
      contents: utf8Text(bytes, where),
      template: to.endsWith('.ejs'),
      executable: entry.executable,
      ...(language && { language }),
    });
  }
  return read;
}

/** @throws Failure (wrong input) where all files together are too large, before any of them is read */
function refuseLarge(files: readonly WantedFile[], tree: Tree): void {
  let total = 0;
  for (const { entry } of files) {
    total += entry.size;
    if (total > BYTES_MAX)
      throw wrongPreset([`${tree.shown(entry.path)}: with it, the files are larger than ${shownSize(BYTES_MAX)}`]);
  }
}

/**
 * Reads a file of a preset.
 *
 * @throws Failure (wrong input) where it is too large
 */
export async function readOf(tree: Tree, path: string, max?: number): Promise<Buffer | undefined> {
  try {
    return await tree.read(path, max);
  } catch (error) {
    if (error instanceof TooMany) throw wrongPreset([`${tree.shown(path)}: ${error.message}`]);
    throw error;
  }
}

/** What Git LFS keeps in a repository instead of a file. Source: git-lfs, docs/spec.md. */
const LFS_POINTER = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\/v1\n/;

/**
 * A file's text. A checkout on Windows may have CRLF; generated files have LF everywhere.
 *
 * @throws Failure (wrong input) when it is not text: projects are made of texts
 */
export function utf8Text(bytes: Buffer, where: string): string {
  const text = decoded(bytes)?.replaceAll('\r\n', '\n');
  if (text === undefined || text.includes('\0')) throw wrongPreset([`${where}: it is not text in UTF-8`]);
  if (LFS_POINTER.test(text)) {
    throw wrongPreset([
      `${where}: it is a pointer of Git LFS, whose contents are elsewhere; keep the file in git itself`,
    ]);
  }
  return text;
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
