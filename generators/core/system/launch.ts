import { type BatchLine, batchCall, isBatchFile } from './batch-file.js';
import { hasDeveloperTools, isStub } from './developer-tools.js';
import { findProgram, type Lookup } from './find-program.js';
import { type Environment, mergeVariables, withFixedPath } from './search-path.js';

/** How to start a program; or that there is none (`missing`), or why the one that was found cannot be started. */
export type Launch =
  | { file: string; args: readonly string[]; verbatim?: true; env: Environment; path: string }
  | { missing: true }
  | { path: string; refused: string };

/** Where a launch looks: this machine, or what a test puts in its place. */
export interface LaunchSurroundings {
  env: Environment;
  platform: NodeJS.Platform;
  /** macOS: whether there is anything behind the stubs. */
  developerTools(): Promise<boolean>;
}

const thisMachine = (): LaunchSurroundings => ({
  env: process.env,
  platform: process.platform,
  developerTools: () => hasDeveloperTools(),
});

/**
 * Looks a program up. Every start of a program in this project goes through here, but for the early question to Podman,
 * which has no time for more than the look-up itself.
 *
 * @param changes variables to set besides the process's own; undefined takes one away
 */
export async function launchOf(
  program: string,
  args: readonly string[],
  changes: Environment = {},
  machine: LaunchSurroundings = thisMachine(),
): Promise<Launch> {
  const { platform } = machine;
  const env = withFixedPath(mergeVariables(machine.env, changes, platform), platform);
  const found = await lookUp(program, env, machine);
  if (found.path === undefined) return { missing: true };
  if (found.refused !== undefined) return { path: found.path, refused: found.refused };
  const line = commandLine(found.path, args, env, platform);
  if (line.refused !== undefined) return { path: found.path, refused: line.refused };
  // cmd.exe, and what a batch file calls by name, looks in the current directory first unless this is set.
  const careful = line.verbatim ? { ...env, NoDefaultCurrentDirectoryInExePath: '1' } : env;
  return { ...line, env: careful, path: found.path };
}

/** A stub of macOS with nothing behind it is no program: a later one on PATH may be. */
async function lookUp(
  program: string,
  env: Environment,
  { platform, developerTools }: LaunchSurroundings,
): Promise<Lookup> {
  const found = findProgram(program, env, platform);
  if (found.path === undefined || !isStub(found.path, platform) || (await developerTools())) return found;
  return findProgram(program, env, platform, (path) => isStub(path, platform));
}

function commandLine(path: string, args: readonly string[], env: Environment, platform: NodeJS.Platform): BatchLine {
  return platform === 'win32' && isBatchFile(path) ? batchCall(path, args, env) : { file: path, args };
}
