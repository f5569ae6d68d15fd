import { isAbsolute, resolve } from 'node:path';
import semver from 'semver';
import { InvalidValue, shown } from '../options/invalid.js';
import { gitSource, isScp, refOf } from './git-url.js';

/** A preset's source, as `--preset` names it. Paths are absolute. */
export type PresetSource =
  /** A `wasm-oci.toml` by its own path, or the folder that holds one. */
  | { kind: 'folder'; path: string }
  | { kind: 'file'; path: string }
  /** An npm package as `npm pack` writes it. */
  | { kind: 'tarball'; path: string }
  /** A package of the registry that npm is configured for; the range is a version, a range or a tag. */
  | { kind: 'npm'; name: string; range: string }
  /** A repository by URL or path; the ref is a branch, tag or commit, the folder one inside it. */
  | { kind: 'git'; url: string; ref?: string; folder?: string };

/** What is at a path: a git repository without a work tree counts as a repository, one with as a folder. */
export type Looked = 'file' | 'folder' | 'repository' | undefined;

/** What a text names by its form only, before anything is looked at. */
export type SourceForm =
  /** `#…` behind a path may be part of its name: what is on the disk decides. */
  { kind: 'path'; path: string } | Extract<PresetSource, { kind: 'npm' | 'git' }>;

/** The forms of a source, for messages. */
export const FORMS =
  'A preset is a path (./preset, ./wasm-oci.toml, ./preset-1.0.0.tgz), an npm package (@acme/preset, @acme/preset@^1), ' +
  'or a git URL (git+https://git.example.com/preset.git#v1, git@git.example.com:acme/preset.git, file:///srv/preset.git).';

const PATH_SOURCE = /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:[/\\])/;
const SCHEME = /^(?:git\+)?([A-Za-z][A-Za-z0-9+.-]*):/;
// npm's own rules for names, without the ones of old packages.
const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const NPM_TAG = /^[A-Za-z][\w.-]*$/;

/**
 * Reads a source by its form only: what begins with `./`, `../` or `/` is a path, what has a scheme is a URL, and
 * everything else is an npm package. So no folder of a cloned repository is taken for a package of its name.
 *
 * @throws InvalidValue naming the rule that the text breaks
 */
export function sourceForm(given: string): SourceForm {
  if (given === '') throw new InvalidValue('it is empty');
  // A URL parser drops tabs and line breaks, and direction marks show another text than is read.
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u{feff}]/u.test(given)) {
    throw new InvalidValue(`${shown(given)} holds a control character or a direction mark`);
  }
  if (given.startsWith('-')) throw new InvalidValue(`${shown(given)} begins with a hyphen`);
  if (PATH_SOURCE.test(given) || isAbsolute(given)) return { kind: 'path', path: given };
  if (given.startsWith('npm:')) return npmPackage(given.slice(4));
  if (/^\w+::/.test(given)) throw new InvalidValue(`${shown(given)} runs a program of its own; use https, ssh or file`);
  if (isScp(given) || SCHEME.test(given)) return { kind: 'git', ...gitSource(given) };
  return npmPackage(given);
}

/**
 * Reads a source and looks for a path on the disk.
 *
 * @param look returns what is at an absolute path
 * @throws InvalidValue when it is none of the forms, names a protocol that is not taken, or a path where nothing is
 */
export async function parseSource(
  given: string,
  cwd: string,
  look: (path: string) => Promise<Looked>,
): Promise<PresetSource> {
  const form = await formOf(given, cwd, look);
  if (form.kind !== 'path') return form;
  const [path = '', ...fragment] = given.split('#');
  // A path may hold a "#" itself, so the whole is looked for first.
  const ref = fragment.length > 0 ? fragment.join('#') : undefined;
  const onDisk = (await localSource(given, undefined, cwd, look)) ?? (await localSource(path, ref, cwd, look));
  if (onDisk) return onDisk;
  throw new InvalidValue(`there is no ${path}`);
}

/** A path without its `./` is the mistake that is made most often: the message has the right one. */
async function formOf(given: string, cwd: string, look: (path: string) => Promise<Looked>): Promise<SourceForm> {
  try {
    return sourceForm(given);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    if (/[\p{Cc}:]/u.test(given)) throw error;
    const paths = [given, given.split('#')[0] ?? ''].filter((path) => path !== '');
    const found = await Promise.all(paths.map((path) => look(resolve(cwd, path))));
    if (found.every((one) => one === undefined)) throw error;
    throw new InvalidValue(`${shown(given)} is not an npm package; a path begins with "./": ${shown(`./${given}`)}`);
  }
}

/** Where a package's name is also a path here: `./acme` beside the package `acme`. Undefined where it is not. */
export async function pathBeside(
  given: string,
  cwd: string,
  look: (path: string) => Promise<Looked>,
): Promise<string | undefined> {
  if (given.startsWith('npm:')) return undefined;
  return (await look(resolve(cwd, given))) === undefined ? undefined : `./${given}`;
}

async function localSource(
  given: string,
  fragment: string | undefined,
  cwd: string,
  look: (path: string) => Promise<Looked>,
): Promise<PresetSource | undefined> {
  const path = resolve(cwd, given);
  const found = await look(path);
  // A folder with a ref behind it is read as git has it, not as its files are now.
  if (found === 'repository' || (found === 'folder' && fragment !== undefined)) {
    return { kind: 'git', url: path, ...(fragment !== undefined && refOf(fragment)) };
  }
  if (found === undefined || fragment !== undefined) return undefined;
  if (found === 'folder') return { kind: 'folder', path };
  return { kind: /\.(?:tgz|tar\.gz)$/i.test(path) ? 'tarball' : 'file', path };
}

function npmPackage(given: string): Extract<PresetSource, { kind: 'npm' }> {
  const at = given.indexOf('@', 1);
  const name = at === -1 ? given : given.slice(0, at);
  const range = at === -1 ? 'latest' : given.slice(at + 1);
  if (!PACKAGE.test(name) || name.length > 214) {
    throw new InvalidValue(`${shown(given)} is not the name of an npm package`);
  }
  if (!(semver.validRange(range) ?? NPM_TAG.test(range)) || range === '') {
    throw new InvalidValue(`${shown(range)} is not a version, a range or a tag of ${name}`);
  }
  return { kind: 'npm', name, range };
}
