import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExitCode, Failure, type Fix } from '../failure.js';
import { textOf } from '../files/text-of.js';
import { languages } from '../languages/languages.js';
import { asDirectory } from '../options/command-names.js';
import { readStored } from '../options/stored.js';
import { quoted } from '../system/shell.js';
import { shownPath } from './destination.js';
import { givenDirectory } from './given-directory.js';

/** A project that `.yo-rc.json` describes. */
export interface FoundProject {
  /** Absolute. */
  directory: string;
  /** As the user types it in the current folder. */
  shownDirectory: string;
  /** Whether it was found above the current folder. */
  above: boolean;
}

/**
 * The project that a command works on: the one in the directory that was given. Without one, that of the current folder
 * or the nearest folder above it, as cargo and git look for theirs.
 *
 * @param command the subcommand's name, for the line to type
 * @throws Failure (wrong input) where there is none
 */
export async function findProject(cwd: string, given: string | undefined, command: string): Promise<FoundProject> {
  const directory = given === undefined ? cwd : givenDirectory(cwd, given);
  const shownDirectory = shownPath(cwd, directory);
  if (readStored(await textOf(join(directory, '.yo-rc.json')))) return { directory, shownDirectory, above: false };
  if (given !== undefined) throw await noProject(directory, shownDirectory);
  const above = await projectAbove(directory);
  if (above === undefined) throw await noProject(directory, shownDirectory);
  const shown = shownPath(cwd, above);
  if (!(await isThisUsers(join(above, '.yo-rc.json')))) throw anothers(shown, command);
  return { directory: above, shownDirectory: shown, above: true };
}

/** The nearest folder above that holds a project of ours. One whose file is broken is none. */
export async function projectAbove(directory: string): Promise<string | undefined> {
  for (let above = dirname(directory); above !== dirname(above); above = dirname(above)) {
    const rc = await textOf(join(above, '.yo-rc.json')).catch(() => undefined);
    if (rc?.includes('"create-wasm-oci"')) return above;
  }
  return undefined;
}

/** Whether a file is this user's. Windows does not tell. */
async function isThisUsers(path: string): Promise<boolean> {
  return process.getuid === undefined || (await stat(path)).uid === process.getuid();
}

/** A folder such as /tmp is everybody's: a project that another user put there is not built because of where one is. */
function anothers(shown: string, command: string): Failure {
  return new Failure(`The project in ${shown} belongs to another user.`, {
    exitCode: ExitCode.wrongInput,
    fix: [
      {
        command: `create-wasm-oci ${command} ${quoted(asDirectory(shown))}`,
        text: 'if you trust it: what builds it runs with your rights',
      },
    ],
  });
}

async function noProject(directory: string, shown: string): Promise<Failure> {
  const found = await stat(directory).catch(() => undefined);
  const name = quoted(asDirectory(shown));
  if (!found) {
    return new Failure(`${shown} does not exist.`, {
      exitCode: ExitCode.wrongInput,
      fix: [{ command: `create-wasm-oci ${name}`, text: 'writes a new project there' }],
    });
  }
  const where = shown === '.' ? 'This folder is not in a project' : `${shown} is not a project`;
  const fresh: Fix =
    shown === '.'
      ? { command: 'create-wasm-oci my-app', text: 'writes a new project' }
      : { command: `create-wasm-oci ${name}`, text: 'writes a new project there' };
  const existing: Fix = {
    command: shown === '.' ? 'create-wasm-oci containerfile' : `create-wasm-oci containerfile ${name}`,
    text: 'writes container files for an existing program',
  };
  return new Failure(`${where} of create-wasm-oci: there is no .yo-rc.json with its answers.`, {
    exitCode: ExitCode.wrongInput,
    fix: (await holdsManifest(directory)) ? [existing, fresh] : [fresh, existing],
  });
}

async function holdsManifest(directory: string): Promise<boolean> {
  const manifests = languages.flatMap(({ source }) => source.manifests);
  const found = await Promise.all(manifests.map((name) => stat(join(directory, name)).catch(() => undefined)));
  return found.some((file) => file?.isFile());
}
