import type { CommandName } from '../core/options/command-names.js';

/** A subcommand: `create-wasm-oci NAME …`. Without one, the main job is done: a new project. */
export interface Command {
  name: CommandName;
  /** One line of `--help`. */
  summary: string;
  /** Loaded only when it is asked for: `--help` and the other commands do not wait for it. */
  load(): Promise<CommandModule>;
}

/** What the file `command.ts` of a subcommand's folder holds. */
export interface CommandModule {
  /**
   * Does the work of the arguments behind the subcommand's name, `--help` included. Returns the exit code.
   *
   * @throws Failure, which cli.ts shows
   */
  command(argv: readonly string[]): Promise<number>;
}

/** Every subcommand, in the order `--help` shows them. A project's folder of such a name is given as `./NAME`. */
export const commands: readonly Command[] = [
  {
    name: 'containerfile',
    summary: 'container files for a project that exists already',
    load: () => import('./containerfile/command.js'),
  },
  {
    name: 'doctor',
    summary: 'checks whether this machine builds and runs wasi/wasm, and says what mends it',
    load: () => import('./doctor/command.js'),
  },
  {
    name: 'inspect',
    summary: 'what is in an image, an archive or a .wasm file, and which runtimes take it',
    load: () => import('./inspect/command.js'),
  },
  {
    name: 'preset',
    summary: "preset test PRESET: whether a team's preset works in every language",
    load: () => import('./preset/command.js'),
  },
  {
    name: 'update',
    summary: "brings projects to today's templates and preset; --check only tells",
    load: () => import('./update/command.js'),
  },
  {
    name: 'render',
    summary: 'what update asks the version that wrote a project',
    load: () => import('./render/command.js'),
  },
];
