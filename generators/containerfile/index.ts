import { join } from 'node:path';
import Generator, { type BaseOptions } from 'yeoman-generator';
import { commit } from '../commit.js';
import { buildProject } from '../core/build/build-project.js';
import { written } from '../core/build/build-request.js';
import { digestSource } from '../core/build/digest-source.js';
import { refuseOtherEngines } from '../core/build/only-embedded.js';
import { present, presentDryRun } from '../core/build/present.js';
import type { BuildResult } from '../core/build/result.js';
import { waitingNote } from '../core/files/write-all.js';
import { jobFlags } from '../core/options/flags.js';
import { presetOption } from '../core/options/preset-option.js';
import { questions } from '../core/options/questions.js';
import { likeOnDisk, refuseLinks } from '../core/project/destination.js';
import { requestForExisting, withFindings } from '../core/project/existing/build-request.js';
import { guardExisting, type RenderedExisting, renderExisting } from '../core/project/existing/render.js';
import { type ExistingJob, resolveExisting } from '../core/project/existing/resolve.js';
import { selectionFlags } from '../core/project/existing/selection-flags.js';
import { refuseYoResolve } from '../core/project/yo-resolve.js';
import { createProgress } from '../core/terminal/create-progress.js';
import type { Progress } from '../core/terminal/progress.js';
import { choose, type Prompt } from '../core/terminal/prompts.js';

/** `create-wasm-oci containerfile`: a project that exists already gets its container files, and nothing else. */
export default class ContainerfileGenerator extends Generator {
  /** What the run came to. Undefined until it is over, and in a dry run. */
  result: BuildResult | undefined;
  /** True from the moment Yeoman may write files. */
  writes = false;

  #progress!: Progress;
  #job!: ExistingJob;
  #rendered!: RenderedExisting;

  constructor(args: string[], options: BaseOptions) {
    super(args, options, {
      // The project's own dependencies are none of ours to install.
      customInstallTask: true,
    });
    this.argument('directory', { type: String, required: false, description: "the project's directory" });
    for (const { key, help, placeholder } of [...questions, presetOption, ...selectionFlags]) {
      this.option(key, { type: placeholder ? String : Boolean, description: help });
    }
    for (const { key, help, default: on } of jobFlags) {
      this.option(key, { type: Boolean, description: on ? `on; --no-${key}: ${help}` : help });
    }
  }

  /** answers: what is there is recognised; only what stays ambiguous is asked. */
  async prompting() {
    this.#progress = await createProgress(process.stderr);
    const prompt: Prompt = (asked) => this.prompt(asked as never);
    this.#job = await resolveExisting({
      options: this.options,
      cwd: this.env.cwd,
      environment: process.env,
      terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
      choose: (ambiguity) => choose(prompt, ambiguity),
      tell: (lines) => this.#tell('found', lines),
      note: (text) => this.#progress.note(text),
    });
  }

  /** files: the container files and the stored answers, beside what is there. */
  async writing() {
    const { flags, advice, directory } = this.#job;
    const digests = flags.write ? digestSource(this.#job, (text) => this.#progress.note(text)) : undefined;
    this.#rendered = await renderExisting(this.#job, undefined, digests);
    this.#tell('advice', advice);
    for (const path of this.#rendered.kept) this.#progress.note(keptNote(path, this.#rendered));
    if (flags['dry-run'] && this.#rendered.inTheWay && !flags.force)
      this.#progress.note('Containerfile is there, and another: --force overwrites it.');
    if (flags['dry-run'] || !flags.write) return;
    await refuseOtherEngines(requestForExisting(this.#job, this.#rendered));
    await this.#guard();
    this.destinationRoot(directory);
    for (const [path, contents] of this.#rendered.files)
      this.writeDestination(path, await likeOnDisk(directory, path, contents));
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
    await guardExisting(this.#rendered, this.#job);
    await refuseLinks(this.#job.directory, this.#rendered.files);
    await refuseYoResolve(this.#job.directory, this.#rendered.files.keys());
  }

  /** engine → image: build, check, run. Yeoman has written the files by now. */
  async install() {
    if (this.#job.flags['dry-run']) return;
    const request = requestForExisting(this.#job, this.#rendered);
    const result = this.#job.flags.build ? await buildProject(request, this.#progress) : written(request);
    this.result = withFindings(result, this.#job);
  }

  /** report: the image reference or JSON on stdout, everything for people on stderr. */
  end() {
    const { flags, shownDirectory, answers } = this.#job;
    if (this.result) present(this.result, flags.json, process);
    else presentDryRun({ ...answers, files: this.#rendered.files, shownDirectory }, flags.json, process);
  }

  #tell(label: string, lines: readonly string[]) {
    for (const line of lines) this.#progress.note(`${label}: ${line}`);
  }
}

/** Podman prefers a .containerignore, for the builds that a Dockerfile of the person's own describes, too. */
function keptNote(path: string, { files }: RenderedExisting): string {
  const instead = path === '.dockerignore' && files.has('.containerignore');
  return `${path} is yours, and kept.${instead ? ' Podman reads the new .containerignore in its place, in all builds.' : ''}`;
}
