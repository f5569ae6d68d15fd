import { lstat, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ExitCode, Failure } from '../../core/failure.js';
import { writeNew } from '../../core/files/write-whole.js';
import { InvalidValue } from '../../core/options/invalid.js';
import { projectName } from '../../core/options/names.js';
import { PRESET_FILE } from '../../core/presets/tree.js';
import { builderImage, loadBuilderPins } from '../../core/project/templates.js';
import { templatesFolder } from '../../core/system/package-root.js';
import { firstText } from './first-text.js';

/** The file beside it that an editor reads. */
const SCHEMA_FILE = 'wasm-oci.schema.json';

/**
 * Writes a preset that says nothing yet, with every key in comments, and the schema that its first line names.
 *
 * @param folder the folder of the preset, absolute
 * @param shownFolder the same, as the user typed it
 * @param schema the text of the schema
 * @returns the paths of what was written, as the user types them
 * @throws Failure (wrong input) where one of the files exists: nothing is overwritten
 */
export async function newPreset(folder: string, shownFolder: string, schema: string): Promise<string[]> {
  const pins = await loadBuilderPins(templatesFolder);
  const files = new Map([
    [PRESET_FILE, firstText(nameFor(folder), `./${SCHEMA_FILE}`, (stage) => builderImage(pins, stage))],
    [SCHEMA_FILE, schema],
  ]);
  for (const name of files.keys()) if (await hasEntry(join(folder, name))) throw taken(join(shownFolder, name));
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) {
    // It may have come between: opened so that only a new file is written.
    await writeNew(join(folder, name), text).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? taken(join(shownFolder, name)) : error;
    });
  }
  return [...files.keys()].map((name) => join(shownFolder, name));
}

/** The name of a preset in that folder. */
function nameFor(folder: string): string {
  try {
    return projectName(basename(folder)).slug;
  } catch (error) {
    if (error instanceof InvalidValue) return 'team';
    throw error;
  }
}

async function hasEntry(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string): Failure {
  return new Failure(`${path} exists, and is not overwritten.`, {
    exitCode: ExitCode.wrongInput,
    fix: [{ text: 'Name another folder, or edit the file.' }],
  });
}
