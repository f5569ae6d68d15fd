import { engines } from '../engines/engines.js';
import type { Choosable } from '../engines/select.js';
import { type Session, withPort } from '../engines/session.js';
import { ExitCode, Failure } from '../failure.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { Progress } from '../terminal/progress.js';
import { buildProject } from './build-project.js';
import type { BuildRequest } from './build-request.js';

/** Of the job's flags, none: an image is built to be run by a user. */
const ONLY_BUILT = { run: false, push: false, load: false, artifact: false, layout: false } as const;

/**
 * Builds an image and runs it with this process's streams. What has changed is the engine's to know: its cache of layers,
 * or its compiler's, so that no stamp of ours can be older than the image.
 *
 * @param from the engines to choose from, for tests
 * @returns the exit code: the program's, where the runtime keeps it
 * @throws Failure when it cannot be built or run; Cancelled on Ctrl-C while it is built
 */
export async function runAttached(
  request: BuildRequest,
  session: Session,
  progress: Progress,
  from: readonly Choosable[] = engines,
): Promise<number> {
  const { engine: chosen, reasons } = await buildProject(
    { ...request, toRun: true, flags: ONLY_BUILT },
    progress,
    from,
  );
  const info = from.find(({ id }) => id === chosen?.id);
  if (!info) throw noneWorks(reasons);
  const engine = await info.engine();
  const interrupt = listenForInterrupt();
  try {
    return await engine.attach(request.target, withPort(session, request.target.service), interrupt.signal);
  } finally {
    interrupt.stop();
  }
}

/** No engine works, and a program must be run. */
export function noneWorks(reasons: readonly Failure[]): Failure {
  return new Failure(`No engine works here. ${reasons.map(({ message }) => message).join(' ')}`, {
    exitCode: ExitCode.notBuilt,
    fix: reasons.flatMap(({ fix }) => fix),
  });
}
