/** The first words that are subcommands: a project's folder of such a name has to be given as `./NAME`. */
export const commandNames = ['containerfile', 'doctor', 'inspect', 'preset', 'update', 'render'] as const;

/** The name of a subcommand. */
export type CommandName = (typeof commandNames)[number];

/** A project's folder as the first word of a command line: not a subcommand, and no option. */
export function asDirectory(shown: string): string {
  return shown.startsWith('-') || commandNames.some((name) => name === shown) ? `./${shown}` : shown;
}
