import { posix } from 'node:path';

/** A read-only view of a project's directory. Recognisers see nothing else of the disk. */
export interface ProjectFiles {
  /** Every file, relative, with `/` between folders, sorted. What builds and tools leave behind is not among them. */
  paths: readonly string[];
  /** What its folder is called. */
  name?: string;
  /** A file's text, or undefined where there is none. */
  text(path: string): string | undefined;
  /** Where this is a folder of a larger build context (`--in`). Then `text` takes paths of the context, too: `../lib/x.c`. */
  part?: ContextPart;
}

/** A folder of a build context. */
export interface ContextPart {
  context: ProjectFiles;
  /** The folder, relative to the context. */
  folder: string;
  /** Every file of the context, relative to the folder: those of the folder itself as above, others with `../`. */
  paths: readonly string[];
}

/** Every file that a build of the project can read, relative to the project's folder. */
export function buildablePaths({ paths, part }: ProjectFiles): readonly string[] {
  return part?.paths ?? paths;
}

/** A folder of a build context as a project by itself, which may read the rest of the context. */
export function partOf(context: ProjectFiles, folder: string): ProjectFiles {
  const below = `${folder}/`;
  const paths = context.paths.filter((path) => path.startsWith(below)).map((path) => path.slice(below.length));
  return {
    paths,
    text: (path) => context.text(posix.join(folder, path)),
    part: { context, folder, paths: context.paths.map((path) => posix.relative(folder, path)) },
  };
}

/** A path as seen from the project's folder, as `within`, or with `../` where the build context holds it. */
export function reachable(files: ProjectFiles, folder: string, path: string): string | undefined {
  const inside = within(folder, path);
  if (inside !== undefined || files.part === undefined || path.startsWith('/') || path.includes('\\')) return inside;
  const joined = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
  return within(files.part.folder, joined) === undefined ? undefined : joined;
}

/** A view of files that are given by path, for tests and for what is not on a disk. */
export function filesFrom(texts: Readonly<Record<string, string>>): ProjectFiles {
  return { paths: Object.keys(texts).sort(), text: (path) => texts[path] };
}

/** A path as seen from the project's directory, without `.` and `..`; undefined where it leads out of it. */
export function within(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\\')) return undefined;
  const joined = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return joined === '.' ? '' : joined;
}

/** `folder/name`, or `name` in the project's own directory. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** `Cargo.toml:12`: where a pattern is first found in a file, for messages. Only the path where it is not found. */
export function placeOf(path: string, text: string, pattern: RegExp): string {
  const found = pattern.exec(text);
  return found ? `${path}:${text.slice(0, found.index).split('\n').length}` : path;
}

/** A text as a regular expression means it. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
