/** What to do with the answers, as opposed to what the project is: on or off, never asked, never stored. */
export interface Flags {
  write: boolean;
  build: boolean;
  run: boolean;
  load: boolean;
  push: boolean;
  artifact: boolean;
  layout: boolean;
  'trust-preset': boolean;
  yes: boolean;
  'dry-run': boolean;
  json: boolean;
  force: boolean;
}

/** One flag of the command line. A flag that is on by default is shown, and given, as `--no-KEY`. */
export interface Flag {
  key: keyof Flags;
  default: boolean;
  help: string;
}

/** Every flag, in the order `--help` shows them. */
export const jobFlags: readonly Flag[] = [
  { key: 'write', default: true, help: 'build the project that is there as it stands' },
  { key: 'build', default: true, help: 'write the files, do not build the image' },
  { key: 'run', default: true, help: 'build and check the image, do not run it' },
  { key: 'load', default: false, help: 'embedded: load the image into Podman or Docker' },
  { key: 'push', default: false, help: 'push the image to the registry in its reference' },
  { key: 'artifact', default: false, help: 'embedded: write the module as a Wasm OCI artifact, too' },
  { key: 'layout', default: false, help: 'embedded: write the image as an OCI layout in a folder, too' },
  { key: 'trust-preset', default: false, help: 'let the templates and scripts of this preset run as code' },
  { key: 'yes', default: false, help: 'never ask (also -y); what is not given takes its default' },
  { key: 'dry-run', default: false, help: 'list what would be written, write nothing' },
  { key: 'json', default: false, help: 'one JSON document on stdout instead of the image reference' },
  { key: 'force', default: false, help: 'overwrite files that differ' },
];

/** The flags with their defaults in place of what was not given. */
export function withDefaults(given: Partial<Record<string, unknown>>): Flags {
  const settled = jobFlags.map((s) => [s.key, typeof given[s.key] === 'boolean' ? given[s.key] : s.default]);
  return Object.fromEntries(settled) as Flags;
}
