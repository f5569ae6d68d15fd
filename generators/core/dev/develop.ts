import { join } from 'node:path';
import { buildImage } from '../build/build-image.js';
import type { BuildRequest } from '../build/build-request.js';
import { debugVariables } from '../build/debug-variables.js';
import { noneWorks } from '../build/run-attached.js';
import { compilesOnHost, engines } from '../engines/engines.js';
import { type Choosable, type Selected, type SelectOptions, selectEngine } from '../engines/select.js';
import { type Session, withPort } from '../engines/session.js';
import { ExitCode, Failure } from '../failure.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { compilerOf, languageOf } from '../languages/languages.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import { watchFolder } from './changes.js';
import { fastestFirst } from './fastest-first.js';
import { ignoredIn, readIgnoreFiles } from './ignored.js';
import { devLoop, type Running } from './loop.js';
import { type Removals, removeLater } from './remove-later.js';
import type { DevReport } from './report.js';

/**
 * Builds and runs a project, and again after each change, until Ctrl-C.
 *
 * @param from the engines to choose from, for tests
 * @returns the exit code
 * @throws Failure when no engine works, or the command line is wrong
 */
export async function develop(
  request: BuildRequest,
  session: Session,
  report: DevReport,
  from: readonly Choosable[] = engines,
): Promise<number> {
  const { target } = request;
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  const { buildOutputs } = languageOf(target.language).source;
  // Archives and layouts, and their parts while they are written.
  const outputs = [...buildOutputs, `${target.slug}.oci*`];
  try {
    // Before the folder is watched: a watcher that nobody closes would keep this process alive after the error.
    const first = await fastestEngine(request, session, from, signal);
    const ignored = ignoredIn(target.directory, await readIgnoreFiles(target.directory, outputs));
    const changes = await watchFolder(target.directory, ignored);
    try {
      await inTemporaryFolder('dev', (workFolder) => {
        const superseded = removeLater();
        const cycle = cycleOf(request, session, first, { report, from, workFolder, superseded });
        return devLoop(cycle, changes, report, signal, isWrongInput).finally(superseded.flush);
      });
    } finally {
      await changes.stop();
    }
    return ExitCode.cancelled;
  } finally {
    interrupt.stop();
  }
}

function isWrongInput(error: unknown): boolean {
  return !(error instanceof Failure) || error.exitCode === ExitCode.wrongInput;
}

/**
 * The engine that an edit waits for the least: a compiler of this machine first. Under `auto` nothing is downloaded for
 * that, where another engine works.
 */
async function fastestEngine(
  { engine: choice, target, required, engineFrom }: BuildRequest,
  session: Session,
  from: readonly Choosable[],
  signal: AbortSignal,
): Promise<Selected> {
  const why = engineFrom;
  const serves = withPort(session, target.service).ports.length > 0;
  const order = fastestFirst(from, serves);
  const wanted: SelectOptions = { toRun: true, allowed: required?.engines, why, signal, from: order };
  const selected = await selectEngine(choice, target, wanted);
  if (!selected.engine) throw noneWorks(selected.reasons);
  if (choice !== 'auto' || selected.found?.download === undefined) return selected;
  const other = await selectEngine(choice, target, { ...wanted, failed: [selected.engine.id] });
  return other.engine ? other : selected;
}

/** How a project is built and started with an engine. The first image is checked; the next ones come of the same build. */
function cycleOf(
  request: BuildRequest,
  session: Session,
  first: Selected,
  {
    report,
    from,
    workFolder,
    superseded,
  }: { report: DevReport; from: readonly Choosable[]; workFolder: string; superseded: Removals },
) {
  const { target, accept, required } = request;
  const { whileEditing } = compilerOf(target.language);
  const imitated = target.imitated && join(target.directory, target.imitated.path);
  let selected = first;
  let checked = false;
  report.engine(selected);
  return {
    async build(changed: readonly string[], signal: AbortSignal): Promise<void> {
      superseded.hold();
      // An engine that does by itself what a build file says cannot take an edited one.
      if (imitated !== undefined && changed.includes(imitated)) {
        selected = await fastestEngine(request, session, from, signal);
        report.engine(selected);
      }
      const { engine, found } = selected;
      // A compiler's own lines are what one waits for; a container engine's begin to matter when it fails.
      const onLine = compilesOnHost(engine.id) ? report.line : undefined;
      // A build to be debugged does not optimise anyway.
      const variables = target.debug ? await debugVariables(target, engine.id) : whileEditing;
      const options = { found, signal, variables, workFolder, onLine, onNote: report.note };
      if (!checked) await buildImage(engine, target, { ...options, accept, required });
      else {
        await engine.build(target, { ...options, quick: true, onSuperseded: superseded.add });
      }
      checked = true;
    },

    start(): Running {
      const stop = new AbortController();
      const { engine } = selected;
      const ended = engine.attach(target, withPort(session, target.service), stop.signal).then(
        (exitCode) => stop.signal.aborted || report.ended(exitCode),
        (error: unknown) => report.failed(error, { ended: true }),
      );
      // What an earlier program ran from can go now that this one is up.
      superseded.release();
      return {
        async stop() {
          stop.abort();
          await ended;
        },
      };
    },
  };
}
