import { ExitCode, Failure } from '../failure.js';
import { DIGEST } from '../options/image-reference.js';

/** What a program printed as the digest of an image, where it is one. */
export function checkedDigest(text: string, image: string, program: string): string {
  const digest = text.trim().replaceAll('"', '');
  if (!DIGEST.test(digest)) throw noDigest(image, program);
  return digest;
}

/** A program that knows an image and no digest of it. */
export function noDigest(image: string, program: string): Failure {
  return new Failure(`${program} reports no digest of ${image}.`, {
    exitCode: ExitCode.notBuilt,
    fix: [{ text: 'Push the builder image to a registry: it gets its digest there.' }],
  });
}
