import { join } from 'node:path';
import Generator, { type BaseOptions } from 'yeoman-generator';
import { commit } from './commit.js';
import { type Flag, yeomanOptions } from './core/options/flag.js';
import { makeFolder } from './core/project/destination.js';
import type { Given, Job } from './core/project/job.js';
import type { ProjectKind, Rendered } from './core/project/kind.js';
import { ProjectRun } from './core/project/run.js';
import { createProgress } from './core/terminal/create-progress.js';
import type { Progress } from './core/terminal/progress.js';
import type { Prompt } from './core/terminal/prompts.js';

/** What is special about the generator of a kind of project. */
export interface GeneratorShell<OneJob extends Job, Files extends Rendered> {
  kind: ProjectKind<OneJob, Files>;
  /** What the argument is. */
  directory: string;
  /** The flags of its command line. */
  flags: readonly Flag[];
  /** Resolves the job, with a prompt for each open question. */
  resolve(given: Given, prompt: Prompt, progress: Progress): Promise<OneJob>;
}

/**
 * What our generators have in common: Yeoman parses the options where `yo` starts it, draws prompts, and writes the
 * files with its conflict handling. All that is done is done by ProjectRun.
 */
export class ProjectGenerator<OneJob extends Job, Files extends Rendered> extends Generator {
  /** True from the moment Yeoman may write files. */
  writes = false;

  readonly #shell: GeneratorShell<OneJob, Files>;
  #run!: ProjectRun<OneJob, Files>;

  constructor(args: string[], options: BaseOptions, shell: GeneratorShell<OneJob, Files>) {
    super(args, options, {
      // A project has nothing that npm would install, and says itself how to go on.
      customInstallTask: true,
      // The methods of this class that have the name of a queue are run, also for the classes below.
      inheritTasks: true,
      tasksMatchingPriority: true,
    });
    this.#shell = shell;
    this.argument('directory', { type: String, required: false, description: shell.directory });
    for (const [key, option] of yeomanOptions(shell.flags)) this.option(key, option);
  }

  /** answers: what the options leave open is asked, or takes its default. */
  async prompting() {
    const progress = await createProgress(process.stderr);
    const given: Given = {
      options: this.options,
      cwd: this.env.cwd,
      environment: process.env,
      terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
      note: (text) => progress.note(text),
    };
    const job = await this.#shell.resolve(given, (asked) => this.prompt(asked as never), progress);
    this.#run = new ProjectRun(this.#shell.kind, job, progress);
  }

  /** project → files: Yeoman is handed them, and asks where one is in the way. */
  async writing() {
    const run = this.#run;
    await run.render();
    await run.check();
    if (!run.writes) return;
    await run.guard();
    await makeFolder(run.job.directory);
    this.destinationRoot(run.job.directory);
    for (const { path, contents, mode } of await run.files())
      this.writeDestination(path, contents as string, (mode && { stat: { mode } }) as never);
  }

  /** Yeoman's queue before it writes what other generators have. */
  async conflicts() {
    const run = this.#run;
    if (!run.writes) return;
    await commit(this, {
      directory: run.job.directory,
      guard: () => run.guard(),
      onWait: (owner) => run.waits(owner),
      unedited: run.unedited,
    });
  }

  /** engine → image: build, check, run. Yeoman has written the files by now. */
  async install() {
    await this.#run.build();
  }

  /** report */
  end() {
    this.#run.present(process);
  }

  /** Yeoman would read a file in the user's home folder, where there may be none; no question of ours is stored there. */
  override _getGlobalStorage() {
    return this.createStorage(join(import.meta.dirname, '.yo-rc-global.json'));
  }
}
