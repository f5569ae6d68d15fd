import { describe, expect, it } from 'vitest';
import { npmError } from '../../../generators/core/presets/fetch/npm-errors.js';
import { fixLines } from '../../support/fixes.js';

const trouble = (stderr: string, name = '@acme/preset') => npmError({ exitCode: 1, stderr, timedOut: false }, name);

/** What npm 9, 10 and 11 printed for the same, captured. */
const CAPTURED: Record<string, [string, string]> = {
  'no account, npm 9': [
    `npm http fetch GET 401 http://npm.example.com/@acme%2fpreset 59ms (cache skip)
npm ERR! code E401
npm ERR! Unable to authenticate, your authentication token seems to be invalid.
npm ERR! To correct this please trying logging in again with:
npm ERR!     npm login`,
    "the registry http://npm.example.com/: authentication required; npm's credentials were rejected",
  ],
  'no account, where the registry wants a password': [
    `npm http fetch GET 401 https://npm.example.com/api/npm/team/@acme%2fpreset 33ms (cache skip)
npm error code E401
npm error Incorrect or missing password.
npm error Please try again, or recover your password at:
npm error   https://www.npmjs.com/forgot`,
    "the registry https://npm.example.com/api/npm/team/: authentication required; npm's credentials were rejected",
  ],
  'a tarball on another host': [
    `npm http fetch GET 200 https://npm.example.com/@acme%2fpreset 138ms (cache miss)
npm http fetch GET 401 http://internal:4873/@acme/preset/-/preset-1.1.0.tgz 12ms (cache skip)
npm error code E401`,
    "the registry http://internal:4873/: authentication required; npm's credentials were rejected",
  ],
  'a tarball on a host that is not there, npm 9': [
    `npm http fetch GET 200 https://npm.example.com/@acme%2fpreset 138ms (cache miss)
npm ERR! code ECONNREFUSED
npm ERR! FetchError: request to http://internal:4873/@acme/preset/-/preset-1.1.0.tgz failed, reason: connect ECONNREFUSED 10.0.0.7:4873`,
    'the registry http://internal:4873/ cannot be reached',
  ],
  'a certificate of its own, npm 9': [
    `npm ERR! code DEPTH_ZERO_SELF_SIGNED_CERT
npm ERR! errno DEPTH_ZERO_SELF_SIGNED_CERT
npm ERR! request to https://npm.example.com/@acme%2fpreset failed, reason: self-signed certificate`,
    'npm does not trust the certificate of the registry https://npm.example.com/',
  ],
  'a proxy that has no address': [
    `npm http fetch GET https://npm.example.com/@acme%2fpreset attempt 2 failed with ENOTFOUND
npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error network request to https://npm.example.com/@acme%2fpreset failed, reason: getaddrinfo ENOTFOUND proxy.invalid`,
    'the registry https://npm.example.com/ cannot be reached through the proxy proxy.invalid',
  ],
  'a registry that is not there': [
    `npm error code ECONNREFUSED
npm error FetchError: request to https://npm.example.com/@acme%2fpreset failed, reason: connect ECONNREFUSED ::1:443
npm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/node_modules/minipass-fetch/lib/index.js:130:14)`,
    'the registry https://npm.example.com/ cannot be reached',
  ],
  'no answer': [
    `npm http fetch GET http://npm.example.com/@acme%2fpreset attempt 2 failed with FETCH_ERROR
npm error code FETCH_ERROR
npm error network timeout at: http://npm.example.com/@acme%2fpreset`,
    'the registry http://npm.example.com/ does not answer',
  ],
  'a page to sign in at': [
    `npm http fetch GET 200 http://npm.example.com/html/@acme%2fpreset 30ms (cache miss)
npm error code FETCH_ERROR
npm error invalid json response body at http://npm.example.com/html/@acme%2fpreset reason: Unexpected token '<'`,
    'the registry http://npm.example.com/html/ answered with something else, such as a sign-in page',
  ],
  'a token as the user name of the registry': [
    `npm http fetch GET 404 http://s3cret@npm.example.com/@acme%2fpreset 39ms (cache skip)
npm error code E404`,
    'the registry http://npm.example.com/ has no @acme/preset, or this account has no access to it',
  ],
};

describe('why npm failed', () => {
  it.each(Object.entries(CAPTURED))('%s', async (_, [stderr, why]) => {
    const told = await trouble(stderr);
    expect(told).toMatchObject({ why, output: [] });
    expect(told.fix.length).toBeGreaterThan(0);
    expect(fixLines(told.fix).join()).not.toContain('s3cret');
  });

  it('is shown as npm says it where it is not known: without its requests, its stack and a token', async () => {
    const stderr = `npm http fetch GET 200 http://s3cret@npm.example.com/preset 30ms (cache miss)
npm warn config something
npm error code EWHATEVER
npm error request to http://s3cret@npm.example.com/preset went wrong
npm error     at ClientRequest.emit (node:events:524:28)`;
    expect(await trouble(stderr, 'preset')).toEqual({
      why: 'npm failed (EWHATEVER)',
      fix: [{ command: 'npm ping --registry=http://npm.example.com/', text: 'shows whether it answers' }],
      output: ['npm error code EWHATEVER', 'npm error request to http://npm.example.com/preset went wrong'],
    });
  });
});
