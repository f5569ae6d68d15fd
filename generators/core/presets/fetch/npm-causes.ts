import type { Fix } from '../../failure.js';
/** What is known of a failure. */
export interface NpmFailure {
  /** What npm calls it: `E401`. */
  code: string;
  /** The package's name. */
  name: string;
  /** `the registry https://npm.example.com/`, or without its address where npm does not tell. */
  registry: string;
  /** Tells npm to ask that registry, in a command line. */
  option: string;
  /** How an .npmrc names it: `//npm.example.com/`. */
  key: string;
  /** What was called instead of the registry: `proxy.example.com:8080`. */
  proxy: string | undefined;
}

type NpmCause = (known: NpmFailure) => { why: string; fix: Fix[] };

/** What npm calls a failure, and what it is. Of these npm's own words say no more, at length. */
export const NPM_CAUSES: readonly [RegExp, NpmCause][] = [
  [
    /^(?:E401|ENEEDAUTH)$/,
    ({ registry, option, key }) => ({
      why: `${registry} wants an account, and takes none that npm has for it`,
      fix: [
        {
          command: `npm login${option}`,
          text: `gets a token; in CI ${key}:_authToken=\${NPM_TOKEN} in ~/.npmrc takes one from a variable`,
        },
      ],
    }),
  ],
  [
    /^E403$/,
    ({ registry, option, name }) => ({
      why: `${registry} does not let this account read ${name}`,
      fix: [{ command: `npm whoami${option}`, text: 'shows which account that is; who keeps the registry can let it' }],
    }),
  ],
  [
    /^E404$/,
    ({ registry, option, name }) => ({
      why: `${registry} has no ${name}, or not for this account`,
      fix: [...otherRegistry(name), { command: `npm whoami${option}`, text: 'shows which account that is' }],
    }),
  ],
  [
    /^ETARGET$/,
    ({ registry, option, name }) => ({
      why: `${registry} has no such version or tag of it`,
      fix: [{ command: `npm view ${name} versions dist-tags${option}`, text: 'shows what there is' }],
    }),
  ],
  [
    /^EINTEGRITY$/,
    ({ registry }) => ({
      why: `what ${registry} hands out is not what was published there`,
      fix: [
        { text: 'Publish it again under another version; a proxy or a mirror on the way may have changed the file.' },
      ],
    }),
  ],
  [
    /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_UNTRUSTED)$/,
    ({ registry }) => ({
      why: `npm does not trust the certificate of ${registry}`,
      fix: [{ command: 'npm config set cafile /path/of/ca.pem', text: 'trusts the authority that signed it' }],
    }),
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    ({ registry, option }) => ({ why: `the certificate of ${registry} has expired`, fix: ping(option) }),
  ],
  [
    /^(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH)$/,
    ({ registry, option, proxy, name }) =>
      proxy === undefined
        ? { why: `${registry} cannot be reached`, fix: [...ping(option), ...otherRegistry(name)] }
        : { why: `${registry} cannot be reached through the proxy ${proxy}`, fix: PROXY },
  ],
  [
    /^(?:ETIMEDOUT|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)$/,
    ({ registry, option }) => ({ why: `${registry} does not answer`, fix: ping(option) }),
  ],
  [/^E407$/, () => ({ why: 'the proxy on the way to the registry wants an account', fix: PROXY })],
  [
    /^E(?:429|5\d\d)$/,
    ({ registry, option, code }) => ({ why: `${registry} answers with ${code.slice(1)}`, fix: ping(option) }),
  ],
  [
    /^EHTML$/,
    ({ registry }) => ({
      why: `${registry} answers with something else, such as a page to sign in at`,
      fix: [{ command: 'npm config list', text: 'shows which registries npm is set up for' }],
    }),
  ],
  [
    /^ERR_INVALID_URL$/,
    ({ name }) => ({ why: 'the registry that npm is set up for is no URL', fix: otherRegistry(name) }),
  ],
  [
    /^ENOTCACHED$/,
    () => ({
      why: 'npm is offline, and has not fetched it before',
      fix: [{ command: 'npm config get offline', text: 'shows whether it is to be' }],
    }),
  ],
];

const PROXY: Fix[] = [
  {
    command: 'npm config get https-proxy',
    text: 'shows what npm is set up for; the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY count, too',
  },
];

export function ping(option: string): Fix[] {
  return [{ command: `npm ping${option}`, text: 'shows whether it answers' }];
}

/** Which registry npm asks is settled for a whole scope. */
function otherRegistry(name: string): Fix[] {
  const key = name.startsWith('@') ? `${name.split('/')[0]}:registry` : 'registry';
  return [{ command: `npm config set ${key}=https://…`, text: 'takes it from another registry' }];
}
