import semver from 'semver';
import { compilers } from '../../languages/languages.js';
import { nodeRange } from '../../system/package-root.js';
import {
  absent,
  type Check,
  type ChecksOf,
  ok,
  once,
  probeFinding,
  problem,
  type Surroundings,
  warning,
} from '../check.js';
import { embedded } from './info.js';

/** What the doctor checks of the way without a container engine. */
export const checks: ChecksOf = (surroundings) => {
  const found = new Map(compilers.map(({ id }) => [id, once(() => surroundings.toolchain(id))]));
  const asked: Surroundings = {
    ...surroundings,
    toolchain: (language) => found.get(language)?.() ?? surroundings.toolchain(language),
  };
  return [node(asked), ...compilers.map((language) => toolchainCheck(language, asked)), proof(asked)];
};

/** Node is new enough. */
const node = ({ node: version }: Surroundings): Check => ({
  id: 'node',
  why: 'This program runs in Node, which also runs modules where there is no container engine.',
  async look() {
    if (semver.satisfies(version, nodeRange)) return ok(`Node ${version}`);
    return problem(`Node ${version} is not of the range ${nodeRange}`, [
      { text: 'Install Node 24 from https://nodejs.org.' },
    ]);
  },
});

/** A language can be compiled without a container. */
function toolchainCheck({ id }: (typeof compilers)[number], { toolchain, offline }: Surroundings): Check {
  return {
    id: `toolchain-${id}`,
    why: 'Without a container engine, the compiler of this machine makes the module.',
    async look() {
      const finding = await toolchain(id);
      if ('missing' in finding) return absent(finding.missing.message.replace(/\.$/, ''), finding.missing.fix);
      const { name, version, download } = finding.found;
      if (download === undefined) return ok(`${name} ${version}`);
      const fetched = `${name} ${version} is fetched by npm at the first build (${download} MB, once)`;
      return offline ? warning(fetched, [{ text: 'Build once while there is a network.' }]) : ok(fetched);
    },
  };
}

/** A compiler is here, this program writes the image, and Node runs it. */
const proof = (surroundings: Surroundings): Check => ({
  id: 'embedded-probe',
  why: 'The proof: an image for wasi/wasm is written, read back, and its module run by Node, for at least one language.',
  decides: 'proof',
  async look() {
    const finding = probeFinding(await surroundings.probe(embedded.id));
    if (finding.state !== 'ok' || (await canCompile(surroundings))) return finding;
    return problem('Node writes and runs images, but no language can be compiled here: see the toolchain checks', []);
  },
});

async function canCompile({ builders, toolchain, offline }: Surroundings): Promise<boolean> {
  const findings = await Promise.all(builders.map(({ language }) => toolchain(language)));
  return findings.some((finding) => 'found' in finding && !(offline && finding.found.download !== undefined));
}
