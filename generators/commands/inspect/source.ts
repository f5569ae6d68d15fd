import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, Failure, type Fix } from '../../core/failure.js';
import { parseImageReference } from '../../core/options/image-reference.js';
import { InvalidValue, shown } from '../../core/options/invalid.js';
import { quoted } from '../../core/system/shell.js';

/** What an argument of the command line means. */
export type InspectSource =
  | { kind: 'file'; path: string; image?: string }
  | { kind: 'folder'; path: string; image?: string }
  | { kind: 'reference'; reference: string };

/** What the container tools write in front of a path, and what this program prints itself (`oci-archive:…`). */
const TRANSPORT = /^(?:oci-archive|docker-archive|oci-layout|oci|dir):(.+)$/s;

/**
 * Resolves an argument: a path that exists is that file or folder, anything else an image reference. So `./NAME` is
 * always a path, and `NAME:latest` is always an image.
 *
 * @throws Failure when there is no such path, and it is no reference either
 */
export function resolveSource(argument: string): InspectSource {
  const [, rest] = TRANSPORT.exec(argument) ?? [];
  if (rest !== undefined) return behindTransport(rest);
  const found = atPath(argument);
  if (found) return found;
  if (/^[0-9a-f]{64}$/.test(argument) || /^sha256:[0-9a-f]{64}$/.test(argument)) {
    return { kind: 'reference', reference: argument };
  }
  if (!/^(?:\.{0,2}[/\\]|\.\.?$)/.test(argument)) {
    try {
      parseImageReference(argument);
      return { kind: 'reference', reference: argument };
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      throw cannotInspect(`There is no file ${shown(argument)}, and ${error.message}.`, withoutScheme(argument));
    }
  }
  throw cannotInspect(`There is no file or folder ${shown(argument)}.`);
}

/** The container tools name a store or a registry in front; here a reference has nothing in front. */
function withoutScheme(argument: string): Fix[] {
  const [scheme = ''] = /^(?:docker:\/\/|oci:\/\/|https?:\/\/|containers-storage:|docker-daemon:)/.exec(argument) ?? [];
  return scheme === ''
    ? []
    : [{ command: `create-wasm-oci inspect ${quoted(argument.slice(scheme.length))}`, text: `(without ${scheme})` }];
}

/** `PATH` or `PATH:IMAGE`, as podman and skopeo take it. */
function behindTransport(rest: string): InspectSource {
  const found = atPath(rest);
  if (found) return found;
  for (let colon = rest.indexOf(':'); colon !== -1; colon = rest.indexOf(':', colon + 1)) {
    const before = atPath(rest.slice(0, colon));
    if (before) return { ...before, image: rest.slice(colon + 1) };
  }
  throw cannotInspect(`There is no file or folder ${shown(rest)}.`);
}

function atPath(path: string): Extract<InspectSource, { path: string }> | undefined {
  // A dangling link is no image's name either.
  if (!existsHere(path)) return undefined;
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isDirectory()) return { kind: 'folder', path };
  if (facts?.isFile()) return { kind: 'file', path };
  throw cannotInspect(`${shown(path)} is neither a file nor a folder.`);
}

/** The errors of a text that cannot be a file's name; any other is reported. */
const NO_FILE = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

function existsHere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NO_FILE.includes(code)) return false;
    throw cannotInspect(`${shown(path)} cannot be read (${code}).`);
  }
}

/** What a person may have meant by a folder that is no layout: the archives and modules in it. */
export function candidatesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /\.(?:tar|tar\.gz|tgz|wasm)$/.test(name));
  return names
    .sort()
    .slice(0, 5)
    .map((name) => join(folder, name));
}

/** Something that cannot be inspected. */
export function cannotInspect(message: string, fix: readonly Fix[] = []): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix });
}
