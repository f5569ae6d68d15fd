import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelled } from '../engines/explain.js';
import type { Host } from '../engines/host.js';
import { ExitCode, Failure, type Fix } from '../failure.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { parsedObject, textAt } from '../oci/json.js';
import { installLines, type Package } from '../system/install.js';
import { lastLines } from '../system/last-lines.js';
import { startFailure } from '../system/process-failure.js';

/** What `--sign` takes for an identity in place of a key. */
export const KEYLESS = 'keyless';

const COSIGN: Package = {
  debian: 'cosign',
  fedora: 'cosign',
  desktop: () => [{ text: 'Install cosign: docs.sigstore.dev has its packages.' }],
  beforeDebian13: (version) => [{ text: `Install cosign from docs.sigstore.dev: Debian ${version} has no package.` }],
};

/** What is signed. */
export interface Signing {
  /** The image in its registry. */
  image: string;
  /** The same by the digest of what was pushed. */
  subject: string;
  /** A file, the address of a key in a key store, or `keyless`. */
  key: string;
  /** How it was built. */
  predicate: unknown;
}

/**
 * Refuses to go on where there is no cosign: before anything is built.
 *
 * @throws Failure (wrong input)
 */
export async function requireCosign(host: Host): Promise<void> {
  const asked = await host.run('cosign', ['version'], { timeout: 30_000 });
  if (asked.missing) throw await noCosign(host, '--sign');
}

async function noCosign(host: Host, flag: string): Promise<Failure> {
  return new Failure(`${flag} needs cosign, which is not on PATH.`, {
    exitCode: ExitCode.wrongInput,
    fix: installLines(COSIGN, await host.system()),
  });
}

/**
 * Signs an image by its digest, and attests how it was built. The password of a key is in COSIGN_PASSWORD, where only
 * cosign reads it. With a key nothing goes to the public log of signatures: the name of a private image would be in it.
 *
 * @throws Failure with what cosign printed
 */
export async function signImage(
  host: Host,
  { image, subject, key, predicate }: Signing,
  signal?: AbortSignal,
): Promise<void> {
  const cosign = async (what: string, args: readonly string[]) => {
    const ended = await host.run('cosign', args, { signal });
    if (signal?.aborted) throw cancelled();
    if (ended.exitCode === 0) return;
    const output = `${ended.stdout}${ended.stderr}`;
    throw (
      startFailure('cosign', ended) ??
      new Failure(`cosign cannot ${what} ${image}.`, {
        exitCode: ExitCode.notBuilt,
        fix: cosignFix(output),
        output: lastLines(output),
      })
    );
  };
  const how = key === KEYLESS ? ['--yes'] : ['--yes', '--tlog-upload=false', '--key', key];
  await cosign('sign', ['sign', ...how, subject]);
  await inTemporaryFolder('provenance', async (folder) => {
    const file = join(folder, 'provenance.json');
    await writeFile(file, JSON.stringify(predicate));
    await cosign('attest', ['attest', ...how, '--type', 'slsaprovenance1', '--predicate', file, subject]);
  });
}

function cosignFix(output: string): Fix[] {
  if (/decrypt|password|inappropriate ioctl/i.test(output))
    return [{ text: 'Set COSIGN_PASSWORD to the password of the key; an empty one for a key without a password.' }];
  if (/no such file|reading key|open /i.test(output))
    return [{ command: 'cosign generate-key-pair', text: 'makes cosign.key and cosign.pub' }];
  if (/unauthorized|denied|authentication/i.test(output)) return [{ command: 'cosign login REGISTRY' }];
  return [];
}

/**
 * Checks the signature and the provenance of an image in its registry.
 *
 * @param key the public key: a file, or the address of one in a key store
 * @throws Failure (wrong input) where the image is not signed by it
 */
export async function verifyImage(host: Host, image: string, key: string): Promise<VerifiedSignature> {
  const how = ['--insecure-ignore-tlog', '--key', key];
  const ended = await host.run('cosign', ['verify', ...how, image]);
  if (ended.missing) throw await noCosign(host, '--verify');
  if (ended.exitCode !== 0) {
    const output = `${ended.stdout}${ended.stderr}`;
    const failure = { exitCode: ExitCode.wrongInput, output: lastLines(output) };
    const tree: Fix = { command: `cosign tree ${image}`, text: 'lists its signatures' };
    if (NOT_SIGNED.test(output)) throw new Failure(`${image} is not signed by ${key}.`, { ...failure, fix: [tree] });
    throw (
      startFailure('cosign', ended, ExitCode.wrongInput) ??
      new Failure(`cosign cannot look whether ${image} is signed by ${key}.`, { ...failure, fix: verifyFix(output) })
    );
  }
  const attested = await host.run('cosign', ['verify-attestation', ...how, '--type', 'slsaprovenance1', image]);
  return { key, provenance: attested.exitCode === 0 ? predicateIn(attested.stdout) : undefined };
}

/** What cosign 2.5 prints of an image without a signature, and of one that other keys signed. */
const NOT_SIGNED = /no (?:matching )?signatures/;

function verifyFix(output: string): Fix[] {
  if (/loading public key|pem/i.test(output))
    return [{ text: 'Give the public key with --verify: cosign.pub, for example.' }];
  if (/unauthorized|denied|authentication/i.test(output)) return [{ command: 'cosign login REGISTRY' }];
  return [{ text: 'Check the name of the image, and whether its registry answers.' }];
}

/** A signature that was checked, and the provenance that the same key attests, where it does. */
export interface VerifiedSignature {
  key: string;
  provenance: unknown;
}

/** The predicate of an attestation: a statement of in-toto, in base64 in an envelope of DSSE. */
function predicateIn(printed: string): unknown {
  const line = printed.split('\n').find((one) => one.startsWith('{')) ?? '';
  const payload = textAt(parsedObject(line), 'payload') ?? '';
  return parsedObject(Buffer.from(payload, 'base64').toString()).predicate;
}
