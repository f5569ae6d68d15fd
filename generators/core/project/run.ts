import { type BuildRequest, written } from '../build/build-request.js';
import { digestSource } from '../build/digest-source.js';
import { present, presentDryRun, type Streams } from '../build/present.js';
import type { BuildResult } from '../build/result.js';
import type { Session } from '../engines/session.js';
import { type NewFile, waitingNote } from '../files/write-all.js';
import { testsOf } from '../languages/languages.js';
import { flagOfOneEngine } from '../options/check-flags.js';
import type { Progress } from '../terminal/progress.js';
import { executableMode, likeOnDisk, refuseLinks, shownPath } from './destination.js';
import type { Job } from './job.js';
import type { ProjectKind, Rendered } from './kind.js';
import { refuseYoResolve } from './yo-resolve.js';

/**
 * A run of the program for one project, once its job is resolved: render, check, guard, (write), build, report. Who
 * writes the files, Yeoman or write-files.ts, takes these steps in this order.
 */
export class ProjectRun<OneJob extends Job = Job, Files extends Rendered = Rendered> {
  readonly job: OneJob;
  readonly progress: Progress;
  readonly #kind: ProjectKind<OneJob, Files>;
  #rendered!: Files;
  #result: BuildResult | undefined;

  constructor(kind: ProjectKind<OneJob, Files>, job: OneJob, progress: Progress) {
    this.#kind = kind;
    this.job = job;
    this.progress = progress;
  }

  /** Whether the run writes files. */
  get writes(): boolean {
    return this.job.flags.write && !this.job.flags['dry-run'];
  }

  /** The files that are replaced without a question. */
  get unedited(): ReadonlySet<string> {
    return this.#rendered.unedited ?? new Set();
  }

  /** Renders the files, and shows the user's notes on them before they are written. */
  async render(): Promise<void> {
    const note = (text: string) => this.progress.note(text);
    const digests = this.job.flags.write ? digestSource(this.job, note) : undefined;
    this.#rendered = await this.#kind.render(this.job, { digests });
    for (const text of await this.#kind.notes(this.job, this.#rendered)) note(text);
  }

  /**
   * Refuses what cannot be built as it was asked for, before anything is written.
   *
   * @throws Failure (wrong input); Cancelled
   */
  async check(): Promise<void> {
    const { flags } = this.job;
    if (flags['dry-run'] || !flags.build) return;
    if (this.job.answers.sign) {
      const [{ requireCosign }, { thisHost }] = await Promise.all([
        import('../signing/cosign.js'),
        import('../engines/host.js'),
      ]);
      await requireCosign(thisHost);
    }
    if (!flagOfOneEngine(flags)) return;
    const { refuseOtherEngines } = await import('../build/only-embedded.js');
    await refuseOtherEngines(this.#request());
  }

  /**
   * Guards what is on the disk. Asked again just before files are put in place: another run may have written since.
   *
   * @throws Failure (wrong input) that names the files which must not be written
   */
  async guard(): Promise<void> {
    const { directory } = this.job;
    const { files } = this.#rendered;
    await this.#kind.guard(this.job, this.#rendered);
    await refuseLinks(directory, files);
    await refuseYoResolve(directory, [...files.keys()]);
  }

  /** The files as the run writes them: with the line ends of those on the disk, and their modes. */
  async files(): Promise<NewFile[]> {
    const { directory } = this.job;
    const { files, executables } = this.#rendered;
    return Promise.all(
      [...files].map(async ([path, text]) => ({
        path,
        contents: await likeOnDisk(directory, path, text),
        // A script of a preset stays executable.
        mode: executables.has(path) ? await executableMode(directory, path) : undefined,
      })),
    );
  }

  /** Shows that another run writes into the project. */
  waits(owner: string): void {
    this.progress.note(waitingNote(owner, this.job.shownDirectory));
  }

  /** engine → image: build, check, run. The files are written by now; the engines are loaded when there is something to build. */
  async build(): Promise<void> {
    const { flags } = this.job;
    if (flags['dry-run']) return;
    const request = this.#request();
    this.#result = written(request);
    if (!flags.build) return;
    const { buildProject } = await import('../build/build-project.js');
    this.#result = await buildProject(request, this.progress);
  }

  /**
   * engine → image → terminal: builds it where something changed, and runs it with this process's streams.
   *
   * @returns the exit code: the program's, where the engine knows it
   */
  async attach(session: Session): Promise<number> {
    const { runAttached } = await import('../build/run-attached.js');
    return runAttached(this.#request(), session, this.progress);
  }

  /** engine → tests: runs them as WebAssembly. Returns the exit code. */
  async test(args: readonly string[], streams: Streams): Promise<number> {
    const { testProject } = await import('../build/test-project.js');
    const fails = testsOf(this.job.answers)?.fails;
    return testProject({ request: this.#request(), args, fails }, this.progress, streams);
  }

  /** engine → image → terminal, again after each change. Returns the exit code. */
  async develop(session: Session, stderr: NodeJS.WritableStream): Promise<number> {
    const [{ develop }, { devReport }] = await Promise.all([import('../dev/develop.js'), import('../dev/report.js')]);
    const { cwd } = this.job;
    return develop(
      this.#request(),
      session,
      devReport(stderr, (path) => shownPath(cwd, path)),
    );
  }

  /** report: the image reference or JSON on stdout, everything for users on stderr. */
  present(streams: Streams): void {
    const { flags, shownDirectory, answers } = this.job;
    if (this.#result) present(this.#result, flags.json, streams);
    else presentDryRun({ ...answers, files: this.#rendered.files, shownDirectory }, flags.json, streams);
  }

  #request(): BuildRequest {
    return this.#kind.request(this.job, this.#rendered);
  }
}
