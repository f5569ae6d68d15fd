import semver from 'semver';
import { compilers, type LanguageId } from '../../../core/languages/languages.js';
import { nodeRange } from '../../../core/system/package-root.js';
import { absent, type Check, ok, problem, warning } from './check.js';

/** Node is new enough. */
export const node: Check = {
  id: 'node',
  part: 'embedded',
  why: 'This program runs in Node, which also runs modules where there is no container engine.',
  async look({ node: version }) {
    if (semver.satisfies(version, nodeRange)) return ok(`Node ${version}`);
    return problem(`Node ${version} is not of the range ${nodeRange}`, ['Install Node 24 from https://nodejs.org.']);
  },
};

const WHY = 'Without a container engine, the compiler of this machine makes the module.';

function toolchainCheck(language: LanguageId): Check {
  return {
    id: `toolchain-${language}`,
    part: 'embedded',
    why: WHY,
    async look({ toolchain, offline }) {
      const finding = await toolchain(language);
      if ('missing' in finding) return absent(finding.missing.message.replace(/\.$/, ''), finding.missing.fix);
      const { name, version, download } = finding.found;
      if (download === undefined) return ok(`${name} ${version}`);
      const fetched = `${name} ${version} is fetched by npm at the first build (${download} MB, once)`;
      return offline ? warning(fetched, ['Build once while there is a network.']) : ok(fetched);
    },
  };
}

/** Each language can be compiled without a container. */
export const toolchains: readonly Check[] = compilers.map(({ id }) => toolchainCheck(id));
