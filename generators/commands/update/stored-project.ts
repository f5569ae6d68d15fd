import { join, resolve } from 'node:path';
import semver from 'semver';
import { ExitCode, Failure, type Fix } from '../../core/failure.js';
import { textOf } from '../../core/files/text-of.js';
import { asDirectory } from '../../core/options/command-names.js';
import { questions } from '../../core/options/questions.js';
import type { Texts } from '../../core/options/resolve.js';
import { type PresetReference, readSelection, readStored, readStoredPreset } from '../../core/options/stored.js';
import { cacheIdOf } from '../../core/project/cache-id.js';
import { shownPath } from '../../core/project/destination.js';
import { projectAbove } from '../../core/project/find-project.js';
import { packageVersion } from '../../core/system/package-root.js';
import { quoted } from '../../core/system/shell.js';

/** A project that this program wrote, as its `.yo-rc.json` describes it. */
export interface StoredProject {
  /** Absolute. */
  directory: string;
  /** As the user would type it in the current directory. */
  shownDirectory: string;
  /** The text of `.yo-rc.json`. */
  rc: string;
  stored: Texts;
  /** The version that wrote the project. */
  version: string;
  preset: PresetReference | undefined;
  /** What the ids of its cache mounts hold: a new one where it stores none. Everything that is rendered of it takes this one. */
  cacheId: string;
  /** Whether it existed before us, and only its container files are ours. */
  existing: boolean;
}

/** Without these, nobody knows what was written. Later questions may be missing: then they had their default. */
const NEEDED = [...questions.filter(({ required }) => required).map(({ key }) => key), 'version'];

/**
 * Reads what a project stores of itself.
 *
 * @throws Failure (wrong input) when it is none of ours, its stored answers are broken, or a newer version wrote it
 */
export async function readProject(given: string, cwd: string): Promise<StoredProject> {
  const directory = resolve(cwd, given);
  const shownDirectory = shownPath(cwd, directory);
  const rc = await textOf(join(directory, '.yo-rc.json'));
  const stored = readStored(rc);
  if (rc === undefined || !stored) {
    const above = await projectAbove(directory);
    throw unusableProject(
      `${shownDirectory} is not a project of create-wasm-oci: ${rc === undefined ? 'it has no .yo-rc.json' : 'its .yo-rc.json has no answers of ours'}.`,
      above === undefined
        ? [{ command: `create-wasm-oci ${quoted(asDirectory(shownDirectory))}`, text: 'writes a new one' }]
        : [
            {
              command: `create-wasm-oci update ${quoted(asDirectory(shownPath(cwd, above)))}`,
              text: 'updates the project that it is part of',
            },
          ],
    );
  }
  const missing = NEEDED.filter((key) => typeof stored[key] !== 'string');
  if (missing.length > 0) {
    throw unusableProject(
      `.yo-rc.json is incomplete: ${missing.map((key) => `"${key}"`).join(', ')} is missing.`,
      BROUGHT_BACK,
    );
  }
  const version = stored.version ?? '';
  // Of builds of one version, npm knows one.
  if (semver.valid(version) !== version) {
    throw unusableProject(`.yo-rc.json, "version": ${JSON.stringify(version)} is not a version.`, BROUGHT_BACK);
  }
  if (semver.gt(version, packageVersion)) {
    throw unusableProject(
      `${shownDirectory} was written by create-wasm-oci ${version}, and this is ${packageVersion}.`,
      [{ command: `npx create-wasm-oci@${version} update ${quoted(shownDirectory)}` }],
    );
  }
  return {
    directory,
    shownDirectory,
    rc,
    stored,
    version,
    preset: readStoredPreset(rc),
    cacheId: await cacheIdOf(directory, rc),
    existing: readSelection(rc) !== undefined,
  };
}

const BROUGHT_BACK: Fix[] = [{ command: 'git log -p -- .yo-rc.json', text: 'shows its old content, to restore' }];

function unusableProject(message: string, fix: Fix[]): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix });
}
