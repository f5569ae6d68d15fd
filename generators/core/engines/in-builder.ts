import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { textOf } from '../files/text-of.js';
import { escapers } from '../languages/escape.js';
import { lastStage } from '../policy/last-stage.js';
import type { RunOptions } from '../system/process.js';
import type { BuildContext, BuilderCommand, BuilderOutput, BuildOptions } from './engine.js';
import { explain } from './explain.js';
import type { Host } from './host.js';
import type { KnownErrors } from './known-errors.js';

/** Where the command's stage leaves what is exported. */
const RESULTS = '/create-wasm-oci';

/** An engine's program, and what it is given for a build. */
interface StageBuilder {
  host: Host;
  errors: KnownErrors;
  /** `build`, with the platform: the builder stage is in the cache only for the same one. */
  build: readonly string[];
  options?: RunOptions;
}

/**
 * Runs a command in a stage behind the builder stage of a project's Containerfile, and exports what it printed. The builder
 * stage is in the cache, and its cache mounts have what the command reads.
 */
export async function inBuilderStage(
  { host, errors, build, options = {} }: StageBuilder,
  { directory }: BuildContext,
  wanted: BuilderCommand,
  { onLine, signal }: Pick<BuildOptions, 'onLine' | 'signal'>,
): Promise<BuilderOutput> {
  const text = withCommand((await textOf(join(directory, 'Containerfile'))) ?? '', wanted);
  return inTemporaryFolder('builder', async (folder) => {
    const containerfile = join(folder, 'Containerfile');
    const results = join(folder, 'results');
    await writeFile(containerfile, text);
    const args = [...build, '-f', containerfile, '--output', `type=local,dest=${results}`, '.'];
    const built = await host.run(errors.program, args, { ...options, cwd: directory, onLine, signal });
    if (built.exitCode !== 0) throw explain(errors, built, 'build', await host.system(), signal);
    const printed = (await textOf(join(results, 'printed'))) ?? '';
    return { printed, files: await filesIn(results, wanted.files) };
  });
}

/** The texts of those of these files that a folder has. */
export async function filesIn(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const texts = await Promise.all(names.map(async (name) => [name, await textOf(join(folder, name))] as const));
  return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** A Containerfile with the stage of a command, and one of what it leaves behind it. */
export function withCommand(text: string, { command, files }: BuilderCommand): string {
  if (!/^FROM\b.*\bAS\s+builder\s*$/im.test(text)) {
    throw new Failure('The Containerfile has no stage named builder, so nothing can be run where it compiles.', {
      exitCode: ExitCode.notBuilt,
      fix: [{ text: 'Name the stage that compiles: FROM … AS builder.' }],
    });
  }
  const mounts = [...new Set(text.match(/--mount=type=cache\S*/g) ?? [])];
  const run = `${variables(text)}${command.map(escapers.shell).join(' ')} > ${RESULTS}/printed`;
  const copies = files.map(
    (name) => `if test -e ${escapers.shell(name)}; then cp ${escapers.shell(name)} ${RESULTS}; fi`,
  );
  return [
    text.trimEnd(),
    '',
    'FROM builder AS create-wasm-oci-command',
    `RUN ${[...mounts, ['mkdir -p', RESULTS].join(' ')].join(' ')} && ${[run, ...copies].join(' && ')}`,
    `${lastStage.from} AS create-wasm-oci-results`,
    `COPY --from=create-wasm-oci-command ${RESULTS} /`,
    '',
  ].join('\n');
}

/** The variables that the command which compiles has in front of it, behind its cache mounts. */
function variables(text: string): string {
  const [, found = ''] =
    /^RUN (?:--mount=type=cache\S*[ \\\n]+)+((?:[A-Z]+=(?:'[^'\n]*'|[^\s'])*[ \\\n]+)*)/m.exec(text) ?? [];
  return found.replaceAll(/[ \\\n]+/g, ' ').trimStart();
}
