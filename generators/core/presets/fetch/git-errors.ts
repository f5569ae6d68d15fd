import type { Fix } from '../../failure.js';
import { type Finished, lastLines } from '../../system/process.js';
import { quoted } from '../../system/shell.js';
import { withoutPasswords } from './without-passwords.js';

/** Why git could not fetch a repository. */
export interface GitError {
  /** In a few words that go into a sentence. */
  why: string;
  /** Commands or sentences that fix it, one a line. */
  fix: Fix[];
  /** git's own words. */
  output: string[];
}

/** What is wrong, from a match in what git said; and how to fix it. */
interface GitCause {
  said: RegExp;
  why: string | ((match: RegExpExecArray) => string);
  /** @param look the command that asks the same of git in a terminal, where it may ask back */
  fix(look: string, url: string, match: RegExpExecArray): Fix[];
}

const shows = (look: string): Fix[] => [
  { command: look, text: 'shows whether git reaches it, with its branches and tags' },
];

// ssh complains of a host's key, then git of ssh: what is more exact stands first.
const GIT_CAUSES: readonly GitCause[] = [
  {
    said: /couldn't find remote ref|not our ref|unknown revision/i,
    why: 'it has no such branch, tag or commit',
    fix: shows,
  },
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED!(?:[\s\S]* -R "?([^\s"]+))?/,
    why: 'its host key differs from the one that ssh knows',
    fix: (look, _, [, host = 'HOST']) => [
      { text: "Ask the host's operator whether it has a new key; if not, the connection may be intercepted." },
      { command: `ssh-keygen -R ${quoted(host)}`, text: 'forgets the old key' },
      { command: look, text: 'shows the new key, and asks whether it is right' },
    ],
  },
  {
    said: /Host key verification failed|host key is known/i,
    why: 'ssh does not know its host key yet, and cannot ask here',
    fix: (look) => [
      { command: look, text: `shows the host's key, asks whether it is right, and remembers it` },
      { text: 'In CI, add the host key that its operator publishes to ~/.ssh/known_hosts.' },
    ],
  },
  {
    // What it would have asked is not in its output; it failed to open the window for it.
    said: /ssh_askpass|read_passphrase/,
    why: 'ssh needs a passphrase or a password, and cannot ask here',
    fix: (look) => [
      { command: 'ssh-add', text: 'unlocks your keys for later commands' },
      { command: look, text: 'shows what ssh asks' },
    ],
  },
  {
    said: /Permission denied \(|Too many authentication failures/i,
    why: 'its host rejected your ssh keys',
    fix: (look) => [
      { command: `GIT_SSH_COMMAND='ssh -v' ${look}`, text: 'shows which keys are tried' },
      { command: 'ssh-add', text: 'unlocks those that have a passphrase' },
    ],
  },
  {
    said: /could not read (?:Username|Password)|terminal prompts disabled/i,
    why: 'authentication required, and git cannot ask here',
    fix: (look) => [
      {
        command: look,
        text: 'asks for the credentials; your credential helper stores them (git config credential.helper)',
      },
      { text: 'In CI, give git a credential helper, or use an ssh key and a git+ssh:// URL.' },
    ],
  },
  {
    said: /Authentication failed|returned error: 40[137]/i,
    why: "git's credentials for it were rejected",
    fix: (look) => [{ command: look, text: 'shows whether they are accepted; give the credential helper new ones' }],
  },
  {
    said: /certificate verif|certificate problem|self[- ]signed certificate|unable to get local issuer/i,
    why: 'git does not trust the certificate of its host',
    fix: (_, url) => [
      {
        command: `git config --global http.${gitOrigin(url)}.sslCAInfo /path/of/ca.pem`,
        text: 'trusts the authority that signed it',
      },
    ],
  },
  {
    said: /cannot run (\S+):|: (\S+): (?:command )?not found/i,
    why: ([, program, missing]) => `git needs ${program ?? missing} to reach it, which was not found`,
    fix: () => [{ text: 'Put it on PATH, or name another with GIT_SSH_COMMAND or git config core.sshCommand.' }],
  },
  {
    said: /Could not resolve (?:host|proxy)|Network is unreachable|Connection (?:refused|timed out|reset)|No route to host|Failed to connect/i,
    why: 'its host cannot be reached',
    fix: (_, url) => reaching(url),
  },
  {
    said: /does not appear to be a git repository|not found|could not be found|does not exist/i,
    why: 'there is no such repository, or this account has no access to it',
    fix: shows,
  },
  { said: /dubious ownership/i, why: 'it belongs to another user, and git does not trust it', fix: shows },
  { said: /Permission denied/i, why: 'git has no access to it', fix: shows },
];

/**
 * Makes out why git failed to fetch something.
 *
 * @param url as it was given, since a person's settings may put another in its place
 * @param ref the branch, tag or commit that was asked for
 */
export function gitError(url: string, ref: string | undefined, { exitCode, stderr }: Finished): GitError {
  const output = outputOf(stderr);
  const look = lsRemoteLine(url);
  if (ref === undefined && /find remote ref HEAD/i.test(stderr))
    return {
      why: 'its default branch has no commit',
      fix: [...shows(look), { text: 'Add #BRANCH to the source for another branch.' }],
      output,
    };
  for (const { said, why, fix } of GIT_CAUSES) {
    const match = said.exec(stderr);
    if (match) return { why: typeof why === 'string' ? why : why(match), fix: fix(look, url, match), output };
  }
  return { why: `git failed (exit code ${exitCode ?? 'none'})`, fix: shows(look), output };
}

/** A repository that did not answer in time. */
export function gitNoAnswer(url: string, seconds: number, { stderr }: Finished): GitError {
  return { why: `it did not answer within ${seconds} seconds`, fix: reaching(url), output: outputOf(stderr) };
}

/** A commit that is not there: a branch that was rewritten is how a project's commit gets lost. git says nothing of it. */
export function noCommit(url: string, ref: string): GitError {
  return { why: `it has no commit ${ref}`, fix: shows(lsRemoteLine(url)), output: [] };
}

function outputOf(stderr: string): string[] {
  return stderr.trim() ? lastLines(withoutPasswords(stderr)) : [];
}

function lsRemoteLine(url: string): string {
  return `git ls-remote ${quoted(url)}`;
}

function reaching(url: string): Fix[] {
  return [...shows(lsRemoteLine(url)), ...throughProxy(url)];
}

function gitOrigin(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/` : 'https://HOST/';
}

/** ssh and files know no proxy; git's own settings of one are not asked for, since its output names whom it called. */
function throughProxy(url: string): Fix[] {
  if (!url.startsWith('https:')) return [];
  const names = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].filter((name) => process.env[name]);
  return names.length === 0
    ? []
    : [{ text: `A proxy is set (${names.join(', ')}); NO_PROXY names the hosts that need none.` }];
}
