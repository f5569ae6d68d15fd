import { type Choosable, type Selected, selectEngine } from '../engines/select.js';
import { ExitCode, Failure } from '../failure.js';
import { wantingAnImage } from '../options/check-flags.js';
import { diskFailure } from '../system/disk-failure.js';
import { listenForInterrupt } from '../terminal/interrupt.js';
import type { Progress } from '../terminal/progress.js';
import { buildImage } from './build-image.js';
import { type BuildRequest, written } from './build-request.js';
import { firstThatBuilds } from './fall-back.js';
import { publish, writeRequestedSbom } from './publish.js';
import { type BuildResult, resultDocument } from './result.js';
import { Steps } from './steps.js';

/**
 * From written files to a checked image that has run: engine, build, check, run.
 *
 * @param from the engines to choose from, for tests
 * @throws Failure when one of them fails; Cancelled on Ctrl-C. The files stay in any case.
 */
export async function buildProject(
  request: BuildRequest,
  progress: Progress,
  from?: readonly Choosable[],
): Promise<BuildResult> {
  const start = written(request);
  const { target, flags, accept, required, engineFrom, toRun = flags.run } = request;
  let soFar = start;
  /** The image by its name or file, once there is one: it may be none that passes. */
  let made: string | null = null;
  const interrupt = listenForInterrupt();
  const { signal } = interrupt;
  try {
    const wanted = { toRun, allowed: required?.engines, why: engineFrom, signal, ...(from && { from }) };
    const selected = await selectEngine(request.engine, target, wanted);
    if (!selected.engine) {
      const [wanting] = wantingAnImage(flags);
      if (wanting) throw nothingBuilt(wanting, selected.reasons);
      return { ...start, reasons: selected.reasons };
    }
    const steps = new Steps(progress);
    const attempt = async ({ engine, version, why, found }: Selected) => {
      const image = engine.reference(target);
      const chosen = { ...start, image, engine: { id: engine.id, version, why }, commands: engine.commands(target) };
      soFar = chosen;
      const { ran, ...built } = await steps.during(`Building ${image} with ${engine.id}`, () =>
        buildImage(engine, target, {
          signal,
          found,
          accept,
          required,
          onLine: (line) => progress.line(line),
          onNote: (text) => progress.note(text),
          onBuilt() {
            made = image;
            steps.next(flags.run ? `Running ${image}` : `Checking ${image}`);
          },
          // It ran, or did not; what failed is the check.
          onRefused: (ranWell) => flags.run && steps.next(`Checking ${image}`, ranWell),
          onRebuild(reason) {
            progress.note(reason);
            steps.next(`Building ${image} once more`, false);
          },
          ...(flags.run && { run: () => request.run(engine, signal) }),
        }),
      );
      return { ...chosen, built, ...(ran && { ran }) };
    };
    const { engine, result } = await firstThatBuilds(selected, attempt, {
      choice: request.engine,
      target,
      wanted,
      onNote: (text) => progress.note(text),
    });
    const image = engine.reference(target);
    soFar = result;
    const shown = { steps, progress, signal };
    const listed = { ...result, ...(await writeRequestedSbom(engine, request, result, shown)) };
    soFar = listed;
    const sent = flags.push
      ? await steps.during(`Pushing ${target.image}`, () => engine.push(target, signal))
      : undefined;
    const index = sent?.isIndex ? sent.digest : undefined;
    const published = sent ? await publish(request, listed, { ...shown, digest: sent.digest }) : {};
    const pushed = { ...listed, ...(index !== undefined && { index }), ...published };
    const load = flags.load && engine.load;
    if (!load) return pushed;
    const store = await steps.during(`Loading ${image}`, () => load(target, signal));
    progress.note(`${target.image} is in the store of ${store.id}.`);
    const { build } = result.commands;
    const { run, ...others } = store.commands?.(target) ?? result.commands;
    return { ...pushed, image: target.image, commands: { build, run, ...(others.try && { try: others.try }) } };
  } catch (error) {
    // The project's files are written by now: what cannot be written is the image, or what it is made of.
    const failure = diskFailure(error, ExitCode.notBuilt) ?? error;
    if (!(failure instanceof Failure)) throw failure;
    const { output } = failure;
    const document = { ...resultDocument(soFar), image: made, ...(output.length > 0 && { output }) };
    // In a log, the engine's last lines are just above.
    throw failure.with({ document, output: progress.shows(output) ? [] : output });
  } finally {
    interrupt.stop();
  }
}

/** Without an image asked for, files are all that was asked; with one, a script must know that there is none. */
function nothingBuilt(wanting: string, reasons: readonly Failure[]): Failure {
  const why = reasons.map(({ message }) => message).join(' ');
  return new Failure(`${wanting} needs an image, and no engine works here. ${why}`, {
    exitCode: ExitCode.notBuilt,
    fix: reasons.flatMap(({ fix }) => fix),
  });
}
