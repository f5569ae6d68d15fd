import { ExitCode, Failure } from '../failure.js';
import { shown } from './invalid.js';

/** Which presets may run their code: none, any that this run reads, or those with one of these hashes. */
export type Trust = boolean | readonly string[];

/** The form of a preset's hash. */
const TRUST_HASH = /^sha256:[0-9a-f]{64}$/;

/**
 * The trust that `--trust-preset` gives, by itself or with a hash behind `=`.
 *
 * @throws Failure (wrong input) where a value is no hash, as an unset variable of a script is
 */
export function trustOf(given: unknown): Trust {
  if (!Array.isArray(given)) return given === true;
  const hashes = given.map((hash) => String(hash).toLowerCase());
  const wrong = hashes.find((hash) => !TRUST_HASH.test(hash));
  if (wrong === undefined) return hashes;
  throw new Failure(
    wrong === ''
      ? '--trust-preset= has no hash behind it.'
      : `--trust-preset: ${shown(wrong)} is not the hash of a preset: sha256: and 64 hexadecimal digits.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: 'create-wasm-oci preset test PRESET', text: 'prints it, in the line "trust"' }],
    },
  );
}
