import { expect, it } from 'vitest';
import { attachedLines } from '../../generators/commands/inspect/attached.js';
import { attachedSboms } from '../../generators/core/sbom/discover.js';
import { type Answer, fakeHost } from '../support/fake-host.js';

const image = 'registry.example.com/you/hello:1';
const named = 'registry.example.com/you/hello';
const [referrer, layer] = ['aa', 'bb'].map((byte) => `sha256:${byte.repeat(32)}`);
const artifactType = 'application/vnd.cyclonedx+json';

/** An oras that finds one SBOM, of that size. */
function orasWith(size: number, blob: Answer = { stdout: '{"components":[{"name":"serde","version":"1.0.1"}]}' }) {
  return fakeHost({
    'oras discover': { stdout: JSON.stringify({ manifests: [{ digest: referrer, artifactType }] }) },
    'oras manifest fetch': { stdout: JSON.stringify({ layers: [{ digest: layer, size }] }) },
    'oras blob fetch': blob,
  });
}

it('an attached SBOM is read from its blob, and nothing of it is written', async () => {
  const { host, lines } = orasWith(51);
  expect(await attachedSboms(host, image)).toEqual([
    { referrer, format: 'cyclonedx', packages: [{ name: 'serde', version: '1.0.1' }] },
  ]);
  expect(lines()).toEqual([
    `oras discover --format json ${image}`,
    `oras manifest fetch ${named}@${referrer}`,
    `oras blob fetch --output - ${named}@${layer}`,
  ]);
});

it('an SBOM of more than 64 MiB is not fetched, by the size that its manifest has', async () => {
  const { host, lines } = orasWith(64 * 1024 * 1024 + 1);
  const sboms = await attachedSboms(host, image);
  const unread = 'it has more than 64 MiB, or no size';
  expect(sboms).toEqual([{ referrer, format: 'cyclonedx', packages: [], unread }]);
  expect(attachedLines({ sboms })).toEqual([`SBOM (cyclonedx): not read, for ${unread}, ${referrer}`]);
  expect(lines().join()).not.toContain('blob fetch');
});

it('what is no document in JSON is not shown as one without packages', async () => {
  for (const stdout of ['<bom/>', '[]', '']) {
    const sboms = await attachedSboms(orasWith(51, { stdout }).host, image);
    expect(sboms).toMatchObject([{ packages: [], unread: 'it is no document in JSON' }]);
  }
  const sboms = await attachedSboms(orasWith(51, { stdout: '{"bomFormat":"CycloneDX"}' }).host, image);
  expect(attachedLines({ sboms })).toEqual([`SBOM (cyclonedx): 0 packages, ${referrer}`]);
});

it('a blob that is longer than its manifest says ends the look at 64 MiB', async () => {
  const { host, calls } = orasWith(51, { truncated: true, signal: 'SIGTERM' });
  await expect(attachedSboms(host, image)).rejects.toMatchObject({ exitCode: 1 });
  expect(calls.at(-1)?.options.maxBuffer).toBe(64 * 1024 * 1024 + 1);
});
