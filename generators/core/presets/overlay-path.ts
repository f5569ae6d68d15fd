import { isOwnName, OWN_PREFIX } from '../files/own-names.js';
import { pathPrefixes } from '../files/path-prefixes.js';
import { InvalidValue, shown } from '../options/invalid.js';

/** The most bytes that a file name has on common file systems (ext4, NTFS, APFS). */
const FILE_NAME_MAX = 255;

/** Windows keeps these names for devices, whatever the extension and in any case. */
const DEVICE_FILE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

/** Git's own folder, also by the short name that Windows gives it. */
const GIT_FOLDER = /^(?:\.git|git~\d+)$/i;

/** The short name that Windows gives a file with a longer one: `NPMRC~1` may be the `.npmrc`, `YO-RC~1.JSO` the answers. */
const SHORT = /^[^.]{1,7}~\d{1,6}(?:\.[^.]{0,3})?$/;

/** What no name holds on Windows; and controls and invisible characters, by which a name looks like another. */
const NOT_IN_A_NAME = /[<>:"|?*\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** @throws InvalidValue where a path of a preset must not lead: out of the project, into git, or to different places on different systems. */
function checkFileName(name: string): void {
  const given = shown(name);
  if (name === '' || name === '.') throw new InvalidValue('a path has no empty parts');
  if (name === '..') throw new InvalidValue('a path does not lead upwards with ".."');
  if (NOT_IN_A_NAME.test(name)) {
    throw new InvalidValue(`${given} holds a character that file names do not have on every system`);
  }
  if (/[. ]$/.test(name)) throw new InvalidValue(`${given} ends in a dot or a space, which Windows drops`);
  if (DEVICE_FILE.test(name)) throw new InvalidValue(`${given} is the name of a device on Windows`);
  if (GIT_FOLDER.test(name)) throw new InvalidValue(`${given} is git's own folder`);
  // A journal among a preset's files would have the next update remove what it names.
  if (isOwnName(name)) throw new InvalidValue(`names that begin with ${OWN_PREFIX} are this program's own`);
  if (SHORT.test(name)) throw new InvalidValue(`${given} may be the short name of another file on Windows`);
  if (Buffer.byteLength(name) > FILE_NAME_MAX) throw new InvalidValue(`${given} is longer than ${FILE_NAME_MAX} bytes`);
}

/**
 * Checks a path inside a preset or a project: relative, with `/` between folders.
 *
 * @throws InvalidValue naming the rule
 */
export function folderPath(path: string): void {
  if (path.startsWith('/')) throw new InvalidValue(`${shown(path)} is absolute; a path in a preset is relative`);
  for (const name of path.replace(/\/$/, '').split('/')) checkFileName(name);
}

/** npm leaves these out of packages, or renames them: in a preset they begin with an underscore. */
const DOTTED: Readonly<Record<string, string>> = { _gitignore: '.gitignore', _npmrc: '.npmrc' };

/** Where an overlay's file goes: without `.ejs`, and with the dots that npm would have dropped. */
export function pathInProject(path: string): string {
  const folders = path.split('/');
  const name = (folders.pop() ?? '').replace(/\.ejs$/, '');
  return [...folders, DOTTED[name] ?? name].join('/');
}

/** Files of a project that say what this program, or Yeoman, does with it. A preset does not set them. */
const OWN_FILES: readonly [name: string, why: string][] = [
  ['.yo-rc.json', 'holds the answers, which a preset sets in [defaults] and [locked]'],
  ['.yo-rc-global.json', 'holds answers of Yeoman'],
  ['.yo-resolve', 'tells Yeoman which files to skip or to overwrite'],
];

/**
 * Checks where a file goes in a project.
 *
 * @throws InvalidValue when it leads elsewhere, or is a file in which this program keeps what it does with the project
 */
export function checkTarget(path: string): void {
  folderPath(path);
  const names = path.split('/').map((name) => foldedName(name).toLowerCase());
  for (const [name, why] of OWN_FILES) {
    // Yeoman reads some of them in folders below as well.
    if (names.includes(name)) throw new InvalidValue(`${name} ${why}`);
  }
}

/**
 * A path as a file system compares it that knows neither upper case nor ways to compose a letter (Windows, macOS). That
 * is full case folding, by which `ß` is `ss`, and `ﬁ` is `fi`. Lower case first: upper case only does not reach `ẞ`.
 * Source: the Unicode Standard, 3.13 Default Case Algorithms, as near as JavaScript's case mappings come.
 */
export function foldedName(path: string): string {
  return path.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');
}

/**
 * Two of these paths that cannot both be files: the same to some file system though written differently, or one the
 * folder of the other. Undefined when they all can.
 */
export function collision(paths: Iterable<string>): [string, string] | undefined {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const path of paths) {
    const key = foldedName(path);
    const other = files.get(key) ?? folders.get(key);
    if (other !== undefined && other !== path) return [other, path];
    files.set(key, path);
    for (const folder of pathPrefixes(path).slice(0, -1)) {
      const file = files.get(foldedName(folder));
      if (file !== undefined) return [file, path];
      const spelt = folders.get(foldedName(folder));
      // The folder as it is written there, so that `Src/a` and `src/b` are found out as well.
      if (spelt !== undefined && !spelt.startsWith(`${folder}/`)) return [spelt, path];
      folders.set(foldedName(folder), path);
    }
  }
  return undefined;
}
