import type { CommandHelp } from '../core/options/command-help.js';
import type { CommandName } from '../core/options/command-list.js';

/** A subcommand: `create-wasm-oci NAME …`. Without one, the main job is done: a new project. */
export interface Command {
  name: CommandName;
  /** One line of `--help`. */
  summary: string;
  /** Only this program itself types it: no list shows it. */
  hidden?: boolean;
  /** What is behind `--` is the command line of another program, and its own short flags may be any letters. */
  passesOn?: boolean;
  /** Its flags, operands and examples. */
  help(): Promise<{ help: CommandHelp }>;
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
    name: 'add',
    summary: 'add files for other tools to a project: a Kubernetes manifest, systemd units',
    help: () => import('./add/help.js'),
    load: () => import('./add/command.js'),
  },
  {
    name: 'build',
    summary: 'build the image of a project and check it',
    help: () => import('./build/help.js'),
    load: () => import('./build/command.js'),
  },
  {
    name: 'containerfile',
    summary: 'add container files to an existing project, build and run it',
    help: () => import('./containerfile/help.js'),
    load: () => import('./containerfile/command.js'),
  },
  {
    name: 'dev',
    summary: 'build and run a project, and again after each change of its sources',
    passesOn: true,
    help: () => import('./dev/help.js'),
    load: () => import('./dev/command.js'),
  },
  {
    name: 'doctor',
    summary: 'check whether this machine builds and runs wasi/wasm',
    help: () => import('./doctor/help.js'),
    load: () => import('./doctor/command.js'),
  },
  {
    name: 'inspect',
    summary: 'show the content of an image, an archive or a module, and the runtimes that take it',
    help: () => import('./inspect/help.js'),
    load: () => import('./inspect/command.js'),
  },
  {
    name: 'preset',
    summary: 'test a preset, or begin one: preset test PRESET renders every language with it',
    help: () => import('./preset/help.js'),
    load: () => import('./preset/command.js'),
  },
  {
    name: 'run',
    summary: 'build the image of a project where something changed, and run it in this terminal',
    passesOn: true,
    help: () => import('./run/help.js'),
    load: () => import('./run/command.js'),
  },
  {
    name: 'test',
    summary: 'run the tests of a project as WebAssembly',
    passesOn: true,
    help: () => import('./test/help.js'),
    load: () => import('./test/command.js'),
  },
  {
    name: 'update',
    summary: 'update projects to the current templates and preset; --check only reports',
    help: () => import('./update/help.js'),
    load: () => import('./update/command.js'),
  },
  {
    name: 'completion',
    summary: 'print the completion script of bash, zsh, fish or PowerShell',
    passesOn: true,
    help: () => import('./completion/help.js'),
    load: () => import('./completion/command.js'),
  },
  {
    name: 'render',
    summary: 'renders a project again, for update',
    hidden: true,
    help: () => import('./render/help.js'),
    load: () => import('./render/command.js'),
  },
];
