import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../../failure.js';
import { type Npmrc, projectNpmrc, userNpmrc } from './npmrc.js';

/** A registry that a project names for a package. */
export interface ProjectRegistry {
  /** `@acme:registry`, or `registry`. */
  key: string;
  url: string;
  file: string;
  /** Whether the user configured the same one, so that all of their account may go to it. */
  own: boolean;
}

/** Where npm runs, and with which variables: what of the user's settings counts, and nothing of a project's. */
export interface NpmPlace {
  cwd: string;
  env: Record<string, string | undefined>;
}

/**
 * Settings of npm that say where packages are and how they are reached. All others (git, script-shell, node-options,
 * editor, …) name programs, or are for a project's own packages. npm hands its settings on to what it starts, those of
 * the project's .npmrc among them, so a variable need not be the user's.
 */
const NETWORK_SETTINGS = new Set([
  ...['registry', 'userconfig', 'globalconfig', 'prefix', 'cache', 'cafile', 'ca', 'cert', 'key', 'strict-ssl'],
  ...['proxy', 'https-proxy', 'http-proxy', 'noproxy', 'no-proxy', 'local-address', 'maxsockets', 'offline'],
  ...['prefer-offline', 'prefer-online', 'fetch-retries', 'fetch-retry-factor', 'fetch-retry-mintimeout'],
  ...['fetch-retry-maxtimeout', 'fetch-timeout', 'user-agent'],
]);

/**
 * Makes an empty folder into one that npm takes for a project of its own, with one setting: the registry of the
 * package, where the project around names one.
 *
 * @param projects the files of projects whose settings do not count
 */
export async function npmPlace(
  folder: string,
  { registry, projects }: { registry?: ProjectRegistry | undefined; projects: readonly Npmrc[] },
): Promise<NpmPlace> {
  const cwd = join(folder, 'npm');
  await mkdir(cwd);
  // npm looks for these in the folders above, too: in a shared folder for temporary files they may be anybody's.
  await writeFile(join(cwd, 'package.json'), '{}\n');
  await writeFile(join(cwd, '.npmrc'), registry ? `${registry.key}=${registry.url}\n` : '');
  return { cwd, env: npmVariables(process.env, projects) };
}

/** The projects that npm, or whoever started this process, may have taken settings from. */
export async function projectsAround(folder: string, env: NodeJS.ProcessEnv = process.env): Promise<Npmrc[]> {
  const folders = new Set([
    folder,
    process.cwd(),
    ...(env.npm_config_local_prefix ? [env.npm_config_local_prefix] : []),
  ]);
  const found = await Promise.all([...folders].map((each) => projectNpmrc(each, env)));
  return found.filter((npmrc) => npmrc !== undefined);
}

/** The user's own settings, whatever npm read from a project before it started this process. */
export async function userSettings(projects: readonly Npmrc[]): Promise<Npmrc> {
  return userNpmrc({ ...process.env, ...npmVariables(process.env, projects) });
}

/**
 * The changes to the environment for npm: without the settings that name no registry, and without what a project set.
 */
export function npmVariables(env: NodeJS.ProcessEnv, projects: readonly Npmrc[]): Record<string, string | undefined> {
  const changed: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) {
    const [, raw] = /^npm_config_(.+)$/i.exec(name) ?? [];
    if (raw === undefined) continue;
    // A registry of a scope, and credentials, npm hands to nobody: they are the user's.
    if (raw.startsWith('//') || raw.startsWith('@')) continue;
    const key = raw.toLowerCase().replaceAll('_', '-');
    if (!NETWORK_SETTINGS.has(key) || projects.some((project) => isFrom(project, key, value ?? '')))
      changed[name] = undefined;
  }
  return changed;
}

/** Whether a variable may come from a project's file. A registry that differs from the project's is the user's own. */
function isFrom({ values }: Npmrc, key: string, value: string): boolean {
  const set = Object.keys(values).find((each) => each.toLowerCase().replaceAll('_', '-') === key);
  if (set === undefined) return false;
  return key !== 'registry' || String(values[set]).includes('${') || sameUrl(String(values[set]), value);
}

/**
 * The registry that a project names for a package: the only setting of its .npmrc that counts.
 *
 * @throws Failure (wrong input) where it holds a variable or a password, or does not tell who answers
 */
export async function projectRegistry(
  name: string,
  project: Npmrc | undefined,
  user: Npmrc,
): Promise<ProjectRegistry | undefined> {
  if (!project) return undefined;
  const scope = name.startsWith('@') ? `${name.split('/')[0]}:registry` : 'registry';
  const key = [scope, 'registry'].find((each) => project.values[each] !== undefined);
  if (key === undefined) return undefined;
  const value = project.values[key];
  const url = String(value);
  const own = Object.entries(user.values).some(
    ([set, each]) => /(?:^|:)registry$/.test(set) && sameUrl(String(each), url),
  );
  const why = settingMistake(value, own);
  if (why === undefined) return { key, url, file: project.file, own };
  // The user has said where it comes from.
  if (user.values[key] !== undefined || process.env[`npm_config_${key}`]) return undefined;
  throw new Failure(`${project.file}: ${key} is not taken from a project: ${why}.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ command: `npm config set --location=user ${key}=URL`, text: 'names the registry in your own settings' }],
  });
}

function settingMistake(value: unknown, configured: boolean): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return 'it is no URL';
  if (/[\r\n]/.test(value)) return 'it is no URL';
  // Whatever variable it names would be sent to whatever host it names.
  if (value.includes('${')) return 'it holds a variable';
  const { protocol, hostname, username, password } = new URL(value);
  if (username || password) return 'it holds a user name or password';
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  // Over plain HTTP anybody on the way reads the account, and changes the answer.
  if (protocol === 'https:' || (protocol === 'http:' && (loopback || configured))) return undefined;
  return `${protocol}// does not tell who answers`;
}

function sameUrl(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => (URL.canParse(url) ? new URL(url).href.replace(/\/$/, '') : url));
  return a === b;
}
