import { join } from 'node:path';
import Generator, { type BaseOptions } from 'yeoman-generator';
import { commit } from '../commit.js';
import { ship } from '../core/build/build-project.js';
import { written } from '../core/build/build-request.js';
import { digestSource } from '../core/build/digest-source.js';
import { refuseOtherEngines } from '../core/build/only-embedded.js';
import { present, presentDryRun } from '../core/build/present.js';
import type { Outcome } from '../core/build/result.js';
import { waitingNote } from '../core/files/write-all.js';
import { presetOption } from '../core/options/preset-option.js';
import { questions } from '../core/options/questions.js';
import { switches } from '../core/options/switches.js';
import { likeOnDisk, refuseLinks } from '../core/project/destination.js';
import { flags } from '../core/project/existing/flags.js';
import { guardExisting, type Prepared, prepare } from '../core/project/existing/render.js';
import { type Job, settle } from '../core/project/existing/resolve.js';
import { refuseYoResolve } from '../core/project/yo-resolve.js';
import { createProgress } from '../core/terminal/create-progress.js';
import type { Progress } from '../core/terminal/progress.js';
import { choose, type Prompt } from '../core/terminal/prompts.js';
import { shipmentOf, withFindings } from './shipment.js';

/** `create-wasm-oci containerfile`: a project that exists already gets its container files, and nothing else. */
export default class ContainerfileGenerator extends Generator {
  /** What the run came to. Undefined until it is over, and in a dry run. */
  outcome: Outcome | undefined;
  /** True from the moment Yeoman may write files. */
  writes = false;

  #progress!: Progress;
  #job!: Job;
  #prepared!: Prepared;

  constructor(args: string[], options: BaseOptions) {
    super(args, options, {
      // The project's own dependencies are none of ours to install.
      customInstallTask: true,
    });
    this.argument('directory', { type: String, required: false, description: "the project's directory" });
    for (const { key, help, placeholder } of [...questions, presetOption, ...flags]) {
      this.option(key, { type: placeholder ? String : Boolean, description: help });
    }
    for (const { key, help, default: on } of switches) {
      this.option(key, { type: Boolean, description: on ? `on; --no-${key}: ${help}` : help });
    }
  }

  /** answers: what is there is recognised; only what stays ambiguous is asked. */
  async prompting() {
    this.#progress = await createProgress(process.stderr);
    const prompt: Prompt = (asked) => this.prompt(asked as never);
    this.#job = await settle({
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
    const { switches, advice, directory } = this.#job;
    const digests = switches.write ? digestSource(this.#job, (text) => this.#progress.note(text)) : undefined;
    this.#prepared = await prepare(this.#job, undefined, digests);
    this.#tell('advice', advice);
    for (const path of this.#prepared.kept) this.#progress.note(keptNote(path, this.#prepared));
    if (switches['dry-run'] && this.#prepared.inTheWay && !switches.force)
      this.#progress.note('Containerfile is there, and another: --force overwrites it.');
    if (switches['dry-run'] || !switches.write) return;
    await refuseOtherEngines(shipmentOf(this.#job, this.#prepared));
    await this.#guard();
    this.destinationRoot(directory);
    for (const [path, contents] of this.#prepared.files)
      this.writeDestination(path, await likeOnDisk(directory, path, contents));
  }

  /** Yeoman would read a file in the user's home folder, where there may be none; no question of ours is stored there. */
  override _getGlobalStorage() {
    return this.createStorage(join(import.meta.dirname, '.yo-rc-global.json'));
  }

  /** Yeoman's queue before it writes what other generators have. Guarded once more: another run may have written there since. */
  async conflicts() {
    const { switches } = this.#job;
    if (switches['dry-run'] || !switches.write) return;
    await commit(this, {
      directory: this.#job.directory,
      guard: () => this.#guard(),
      onWait: (owner) => this.#progress.note(waitingNote(owner, this.#job.shownDirectory)),
    });
  }

  async #guard() {
    await guardExisting(this.#prepared, this.#job);
    await refuseLinks(this.#job.directory, this.#prepared.files);
    await refuseYoResolve(this.#job.directory, this.#prepared.files.keys());
  }

  /** engine → image: build, check, run. Yeoman has written the files by now. */
  async install() {
    if (this.#job.switches['dry-run']) return;
    const shipment = shipmentOf(this.#job, this.#prepared);
    const outcome = this.#job.switches.build ? await ship(shipment, this.#progress) : written(shipment);
    this.outcome = withFindings(outcome, this.#job);
  }

  /** report: the image reference or JSON on stdout, everything for people on stderr. */
  end() {
    const { switches, shownDirectory, answers } = this.#job;
    if (this.outcome) present(this.outcome, switches.json, process);
    else presentDryRun({ ...answers, files: this.#prepared.files, shownDirectory }, switches.json, process);
  }

  #tell(label: string, lines: readonly string[]) {
    for (const line of lines) this.#progress.note(`${label}: ${line}`);
  }
}

/** Podman prefers a .containerignore, for the builds that a Dockerfile of the person's own describes, too. */
function keptNote(path: string, { files }: Prepared): string {
  const instead = path === '.dockerignore' && files.has('.containerignore');
  return `${path} is yours, and kept.${instead ? ' Podman reads the new .containerignore in its place, in all builds.' : ''}`;
}
