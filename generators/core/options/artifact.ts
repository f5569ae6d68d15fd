import { ExitCode, Failure } from '../failure.js';
import { shown } from './invalid.js';

/** What of a program an artifact has in it. */
export const artifactKinds = [
  { value: 'module', name: 'the module of the image' },
  { value: 'component', name: 'the module as a component of WASI 0.2, for Spin and wasmCloud' },
] as const;

export type ArtifactKind = (typeof artifactKinds)[number]['value'];

/** Which artifact is wanted, if one is. */
export type Artifact = ArtifactKind | false;

/**
 * The artifact that `--artifact` asks for: by itself that of the module, or of the kind that follows. The last one counts.
 * An artifact that was resolved before stays what it is.
 *
 * @throws Failure (wrong input) where a value is no kind
 */
export function artifactOf(given: unknown): Artifact {
  if (given === undefined || given === null || typeof given === 'boolean') return given === true ? 'module' : false;
  const words = [given].flat();
  const kinds = words.map((word) => artifactKinds.find(({ value }) => value === word)?.value);
  const wrong = kinds.indexOf(undefined);
  if (wrong === -1) return kinds.at(-1) ?? false;
  const allowed = artifactKinds.map(({ value }) => value).join(', ');
  throw new Failure(`invalid --artifact ${shown(String(words[wrong]))} (allowed: ${allowed})`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Without a value, it is the module.' }],
  });
}
