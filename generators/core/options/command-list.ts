/**
 * The first words that are subcommands: a project's folder of such a name must be given as `./NAME`. In a file of its
 * own, because every start reads it.
 */
export const commandNames = [
  'add',
  'build',
  'containerfile',
  'dev',
  'doctor',
  'inspect',
  'preset',
  'run',
  'test',
  'update',
  'completion',
  'render',
] as const;

/** The name of a subcommand. */
export type CommandName = (typeof commandNames)[number];
