import type { Fix } from '../../failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import { NPM_CAUSES, type NpmFailure, ping } from './npm-causes.js';
import { hasCredentials, type Npmrc, unsetTokenVariable, userNpmrc } from './npmrc.js';
import { withoutPasswords } from './without-passwords.js';

/** Options that make npm fail soon, and tell where. */
export const TELLING = [
  // Every request with its URL: of a 401 npm names neither the registry nor the package.
  '--loglevel=http',
  // npm would try again for half a minute and more, with nothing to see, and wait five minutes for each answer.
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
  '--fetch-timeout=50000',
];

/** Why npm could not fetch a package. */
export interface NpmError {
  /** In a few words that go into a sentence. */
  why: string;
  /** Commands or sentences that fix it, one a line. */
  fix: Fix[];
  /** npm's own words, where they say more. */
  output: string[];
}

/**
 * Makes out why npm failed to fetch a package, from what it printed with the options `TELLING`.
 *
 * @param settings the user's .npmrc, and that of the project around, whose credentials do not count
 */
export async function npmError(
  { exitCode, stderr, timedOut }: Pick<Finished, 'exitCode' | 'stderr' | 'timedOut'>,
  name: string,
  { user, project }: { user?: Npmrc; project?: Npmrc | undefined } = {},
): Promise<NpmError> {
  const code = timedOut ? 'ETIMEDOUT' : npmCodeIn(stderr);
  const url = failedUrl(stderr);
  const at = url && npmRegistryOf(url, name);
  const known: NpmFailure = {
    code,
    name,
    registry: at ? `the registry ${at}` : 'the registry',
    option: at ? ` --registry=${at}` : '',
    key: at?.replace(/^https?:/, '') ?? '//HOST/',
    proxy: url && proxyIn(stderr, url),
  };
  const cause = NPM_CAUSES.find(([pattern]) => pattern.test(code))?.[1];
  if (!cause) {
    const why = `npm failed (${code || `exit code ${exitCode}`})`;
    return { why, fix: ping(known.option), output: complaints(stderr) };
  }
  const { why, fix } = cause(known);
  const refused = /^(?:E40[134]|ENEEDAUTH)$/.test(code) && url !== undefined;
  const unset = refused ? unsetTokenVariable(user ?? (await userNpmrc()), url.host) : undefined;
  if (!unset) {
    const misplaced = refused && project && hasCredentials(project, url.host);
    const move: Fix = {
      text: `${project?.file} holds an account for ${url?.host}, and only your own settings count: move it to ~/.npmrc.`,
    };
    return { why, fix: misplaced ? [move, ...fix] : fix, output: [] };
  }
  const token: Fix = {
    text: `Set ${unset.variable}: ${unset.file} takes the token for ${url?.host} from it, and it is empty.`,
  };
  // An account that is asked for is then what it lacks; one that may not, or finds nothing, can have other reasons.
  return { why, fix: [token, ...(code === 'E403' || code === 'E404' ? fix : [])], output: [] };
}

function npmCodeIn(stderr: string): string {
  // npm before 10.6 writes ERR!.
  const code = /^npm (?:error|ERR!) code (\w+)/m.exec(stderr)?.[1] ?? '';
  if (code !== 'FETCH_ERROR') return code;
  // One code of npm's for two things.
  if (/network timeout at/.test(stderr)) return 'ETIMEDOUT';
  return /invalid json response body/.test(stderr) ? 'EHTML' : code;
}

/** The URL whose request failed. */
function failedUrl(stderr: string): URL | undefined {
  // Of a request that nobody answered npm 9 has this alone, and its log ends with one before.
  const unanswered = /(?:request to|timeout at:) (https?:\/\/\S+)/.exec(stderr);
  const [, url] = unanswered ?? [...stderr.matchAll(/^npm http fetch GET .*?(https?:\/\/\S+)/gm)].at(-1) ?? [];
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

/** The registry that a URL of a package belongs to; without a user name, which may be a token. */
function npmRegistryOf({ origin, pathname }: URL, name: string): string {
  const path = pathname.toLowerCase();
  const at = [`/${name.replace('/', '%2f')}`, `/${name}/`]
    .map((part) => path.indexOf(part))
    .find((found) => found !== -1);
  return origin + pathname.slice(0, (at ?? 0) + 1);
}

/** Whom npm called, where that was not the registry itself. */
function proxyIn(stderr: string, { hostname, port, protocol }: URL): string | undefined {
  const [, called, at] = /reason: connect E\w+ (\S+):(\d+)/.exec(stderr) ?? [];
  if (at !== undefined) return at === (port || (protocol === 'https:' ? '443' : '80')) ? undefined : `${called}:${at}`;
  const [, sought] = /reason: getaddrinfo E\w+ (\S+)/.exec(stderr) ?? [];
  return sought === hostname ? undefined : sought;
}

/** What npm complains about: no requests, and no stack trace of its own. */
function complaints(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => /^npm (?:error|ERR!)/.test(line) && !/^npm \S+\s+at /.test(line));
  return lines.length === 0 ? [] : lastLines(withoutPasswords(lines.join('\n')));
}
