import { InvalidValue, shown } from '../options/invalid.js';
import { folderPath } from './overlay-path.js';

/** A repository, and which part of it. */
export interface GitSource {
  url: string;
  /** A branch, tag or commit. */
  ref?: string;
  /** A folder in the repository. */
  folder?: string;
}

/** `user@host:path`, as git and ssh write it. */
const SCP = /^(?:git\+ssh:\/\/)?\w[\w.-]*@(\w[\w.-]*):(?!\/\/)[^-\s]\S*$/;
/** npm's own words behind an `@`: `name@file:../x` is a path there, and `file` no host. */
const NPM_PROTOCOLS = new Set(['file', 'link', 'npm', 'workspace', 'portal', 'patch', 'http', 'https', 'ssh', 'exec']);
const REF = /^[A-Za-z0-9_][\w./@+-]*$/;

/** A host by name or address, with a port: no user, no escapes, no hyphen in front, which ssh would take for an option. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a text has the form `user@host:path`. */
export function isScp(given: string): boolean {
  return SCP.test(given);
}

/**
 * Reads the URL of a repository. Stricter than a URL parser, which repairs what it is given: `https:///user:pw@host`, a
 * tab in the middle, a backslash. What is stored and shown must be what git is asked for.
 *
 * @throws InvalidValue naming the rule
 */
export function gitSource(given: string): GitSource {
  const [whole = '', ...fragment] = given.split('#');
  const rest = fragment.length > 0 ? refOf(fragment.join('#')) : {};
  // npm writes `git+ssh://git@host:path`, which to git is a host with a port that is none.
  const url = whole.replace(/^git\+/, '').replace(/^ssh:\/\/([\w.-]+@[\w.-]+:)(?!\d+(?:\/|$))(?=[^/])/, '$1');
  if (/[\s\p{Cf}]/u.test(url)) throw new InvalidValue(`${shown(url)} holds a space or an invisible character`);
  if (url.includes('\\')) throw new InvalidValue(`${shown(url)} holds a backslash`);
  const [, host] = SCP.exec(url) ?? [];
  if (host !== undefined) {
    if (NPM_PROTOCOLS.has(host)) throw new InvalidValue(`${host}: behind an "@" is npm's, and not a host`);
    return { url, ...rest };
  }
  checkUrl(url);
  return { url, ...rest };
}

function checkUrl(url: string): void {
  const [, scheme = '', authority, path = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/]*))?(.*)$/.exec(url) ?? [];
  if (!['https', 'ssh', 'file'].includes(scheme)) {
    throw new InvalidValue(`${scheme}:// is not taken: only https, ssh and file tell who answers`);
  }
  if (authority === undefined) throw new InvalidValue(`a URL has two slashes: ${scheme}://…`);
  // A token there would be stored in the project's .yo-rc.json and its README.
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const onlyUser = scheme === 'ssh' && /^\w[\w.-]*$/.test(user);
  const misplaced = authority === '' && /^\/+[^/]*@/.test(path);
  if (misplaced || (at !== -1 && !onlyUser)) {
    throw new InvalidValue('the URL holds a user name or password; let git have them from a credential helper');
  }
  const host = authority.slice(at + 1);
  if (scheme === 'file') {
    if (host !== '') throw new InvalidValue(`${shown(url)} names a host; a file URL has three slashes: file:///…`);
    if (/^\/\//.test(path)) throw new InvalidValue(`${shown(url)} has more than three slashes`);
  } else if (/^-/.test(host)) throw new InvalidValue(`${shown(url)} has a host that begins with a hyphen`);
  else if (!HOST.test(host)) throw new InvalidValue(`${shown(host)} is not the name of a host`);
  if (/\?/.test(path)) throw new InvalidValue('the URL holds a query, in which there may be a token');
  if (/%(?:[01][0-9a-f]|7f)/i.test(path)) throw new InvalidValue(`${shown(url)} holds a control character`);
  if (/^\/*$/.test(path)) throw new InvalidValue(`${shown(url)} names no repository`);
  if (/\.(?:tgz|tar\.gz)$/i.test(path)) throw new InvalidValue('a tarball is given by its path: download it first');
}

/**
 * Reads what follows the `#`: `ref`, `ref:folder` or `:folder`, as git itself writes a folder of a commit.
 *
 * @throws InvalidValue naming the rule
 */
export function refOf(fragment: string): Pick<GitSource, 'ref' | 'folder'> {
  const [ref = '', ...rest] = fragment.split(':');
  const folder = rest.join(':').replace(/\/$/, '');
  if (ref !== '' && (!REF.test(ref) || ref.includes('..'))) {
    throw new InvalidValue(`${shown(ref)} is not a branch, tag or commit`);
  }
  if (folder !== '') folderPath(folder);
  return { ...(ref !== '' && { ref }), ...(folder !== '' && { folder }) };
}
