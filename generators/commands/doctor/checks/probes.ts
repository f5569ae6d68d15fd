import { type Facts, noDocker, noPodman } from '../facts/facts.js';
import type { ProbeOutcome } from '../probe/probe.js';
import { type Check, type Finding, failed, ok, problem, skipped, warning } from './check.js';

const WHY =
  'The proof: a tiny module is built into an image for wasi/wasm, run, and its output compared. It needs no network.';

/** Podman builds and runs an image. */
export const podmanProbe: Check = {
  id: 'podman-probe',
  part: 'podman',
  why: WHY,
  async look(facts) {
    const silent = await noPodman(facts);
    return silent ? skipped(silent) : findingOf(await facts.probed.podman());
  },
};

/** Docker builds and runs an image. */
export const dockerProbe: Check = {
  id: 'docker-probe',
  part: 'docker',
  why: WHY,
  async look(facts) {
    const silent = await noDocker(facts);
    return silent ? skipped(silent) : findingOf(await facts.probed.docker());
  },
};

/** Without an engine: a compiler is here, this program writes the image, and Node runs it. */
export const embeddedProbe: Check = {
  id: 'embedded-probe',
  part: 'embedded',
  why: 'The proof: an image for wasi/wasm is written, read back, and its module run by Node, for at least one language.',
  async look(facts) {
    const finding = findingOf(await facts.probed.embedded());
    if (finding.state !== 'ok' || (await canCompile(facts))) return finding;
    return problem('Node writes and runs images, but no language can be compiled here: see the toolchain checks', []);
  },
};

async function canCompile({ builders, toolchain, offline }: Facts): Promise<boolean> {
  const findings = await Promise.all(builders.map(({ language }) => toolchain(language)));
  return findings.some((finding) => 'found' in finding && !(offline && finding.found.download !== undefined));
}

function findingOf(outcome: ProbeOutcome): Finding {
  if (!outcome.works) return failed(outcome.why);
  const done = `an image for wasi/wasm was built and run in ${outcome.seconds.toFixed(1)} s, and printed what it should`;
  if (!outcome.rebuilt) return ok(done);
  return warning(`${done}, but only without the layer cache, which held one for another platform`, [
    'podman build --no-cache --platform=wasi/wasm .',
  ]);
}
