import { expect, it } from 'vitest';
import { Cancelled } from '../../generators/core/failure.js';
import { attachSbom } from '../../generators/core/sbom/attach.js';
import { fakeHost } from '../support/fake-host.js';

const image = 'registry.example.com/you/hello:1';
const job = {
  ...{
    image,
    subject: `registry.example.com/you/hello@sha256:${'ab'.repeat(32)}`,
    directory: '/',
    file: 'hello.cdx.json',
  },
  format: 'cyclonedx',
} as const;

it('Ctrl-C while an SBOM is attached cancels the run: it is no failure of oras', async () => {
  const stop = new AbortController();
  const killed = () => {
    stop.abort();
    return { signal: 'SIGINT' } as const;
  };
  await expect(attachSbom(fakeHost({ oras: killed }).host, job, stop.signal)).rejects.toBeInstanceOf(Cancelled);
});

it('an SBOM that the registry does not take is a failure, and without oras it is a note', async () => {
  const refused = fakeHost({ oras: { exitCode: 1, stderr: 'Error: unauthorized' } });
  await expect(attachSbom(refused.host, job)).rejects.toMatchObject({ exitCode: 3, output: ['Error: unauthorized'] });
  expect(await attachSbom(fakeHost({}).host, job)).toMatchObject({ why: expect.stringContaining('oras') });
});
