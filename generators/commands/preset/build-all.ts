import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildImage } from '../../core/build/build-image.js';
import { runImage } from '../../core/build/run-image.js';
import type { Engine, Target } from '../../core/engines/engine.js';
import { selectEngine } from '../../core/engines/select.js';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import type { Answers } from '../../core/options/questions.js';
import { notOnHost } from '../../core/presets/host-build.js';
import type { Preset } from '../../core/presets/preset.js';
import type { Project } from '../../core/project/render.js';
import { run } from '../../core/system/process.js';
import type { Progress } from '../../core/terminal/progress.js';
import type { Result } from './result.js';

/**
 * Builds an image of every language that was rendered, checks it, runs it, and removes it.
 *
 * @throws Cancelled when the signal ended it
 */
export async function buildAll(
  preset: Preset,
  rendered: readonly Result[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const result of rendered) results.push(await buildOne(preset, result, progress, signal));
  return results;
}

async function buildOne(preset: Preset, result: Result, progress: Progress, signal: AbortSignal): Promise<Result> {
  const { answers, project, language } = result;
  if (!answers || !project || result.failure) return result;
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-preset-test-'));
  const target = { ...targetIn(folder, answers, project), notOnHost: notOnHost(preset) };
  const what = `Building ${language} with ${preset.name}`;
  let engine: Engine | undefined;
  progress.begin(what);
  try {
    await write(folder, project);
    const { engines: allowed } = preset.checks;
    const selected = await selectEngine(answers.engine, target, { toRun: true, allowed, signal });
    if (!selected.engine) throw selected.reasons[0] ?? noEngine();
    engine = selected.engine;
    const onLine = (line: string) => progress.line(line);
    const onNote = (text: string) => progress.note(text);
    const built = await buildImage(engine, target, {
      signal,
      found: selected.found,
      onLine,
      onNote,
      required: preset.checks,
    });
    const { seconds } = await runImage(engine, target, project.greeting, signal);
    progress.end(what);
    return { ...result, engine: { id: engine.id, version: selected.version }, built, ran: seconds };
  } catch (error) {
    progress.end(what, false);
    if (error instanceof Cancelled) throw new Cancelled('The images are removed.');
    if (error instanceof Failure) return { ...result, failure: error };
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
    // Without the signal: after Ctrl-C it is needed most.
    if (engine?.store) await run(engine.errors.program, engine.store.remove(target.image));
  }
}

/** The image gets a name of its own: that of the preset may be taken on this machine by an image that is in use. */
function targetIn(directory: string, answers: Answers, { labels, imitated }: Project): Target {
  const { language, name, 'wasm-opt': wasmOpt, aot } = answers;
  const image = `localhost/create-wasm-oci-preset-test:${language}-${randomUUID()}`;
  const { title, slug } = name;
  const names = { directory, shownDirectory: directory, image, language, title, slug, labels };
  return { ...names, imitated, artifact: false, wasmOpt, aot };
}

async function write(folder: string, { files, executables }: Project): Promise<void> {
  for (const [path, contents] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents, { mode: executables.has(path) ? 0o755 : 0o644 });
  }
}

function noEngine(): Failure {
  return new Failure('None of the engines that the preset allows works here.', {
    exitCode: ExitCode.notBuilt,
    fix: ['create-wasm-oci --help   lists the engines; checks.engines of the preset says which are allowed'],
  });
}
