import { isAbsolute, resolve } from 'node:path';
import semver from 'semver';
import { InvalidValue, shown } from '../answers/invalid.js';
import { folderPath } from './overlay-path.js';

/** What `--preset` names. Paths are absolute. */
export type PresetSource =
  /** A `wasm-oci.toml` by its own path, or the folder that holds one. */
  | { kind: 'folder'; path: string }
  | { kind: 'file'; path: string }
  /** An npm package as `npm pack` writes it. */
  | { kind: 'tarball'; path: string }
  /** A package of the registry that npm is set up for; the range is a version, a range or a tag. */
  | { kind: 'npm'; name: string; range: string }
  /** A repository by URL or path; the ref is a branch, tag or commit, the folder one inside it. */
  | { kind: 'git'; url: string; ref?: string; folder?: string };

/** What stands at a path: a git repository without a work tree counts as a repository, one with as a folder. */
export type Looked = 'file' | 'folder' | 'repository' | undefined;

/** What is told where a preset cannot be made out. */
export const FORMS =
  'A preset is a path (./preset, ./wasm-oci.toml, ./preset-1.0.0.tgz), an npm package (@acme/preset, @acme/preset@^1), ' +
  'or a git URL (git+https://git.example.com/preset.git#v1, git@git.example.com:acme/preset.git, file:///srv/preset.git).';

const PATH = /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:[/\\])/;
const PATH_ENDING = /\.(?:toml|tgz|tar\.gz|git)$/i;
const SCHEME = /^(?:git\+)?([A-Za-z][A-Za-z0-9+.-]*):\/\//;
/** `user@host:path`, as git and ssh write it. */
const SCP = /^(?:git\+ssh:\/\/)?[\w][\w.-]*@[\w][\w.-]*:(?!\/\/)[^-\s]\S*$/;
// npm's own rules for names, without the ones of old packages.
const PACKAGE = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const NPM_TAG = /^[A-Za-z][\w.-]*$/;
const REF = /^[A-Za-z0-9_][\w./@+-]*$/;

/**
 * Makes out what a person named. What stands on the disk under that name comes first; a scoped name is always a
 * package, and `npm:NAME` makes any name one.
 *
 * @param look tells what stands at an absolute path
 * @throws InvalidValue when it can be nothing of these, or a protocol that is not taken
 */
export async function parseSource(
  given: string,
  cwd: string,
  look: (path: string) => Promise<Looked>,
): Promise<PresetSource> {
  if (given === '') throw new InvalidValue('it is empty');
  if (/[\p{Cc}\p{Cs}]/u.test(given)) throw new InvalidValue(`${shown(given)} holds a control character`);
  if (given.startsWith('-')) throw new InvalidValue(`${shown(given)} begins with a hyphen`);
  if (given.startsWith('npm:')) return npmPackage(given.slice(4));
  if (SCHEME.test(given) || SCP.test(given)) return gitSource(given);
  if (/^\w+::/.test(given)) throw new InvalidValue(`${shown(given)} runs a program of its own; https, ssh and file do`);
  const [path = '', ...fragment] = given.split('#');
  if (!given.startsWith('@') || PATH_ENDING.test(path)) {
    // A path may hold a "#" itself, so the whole is looked for first.
    const ref = fragment.length > 0 ? fragment.join('#') : undefined;
    const onDisk = (await localSource(given, undefined, cwd, look)) ?? (await localSource(path, ref, cwd, look));
    if (onDisk) return onDisk;
  }
  if (PATH.test(given) || isAbsolute(given) || PATH_ENDING.test(path)) throw new InvalidValue(`there is no ${path}`);
  return npmPackage(given);
}

async function localSource(
  given: string,
  fragment: string | undefined,
  cwd: string,
  look: (path: string) => Promise<Looked>,
): Promise<PresetSource | undefined> {
  const path = resolve(cwd, given);
  const found = await look(path);
  // A folder with a ref behind it is asked for as git has it, not as its files stand there now.
  if (found === 'repository' || (found === 'folder' && fragment !== undefined)) {
    return { kind: 'git', url: path, ...(fragment !== undefined && refOf(fragment)) };
  }
  if (found === undefined || fragment !== undefined) return undefined;
  if (found === 'folder') return { kind: 'folder', path };
  return { kind: /\.(?:tgz|tar\.gz)$/i.test(path) ? 'tarball' : 'file', path };
}

function npmPackage(given: string): PresetSource {
  const at = given.indexOf('@', 1);
  const name = at === -1 ? given : given.slice(0, at);
  const range = at === -1 ? 'latest' : given.slice(at + 1);
  if (!PACKAGE.test(name) || name.length > 214) throw new InvalidValue(`${shown(given)} is none`);
  if (!(semver.validRange(range) ?? NPM_TAG.test(range)) || range === '') {
    throw new InvalidValue(`${shown(range)} is not a version, a range or a tag of ${name}`);
  }
  return { kind: 'npm', name, range };
}

function gitSource(given: string): PresetSource {
  const [whole = '', ...fragment] = given.split('#');
  // npm writes `git+ssh://git@host:path`, which to git is a host with a port that is none.
  const url = whole.replace(/^git\+/, '').replace(/^ssh:\/\/([\w.-]+@[\w.-]+:)(?!\d+(?:\/|$))(?=[^/])/, '$1');
  const [, scheme = 'ssh'] = SCHEME.exec(given) ?? [];
  if (!['https', 'ssh', 'file'].includes(scheme.replace('git+', ''))) {
    throw new InvalidValue(`${scheme}:// is not taken: only https, ssh and file tell who answers`);
  }
  // A token there would be stored in the project's .yo-rc.json and its README.
  if (/^[a-z]+:\/\/(?:[^/@]*:[^/@]*@|[^/@]+@)/i.test(url) && !/^ssh:\/\/[\w.-]+@/i.test(url)) {
    throw new InvalidValue('the URL holds a user name or password; let git have them from a credential helper');
  }
  if (/^[a-z]+:\/\/(?:[^/@]+@)?-/i.test(url))
    throw new InvalidValue(`${shown(url)} has a host that begins with a hyphen`);
  if (/\.(?:tgz|tar\.gz)$/i.test(url)) throw new InvalidValue('a tarball is given by its path: download it first');
  return { kind: 'git', url, ...(fragment.length > 0 && refOf(fragment.join('#'))) };
}

/** `#ref`, `#ref:folder` or `#:folder`, as git itself writes a folder of a commit. */
function refOf(fragment: string): { ref?: string; folder?: string } {
  const [ref = '', ...rest] = fragment.split(':');
  const folder = rest.join(':').replace(/\/$/, '');
  if (ref !== '' && (!REF.test(ref) || ref.includes('..'))) {
    throw new InvalidValue(`${shown(ref)} is not a branch, tag or commit`);
  }
  if (folder !== '') folderPath(folder);
  return { ...(ref !== '' && { ref }), ...(folder !== '' && { folder }) };
}
