import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'ini';
import { userHome } from '../../system/own-folders.js';
import { readBounded } from './read-bounded.js';

/** An .npmrc. Its values are as they are written: `${NAME}` is not replaced. */
export interface Npmrc {
  file: string;
  /** Without a prototype: a key may be called `constructor`. */
  values: Readonly<Record<string, unknown>>;
}

/** Longer than any .npmrc: certificates are in it, at most. */
const MAX = 256 * 1024;

/** The user's own .npmrc. `env` is without what a project may have set. */
export async function userNpmrc(env: NodeJS.ProcessEnv = process.env): Promise<Npmrc> {
  return readNpmrc(userFile(env));
}

/**
 * The .npmrc that npm takes as the project's when it runs in a folder: beside the nearest package.json or node_modules
 * above, else in the folder itself. Undefined where there is none, or where it is the user's own.
 */
export async function projectNpmrc(folder: string, env: NodeJS.ProcessEnv = process.env): Promise<Npmrc | undefined> {
  const file = join(await projectRoot(folder), '.npmrc');
  const places = [file, userFile({}), userFile(env)];
  const [real, inHome, named] = await Promise.all(places.map((path) => realpath(path).catch(() => undefined)));
  if (real === undefined || real === inHome) return undefined;
  const found = await readNpmrc(file);
  // A project's file that names itself as the user's is still the project's.
  return real === named && found.values.userconfig === undefined ? undefined : found;
}

/** Source: @npmcli/config, loadLocalPrefix. */
async function projectRoot(folder: string): Promise<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const [manifest, modules] = await Promise.all([
      stat(join(at, 'package.json')).catch(() => undefined),
      stat(join(at, 'node_modules')).catch(() => undefined),
    ]);
    if (manifest?.isFile() || modules?.isDirectory()) return at;
    if (at === dirname(at)) return resolve(folder);
  }
}

/** npm reads its files with the same library. A file that cannot be read says nothing. */
async function readNpmrc(file: string): Promise<Npmrc> {
  const bytes = await readBounded(file, MAX).catch(() => undefined);
  return { file, values: Object.assign(Object.create(null), parse(bytes?.toString('utf8') ?? '')) };
}

/** The npm that started this process names it in lower case, users in either. */
function userFile({ npm_config_userconfig: lower, NPM_CONFIG_USERCONFIG: upper }: NodeJS.ProcessEnv): string {
  return lower || upper || join(userHome(), '.npmrc');
}

/** A variable that npm is to take a token from, and the file that names it. */
export interface TokenVariable {
  variable: string;
  file: string;
}

const CREDENTIALS = /^\/\/([^/]+)\/.*:_(?:authToken|auth|password)$/;

/**
 * The variable that a token for a host is to come from, where it is not set or empty: npm then sends `${NAME}` itself,
 * and does not say so. In CI it is what is wrong most often: a secret that a job was not given.
 */
export function unsetTokenVariable({ file, values }: Npmrc, host: string): TokenVariable | undefined {
  for (const [key, value] of Object.entries(values)) {
    if (CREDENTIALS.exec(key)?.[1] !== host) continue;
    const [, variable] = /\$\{(\w+)\??\}/.exec(String(value)) ?? [];
    if (variable !== undefined && !process.env[variable]) return { variable, file };
  }
  return undefined;
}

/** Whether a file has credentials for a host. */
export function hasCredentials({ values }: Npmrc, host: string): boolean {
  return Object.keys(values).some((key) => CREDENTIALS.exec(key)?.[1] === host);
}
