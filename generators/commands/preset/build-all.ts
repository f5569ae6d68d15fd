import { randomUUID } from 'node:crypto';
import { buildImage } from '../../core/build/build-image.js';
import { runProject } from '../../core/build/run-project.js';
import { targetOf } from '../../core/build/target.js';
import type { Engine } from '../../core/engines/engine.js';
import { selectEngine } from '../../core/engines/select.js';
import { Cancelled, ExitCode, Failure } from '../../core/failure.js';
import { fillFolder } from '../../core/files/fill-folder.js';
import { inTemporaryFolder } from '../../core/files/temporary-folder.js';
import { serviceOf } from '../../core/languages/service.js';
import type { Preset } from '../../core/presets/preset.js';
import { acceptedRules } from '../../core/project/request.js';
import { run } from '../../core/system/process.js';
import type { Progress } from '../../core/terminal/progress.js';
import type { PresetTestResult } from './result.js';

/**
 * Builds an image of every language that was rendered, checks it, runs it, and removes it.
 *
 * @throws Cancelled when the signal ended it
 */
export async function buildAll(
  preset: Preset,
  rendered: readonly PresetTestResult[],
  progress: Progress,
  signal: AbortSignal,
): Promise<PresetTestResult[]> {
  const results: PresetTestResult[] = [];
  for (const result of rendered) results.push(await buildOne(preset, result, progress, signal));
  return results;
}

async function buildOne(
  preset: Preset,
  result: PresetTestResult,
  progress: Progress,
  signal: AbortSignal,
): Promise<PresetTestResult> {
  const { answers, project, language } = result;
  if (!answers || !project || result.failure) return result;
  const what = `Building ${language} with ${preset.name}`;
  // A name of its own: that of the preset may be taken on this machine by an image that is in use.
  const image = `localhost/create-wasm-oci-preset-test:${language}-${randomUUID()}`;
  let engine: Engine | undefined;
  progress.begin(what);
  try {
    return await inTemporaryFolder('preset-test', async (folder) => {
      const job = { answers: { ...answers, image }, preset, directory: folder, shownDirectory: folder };
      const { labels, imitated, run: how } = project;
      const service = serviceOf(how);
      const target = targetOf(job, { labels, imitated, service });
      await fillFolder(folder, project.files, project.executables);
      const { engines: allowed } = preset.checks;
      const selected = await selectEngine(answers.engine, target, { toRun: true, allowed, signal });
      if (!selected.engine) throw selected.reasons[0] ?? noAllowedEngine();
      engine = selected.engine;
      const built = await buildImage(engine, target, {
        signal,
        found: selected.found,
        onLine: (line) => progress.line(line),
        onNote: (text) => progress.note(text),
        required: preset.checks,
        accept: acceptedRules(answers, service),
      });
      const { seconds } = await runProject(engine, target, project, signal);
      progress.end(what);
      return { ...result, engine: { id: engine.id, version: selected.version }, built, ran: seconds };
    });
  } catch (error) {
    progress.end(what, false);
    if (error instanceof Cancelled) throw new Cancelled('The images are removed.');
    if (error instanceof Failure) return { ...result, failure: error };
    throw error;
  } finally {
    // Without the signal: after Ctrl-C it is needed most.
    if (engine?.store) await run(engine.errors.program, engine.store.remove(image));
  }
}

function noAllowedEngine(): Failure {
  return new Failure('None of the engines that the preset allows works here.', {
    exitCode: ExitCode.notBuilt,
    fix: [
      {
        command: 'create-wasm-oci --help',
        text: 'lists the engines; checks.engines of the preset says which are allowed',
      },
    ],
  });
}
