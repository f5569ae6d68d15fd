import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ExitCode, Failure } from '../failure.js';
import { inTemporaryFolder } from '../files/temporary-folder.js';
import { textOf } from '../files/text-of.js';
import { escapers } from '../languages/escape.js';
import { textsOfImage } from '../oci/image-texts.js';
import { lastStage } from '../policy/last-stage.js';
import type { RunOptions } from '../system/process.js';
import type { BuildContext, BuilderCommand, BuilderOutput, BuildOptions, Keeper } from './engine.js';
import { explain } from './explain.js';
import { fromStore } from './stored-image.js';

/** Where the command's stage leaves what is exported. */
const RESULTS = '/create-wasm-oci';

/** The Containerfile with the command: no project has a file of that name, which Podman would take. */
const COMMAND_FILE = 'create-wasm-oci-command.Containerfile';

/** An engine's program, and what it is given for a build. */
interface StageBuilder extends Keeper {
  /** `build`, with the platform: the builder stage is in the cache only for the same one. An image goes into the store. */
  build: readonly string[];
  options?: RunOptions;
}

/**
 * Runs a command in a stage behind the builder stage of a project's Containerfile, and reads what it printed out of an image
 * of that stage, which is removed. The builder stage is in the cache, and its cache mounts have what the command reads.
 * `--output type=local` does not do: no Podman of another system has it, and Podman takes no path with a comma there.
 */
export async function inBuilderStage(
  { store, host, errors, build, options = {} }: StageBuilder,
  { directory }: BuildContext,
  wanted: BuilderCommand,
  { onLine, signal }: Pick<BuildOptions, 'onLine' | 'signal'>,
): Promise<BuilderOutput> {
  const text = withCommand((await textOf(join(directory, 'Containerfile'))) ?? '', wanted);
  return inTemporaryFolder('builder', async (folder) => {
    const image = `localhost/create-wasm-oci-builder-${randomUUID()}:latest`;
    await writeFile(join(folder, COMMAND_FILE), text);
    // In the folder of that file: Podman takes a comma in the path of -f for the end of it.
    const args = [...build, '-f', COMMAND_FILE, '-t', image, directory];
    try {
      const built = await host.run(errors.program, args, { ...options, cwd: folder, onLine, signal });
      if (built.exitCode !== 0) throw explain(errors, built, 'build', await host.system(), signal);
      const texts = await fromStore({ store, host, errors }, image, textsOfImage, signal);
      const files = wanted.files.flatMap((name) => {
        const found = texts.get(basename(name));
        return found === undefined ? [] : [[name, found] as const];
      });
      return { printed: texts.get('printed') ?? '', files: new Map(files) };
    } finally {
      // Also after Ctrl-C: nobody else knows this name.
      await host.run(errors.program, store.remove(image), { detached: true });
    }
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
