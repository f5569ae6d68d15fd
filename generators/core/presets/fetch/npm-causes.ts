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

/** What npm calls a failure, and what it is. npm's own words for these are longer, and say no more. */
export const NPM_CAUSES: readonly [RegExp, NpmCause][] = [
  [
    /^(?:E401|ENEEDAUTH)$/,
    ({ registry, option, key }) => ({
      why: `${registry}: authentication required; npm's credentials were rejected`,
      fix: [
        {
          command: `npm login${option}`,
          text: `gets a token; in CI, write ${key}:_authToken=\${NPM_TOKEN} into ~/.npmrc`,
        },
      ],
    }),
  ],
  [
    /^E403$/,
    ({ registry, option, name }) => ({
      why: `${registry}: this account has no access to ${name}`,
      fix: [{ command: `npm whoami${option}`, text: "shows the account; the registry's operator can grant access" }],
    }),
  ],
  [
    /^E404$/,
    ({ registry, option, name }) => ({
      why: `${registry} has no ${name}, or this account has no access to it`,
      fix: [...otherRegistry(name), { command: `npm whoami${option}`, text: 'shows the account' }],
    }),
  ],
  [
    /^ETARGET$/,
    ({ registry, option, name }) => ({
      why: `${registry} has no such version or tag of it`,
      fix: [{ command: `npm view ${name} versions dist-tags${option}`, text: 'lists the versions' }],
    }),
  ],
  [
    /^EINTEGRITY$/,
    ({ registry }) => ({
      why: `${registry}: the package does not match its published checksum`,
      fix: [{ text: 'Publish it again as another version; a proxy or a mirror may have changed the file.' }],
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
  [/^E407$/, () => ({ why: 'the proxy in front of the registry: authentication required', fix: PROXY })],
  [
    /^E(?:429|5\d\d)$/,
    ({ registry, option, code }) => ({ why: `${registry} answers with ${code.slice(1)}`, fix: ping(option) }),
  ],
  [
    /^EHTML$/,
    ({ registry }) => ({
      why: `${registry} answered with something else, such as a sign-in page`,
      fix: [{ command: 'npm config list', text: 'shows which registries npm is set up for' }],
    }),
  ],
  [/^ERR_INVALID_URL$/, ({ name }) => ({ why: "npm's registry setting is not a URL", fix: otherRegistry(name) })],
  [
    /^ENOTCACHED$/,
    () => ({
      why: 'npm is offline, and its cache does not have it',
      fix: [{ command: 'npm config get offline', text: 'shows whether npm is set to be offline' }],
    }),
  ],
];

const PROXY: Fix[] = [
  {
    command: 'npm config get https-proxy',
    text: "shows npm's setting; npm also reads the variables HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
  },
];

export function ping(option: string): Fix[] {
  return [{ command: `npm ping${option}`, text: 'shows whether it answers' }];
}

/** npm's setting of a registry is for a whole scope. */
function otherRegistry(name: string): Fix[] {
  const key = name.startsWith('@') ? `${name.split('/')[0]}:registry` : 'registry';
  return [{ command: `npm config set ${key}=https://…`, text: 'takes it from another registry' }];
}
