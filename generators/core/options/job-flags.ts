import { type Artifact, artifactKinds, artifactOf } from './artifact.js';
import type { Flag } from './flag.js';
import { type Trust, trustOf } from './trust.js';

/**
 * What to do with the answers, not answers themselves: on or off, never asked, never stored. In the order of `--help`.
 */
export const jobFlags = [
  { key: 'write', group: 'build', on: true, help: 'build the existing project, and change none of its files' },
  { key: 'build', group: 'build', on: true, help: 'write the files, do not build the image' },
  { key: 'run', group: 'build', on: true, help: 'build and check the image, do not run it' },
  { key: 'debug', group: 'build', help: 'keep debug information and names, and do not optimise' },
  { key: 'load', group: 'output', help: 'embedded: load the image into Podman or Docker' },
  { key: 'push', group: 'output', help: 'push the image to the registry in its reference' },
  {
    key: 'artifact',
    group: 'output',
    valueBehind: 'component',
    choices: artifactKinds,
    help: 'embedded: write the module, or a component of it, as a Wasm OCI artifact, too',
  },
  { key: 'layout', group: 'output', help: 'embedded: write the image as an OCI layout in a folder, too' },
  {
    key: 'trust-preset',
    group: 'preset',
    valueBehind: 'sha256:HASH',
    help: 'let the templates and scripts of this preset run as code, of any content or of this one only',
  },
  { key: 'yes', group: 'files', short: 'y', help: 'never ask; what is not given takes its default' },
  { key: 'dry-run', group: 'files', help: 'list what would be written, write nothing' },
  { key: 'json', group: 'output', help: 'one JSON document on stdout instead of the image reference' },
  { key: 'force', group: 'files', help: 'overwrite files that differ' },
] as const satisfies readonly Flag[];

/** Whether each of them is on, and what those are that can be more. */
export type Flags = Record<Exclude<(typeof jobFlags)[number]['key'], 'artifact' | 'trust-preset'>, boolean> & {
  artifact: Artifact;
  'trust-preset': Trust;
};

/** The flags, with their defaults in place of what was not given. */
export function withDefaults(given: Readonly<Record<string, unknown>>): Flags {
  const resolved = jobFlags.map((flag: Flag) => [
    flag.key,
    typeof given[flag.key] === 'boolean' ? given[flag.key] : flag.on === true,
  ]);
  return {
    ...Object.fromEntries(resolved),
    artifact: artifactOf(given.artifact),
    'trust-preset': trustOf(given['trust-preset']),
  } as Flags;
}
