import { join } from 'node:path';
import Generator, { type BaseOptions } from 'yeoman-generator';
import { commit } from '../commit.js';
import { written } from '../core/build/build-request.js';
import { digestSource } from '../core/build/digest-source.js';
import { present, presentDryRun } from '../core/build/present.js';
import type { BuildResult } from '../core/build/result.js';
import { waitingNote } from '../core/files/write-all.js';
import { onlyEmbeddedDoes } from '../core/options/check-flags.js';
import { jobFlags } from '../core/options/flags.js';
import { presetOption } from '../core/options/preset-option.js';
import { type Question, questions } from '../core/options/questions.js';
import { executableMode, filesInTheWay, likeOnDisk, makeFolder, refuseLinks } from '../core/project/destination.js';
import { requestForNew } from '../core/project/new/build-request.js';
import { guardNew } from '../core/project/new/guard.js';
import { type RenderedNew, renderNew } from '../core/project/new/render.js';
import { type NewJob, resolveNew } from '../core/project/new/resolve.js';
import { refuseYoResolve } from '../core/project/yo-resolve.js';
import { createProgress } from '../core/terminal/create-progress.js';
import type { Progress } from '../core/terminal/progress.js';
import { askQuestion, type Prompt } from '../core/terminal/prompts.js';

const NO_NOTES: ReadonlyMap<string, string> = new Map();

/** What a prompt says behind the choices. Looking for compilers is loaded for those who are asked. */
async function notesFor({ key }: Question): Promise<ReadonlyMap<string, string>> {
  if (key !== 'language') return NO_NOTES;
  return (await import('../core/toolchain/works-here.js')).notesForLanguages();
}

/** `npm init wasm-oci`, `yo wasm-oci`: a new project, from questions to a running image. */
export default class AppGenerator extends Generator {
  /** What the run came to. Undefined until it is over, and in a dry run. */
  result: BuildResult | undefined;
  /** True from the moment Yeoman may write files. */
  writes = false;

  #progress!: Progress;
  #job!: NewJob;
  #rendered!: RenderedNew;

  constructor(args: string[], options: BaseOptions) {
    super(args, options, {
      // The project has nothing that npm would install, and says itself how to go on.
      customInstallTask: true,
    });
    this.argument('directory', { type: String, required: false, description: 'where the project goes' });
    for (const { key, help, placeholder } of [...questions, presetOption]) {
      this.option(key, placeholder ? { type: String, description: help } : { type: Boolean, description: help });
    }
    for (const { key, help, default: on } of jobFlags) {
      this.option(key, { type: Boolean, description: on ? `on; --no-${key}: ${help}` : help });
    }
  }

  /** answers: what the options leave open is asked, or takes its default. */
  async prompting() {
    this.#progress = await createProgress(process.stderr);
    const prompt: Prompt = (asked) => this.prompt(asked as never);
    this.#job = await resolveNew({
      options: this.options,
      cwd: this.env.cwd,
      environment: process.env,
      terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
      ask: async (question, known) => askQuestion(prompt, question, known, await notesFor(question)),
      note: (text) => this.#progress.note(text),
    });
    const { title, slug } = this.#job.answers.name;
    if (title !== slug) this.#progress.note(`"${title}" is named ${slug} where only a-z, 0-9 and - are legal.`);
  }

  /** project → files: Yeoman writes them, and asks where one is in the way. */
  async writing() {
    const { write } = this.#job.flags;
    const digests = write ? digestSource(this.#job, (text) => this.#progress.note(text)) : undefined;
    this.#rendered = await renderNew({ ...this.#job, digests });
    if (this.#job.flags['dry-run']) await this.#noteExisting();
    if (this.#job.flags['dry-run'] || !this.#job.flags.write) return;
    if (onlyEmbeddedDoes(this.#job.flags)) {
      const { refuseOtherEngines } = await import('../core/build/only-embedded.js');
      await refuseOtherEngines(requestForNew(this.#job, this.#rendered));
    }
    await this.#guard();
    await makeFolder(this.#job.directory);
    this.destinationRoot(this.#job.directory);
    const { files, project } = this.#rendered;
    for (const [path, text] of files) {
      const contents = await likeOnDisk(this.#job.directory, path, text);
      // A script of a preset stays executable.
      const mode = project.executables.has(path) ? await executableMode(this.#job.directory, path) : undefined;
      this.writeDestination(path, contents, (mode && { stat: { mode } }) as never);
    }
  }

  /** Yeoman would read a file in the user's home folder, where there may be none; no question of ours is stored there. */
  override _getGlobalStorage() {
    return this.createStorage(join(import.meta.dirname, '.yo-rc-global.json'));
  }

  /** Yeoman's queue before it writes what other generators have. Guarded once more: another run may have written there since. */
  async conflicts() {
    const { flags } = this.#job;
    if (flags['dry-run'] || !flags.write) return;
    await commit(this, {
      directory: this.#job.directory,
      guard: () => this.#guard(),
      onWait: (owner) => this.#progress.note(waitingNote(owner, this.#job.shownDirectory)),
    });
  }

  async #guard() {
    await guardNew(this.#rendered, this.#job);
    await refuseLinks(this.#job.directory, this.#rendered.files);
    await refuseYoResolve(this.#job.directory, this.#rendered.files.keys());
  }

  /** A dry run tells of what the run itself would ask about, or refuse. */
  async #noteExisting() {
    const { directory, flags } = this.#job;
    const inTheWay = await filesInTheWay(directory, this.#rendered.project.files);
    if (inTheWay.length > 0 && flags.write && !flags.force)
      this.#progress.note(`${inTheWay.join(', ')}: there, and other than what would be written; --force overwrites.`);
  }

  /** engine → image: build, check, run. Yeoman has written the files by now. */
  async install() {
    if (this.#job.flags['dry-run']) return;
    const request = requestForNew(this.#job, this.#rendered);
    this.result = written(request);
    if (!this.#job.flags.build) return;
    // The engines are loaded when there is something to build.
    const { buildProject } = await import('../core/build/build-project.js');
    this.result = await buildProject(request, this.#progress);
  }

  /** report: the image reference or JSON on stdout, everything for people on stderr. */
  end() {
    const { flags, shownDirectory, answers } = this.#job;
    if (this.result) present(this.result, flags.json, process);
    else presentDryRun({ ...answers, files: this.#rendered.files, shownDirectory }, flags.json, process);
  }
}
