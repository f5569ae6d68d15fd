import { describe, expect, it } from 'vitest';
import { Failure } from '../../generators/core/failure.js';
import { checkFlags } from '../../generators/core/options/check-flags.js';
import { withDefaults } from '../../generators/core/options/job-flags.js';
import { requireCosign, signImage, verifyImage } from '../../generators/core/signing/cosign.js';
import { byDigest, isLoopback } from '../../generators/core/system/registry-access.js';
import { fakeHost } from '../support/fake-host.js';

const image = 'registry.example.com:5000/you/hello:1';
const digest = `sha256:${'ab'.repeat(32)}`;
const subject = `registry.example.com:5000/you/hello@${digest}`;

describe('an image that is signed', () => {
  it('is signed by its digest, and its provenance attested, without the public log where there is a key', async () => {
    const { host, lines } = fakeHost({ cosign: {} });
    await signImage(host, { image, subject, key: 'cosign.key', predicate: {} });
    // Nothing asks what the tag means: it may be another image by now.
    expect(lines()).toEqual([`cosign sign --yes --tlog-upload=false --key cosign.key ${subject}`, expect.any(String)]);
    expect(lines()[1]).toMatch(
      /^cosign attest --yes --tlog-upload=false --key cosign.key --type slsaprovenance1 --predicate /,
    );
  });

  it('has no key where an identity signs', async () => {
    const { host, lines } = fakeHost({ cosign: {} });
    await signImage(host, { image, subject, key: 'keyless', predicate: {} });
    expect(lines()[0]).toBe(`cosign sign --yes ${subject}`);
  });

  it('is not where the key has a password that nobody gave: the fix names the variable', async () => {
    const says = { exitCode: 1, stderr: 'Error: signing: reading key: decrypt: encrypted: decryption failed' };
    const { host } = fakeHost({ cosign: says });
    const failure = await signImage(host, { image, subject, key: 'k', predicate: {} }).catch((error: Failure) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect((failure as Failure).fix[0]?.text).toContain('COSIGN_PASSWORD');
  });
});

describe('an image that is verified', () => {
  // As cosign 2.5 prints: an image without a signature, and one that another key signed. Then a key that does not exist, a
  // file that is none, a registry that does not answer, and a tag that it does not have.
  const failed = async (stderr: string) => {
    const { host } = fakeHost({
      cosign: { exitCode: 1, stderr: `WARNING: Skipping tlog verification …\n${stderr}\n` },
    });
    return verifyImage(host, image, 'cosign.pub').catch((error: Failure) => error) as Promise<Failure>;
  };

  it.each(['Error: no signatures found', 'Error: no matching signatures: invalid signature when validating ASN.1'])(
    'is not signed by the key where cosign prints: %s',
    async (said) => {
      const message = `${image} is not signed by cosign.pub.`;
      expect(await failed(said)).toMatchObject({ exitCode: 1, message, fix: [{ command: `cosign tree ${image}` }] });
    },
  );

  it.each([
    ['Error: loading public key: open cosign.pub: no such file or directory', 'public key'],
    ['Error: loading public key: pem to public key: PEM decoding failed', 'public key'],
    ['Error: Get "https://registry.example.com:5000/v2/": dial tcp: connect: connection refused', 'registry answers'],
    [
      'Error: image tag not found: GET http://r.example/v2/x/manifests/1: MANIFEST_UNKNOWN: manifest unknown',
      'name of the',
    ],
  ])('was not looked at where cosign prints: %s', async (said, fix) => {
    const failure = await failed(said);
    expect(failure).toMatchObject({ exitCode: 1, output: expect.arrayContaining([said]) });
    expect(failure.message).toBe(`cosign cannot look whether ${image} is signed by cosign.pub.`);
    expect(failure.fix[0]?.text).toContain(fix);
  });
});

it('--sign without cosign names its package', async () => {
  const failure = await requireCosign(fakeHost({}).host).catch((error: Failure) => error);
  expect(failure).toMatchObject({ exitCode: 1, fix: [{ command: 'sudo apt-get install cosign' }] });
});

it('--sign without --push is refused before anything is written', () => {
  const answers = { image, engine: 'auto', language: 'c', sign: 'k' } as const;
  expect(() => checkFlags(withDefaults({}), answers)).toThrow('--push is missing');
  expect(() => checkFlags(withDefaults({ push: true }), answers)).not.toThrow();
});

it('a reference by digest has no tag, and keeps the port of its registry', () => {
  expect(byDigest(image, digest)).toBe(subject);
  expect(byDigest('localhost:5000/a', digest)).toBe(`localhost:5000/a@${digest}`);
});

it('only a registry of this machine is asked by HTTP', () => {
  for (const here of ['localhost:5000/a:1', '127.0.0.1:5000/a', 'localhost/a'])
    expect(isLoopback(here), here).toBe(true);
  for (const there of ['registry.example.com/a', '127.0.0.1.example.com/a', 'a:1', 'localhost.example.com:5000/a'])
    expect(isLoopback(there), there).toBe(false);
});
