import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitError } from '../../../generators/core/presets/fetch/git-errors.js';
import { reads } from '../../support/fixes.js';

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const SSH = 'ssh://git@127.0.0.1:2222/srv/preset.git';
const HTTPS = 'https://git.example.com/preset.git';

const trouble = (url: string, stderr: string, ref?: string) =>
  gitError(url, ref, {
    exitCode: 128,
    stderr,
    stdout: '',
    missing: false,
    timedOut: false,
    truncated: false,
    seconds: 0,
  });

const ENDING = `fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
`;

/** What git 2.39 and OpenSSH 9.2 printed, captured; what it is, and the beginning of each fix. */
const CAPTURED: Record<string, [string, string, string, string[]]> = {
  'a host that is not known': [
    SSH,
    `ssh_askpass: exec(/usr/bin/ssh-askpass): No such file or directory\nHost key verification failed.\n${ENDING}`,
    'ssh does not know its host key yet, and cannot ask here',
    [`git ls-remote ${SSH}   shows the host's key`, 'In CI, add the host key'],
  ],
  'a host with another key': [
    SSH,
    `@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
Offending ED25519 key in /home/you/.ssh/known_hosts:1
  remove with:
  ssh-keygen -f "/home/you/.ssh/known_hosts" -R "[127.0.0.1]:2222"
Host key for [127.0.0.1]:2222 has changed and you have requested strict checking.
Host key verification failed.
${ENDING}`,
    'its host key differs from the one that ssh knows',
    ["Ask the host's operator", "ssh-keygen -R '[127.0.0.1]:2222' ", `git ls-remote ${SSH} `],
  ],
  'a key with a passphrase, without an agent': [
    SSH,
    `ssh_askpass: exec(/usr/bin/ssh-askpass): No such file or directory
git@127.0.0.1: Permission denied (publickey).
${ENDING}`,
    'ssh needs a passphrase or a password, and cannot ask here',
    ['ssh-add ', `git ls-remote ${SSH} `],
  ],
  'a wrong key': [
    SSH,
    `git@127.0.0.1: Permission denied (publickey).\n${ENDING}`,
    'its host rejected your ssh keys',
    [`GIT_SSH_COMMAND='ssh -v' git ls-remote ${SSH} `, 'ssh-add '],
  ],
  'no repository': [
    SSH,
    `fatal: '/srv/preset.git' does not appear to be a git repository\n${ENDING}`,
    'there is no such repository, or this account has no access to it',
    [`git ls-remote ${SSH} `],
  ],
  'no ssh': [
    SSH,
    "error: cannot run nosuchssh: No such file or directory\nfatal: ssh variant 'simple' does not support setting port\n",
    'git needs nosuchssh to reach it, which was not found',
    ['Put it on PATH'],
  ],
  'no account': [
    HTTPS,
    "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled\n",
    'authentication required, and git cannot ask here',
    [`git ls-remote ${HTTPS}   asks for the credentials`, 'In CI, give git a credential helper'],
  ],
  'a wrong token': [
    HTTPS,
    "fatal: Authentication failed for 'https://git.example.com/preset.git/'\n",
    "git's credentials for it were rejected",
    [`git ls-remote ${HTTPS} `],
  ],
  'a token that may not': [
    HTTPS,
    "fatal: unable to access 'https://git.example.com/preset.git/': The requested URL returned error: 403\n",
    "git's credentials for it were rejected",
    [`git ls-remote ${HTTPS} `],
  ],
  'a certificate that is not trusted': [
    HTTPS,
    "fatal: unable to access 'https://git.example.com/preset.git/': server certificate verification failed. CAfile: none CRLfile: none\n",
    'git does not trust the certificate of its host',
    ['git config --global http.https://git.example.com/.sslCAInfo '],
  ],
};

describe('why git failed', () => {
  it.each(Object.entries(CAPTURED))('%s', (_, [url, stderr, why, fixes]) => {
    const told = trouble(url, stderr);
    expect(told.why).toBe(why);
    expect(told.fix).toEqual(fixes.map((begin) => reads(expect.stringContaining(begin))));
    expect(told.output).toEqual(stderr.trimEnd().split('\n'));
  });

  it("without the token that a person's own insteadOf puts into the URL", () => {
    const stderr = "fatal: could not read Password for 'https://s3cret@git.example.com': terminal prompts disabled\n";
    expect(trouble(HTTPS, stderr).output).toEqual([
      "fatal: could not read Password for 'https://git.example.com': terminal prompts disabled",
    ]);
  });

  it('and that a proxy is set, where its host cannot be reached', () => {
    vi.stubEnv('https_proxy', 'http://me:s3cret@127.0.0.1:9');
    const stderr = `fatal: unable to access '${HTTPS}/': Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server\n`;
    expect(trouble(HTTPS, stderr)).toMatchObject({
      why: 'its host cannot be reached',
      fix: [expect.any(Object), { text: 'A proxy is set (https_proxy); NO_PROXY names the hosts that need none.' }],
    });
    expect(trouble(SSH, stderr).fix).toHaveLength(1);
  });
});
