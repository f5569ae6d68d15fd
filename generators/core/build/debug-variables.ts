import { join } from 'node:path';
import type { Target } from '../engines/engine.js';
import { compilesOnHost, type EngineId } from '../engines/engines.js';
import { ExitCode, Failure } from '../failure.js';
import { textOf } from '../files/text-of.js';

/**
 * The variables with which a Containerfile builds a module to be debugged; none where that is not wanted.
 *
 * @throws Failure (wrong input) for a Containerfile that does not take them: its image would be the usual one
 */
export async function debugVariables(
  { debug, directory }: Pick<Target, 'debug' | 'directory'>,
  engine: EngineId,
): Promise<Record<string, string>> {
  if (!debug || compilesOnHost(engine)) return {};
  const text = (await textOf(join(directory, 'Containerfile'))) ?? '';
  if (/^[ \t]*ARG[ \t]+PROFILE\b/im.test(text)) return { PROFILE: 'debug' };
  throw new Failure(
    `The Containerfile in ${directory} has no "ARG PROFILE", by which it would keep debug information.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        { command: 'create-wasm-oci update', text: 'in the project adds it to a Containerfile of an older version' },
        { text: 'Where the templates have none for the build system, debug a build of your own.' },
      ],
    },
  );
}
