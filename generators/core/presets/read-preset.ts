import { ExitCode, Failure } from '../failure.js';
import { contentHash } from './content-hash.js';
import type { Preset } from './preset.js';
import { presetFiles, readOf, utf8Text } from './preset-files.js';
import type { PresetOrigin } from './reference.js';
import { readSettings, TOML_MAX } from './settings.js';
import { PRESET_FILE, subtree, TooMany, type Tree } from './tree.js';

/** A preset, and the texts it was made of by their paths in it: what the hash is over. */
export interface ReadPreset {
  preset: Preset;
  contents: ReadonlyMap<string, string>;
}

/**
 * Reads a preset and checks all of it: its settings, and where its files would go.
 *
 * @param folder the folder of the tree that holds it; searched for when omitted
 * @param file the name of its TOML file, where it is another than usual
 * @throws Failure (wrong input) naming everything that is wrong in it
 */
export async function readPreset(
  tree: Tree,
  origin: PresetOrigin,
  { folder, file = PRESET_FILE }: { folder?: string | undefined; file?: string | undefined } = {},
): Promise<ReadPreset> {
  const inside = subtree(tree, folder ?? (await presetFolder(tree, file)));
  const bytes = await readOf(inside, file, 4 * TOML_MAX);
  if (!bytes) throw noPreset(`${inside.shown('')} holds no ${file}.`);
  const shownFile = inside.shown(file);
  const toml = utf8Text(bytes, shownFile);
  const settings = readSettings(toml, shownFile);
  const files = await presetFiles(settings, inside, shownFile);
  const contents = new Map([[PRESET_FILE, toml], ...files.map(({ from, contents }) => [from, contents] as const)]);
  const hash = contentHash(contents);
  return { preset: { ...settings, files, hash, origin, trusted: false, shownFile }, contents };
}

/** The only folder of a tree that holds a preset: the outermost, else whichever has one. */
async function presetFolder(tree: Tree, file: string): Promise<string> {
  if ((await tree.entry(file))?.kind === 'file') return '';
  const entries = await tree.below('').catch((error: unknown) => {
    if (error instanceof TooMany) return [];
    throw error;
  });
  const paths = entries.map(({ path }) => path).filter((path) => path.endsWith(`/${file}`));
  const folders = paths.map((path) => path.slice(0, -file.length - 1)).sort();
  const [folder, ...more] = folders;
  if (folder === undefined) throw noPreset(`${tree.shown('')} holds no ${file}.`);
  if (more.length === 0) return folder;
  throw noPreset(
    `${tree.shown('')} holds several presets: ${folders.join(', ')}.`,
    `Name one of them: a folder by its path, one of a git repository as URL#REF:FOLDER. A package holds one.`,
  );
}

function noPreset(
  message: string,
  fix = `A preset is a folder with a ${PRESET_FILE}; docs/reference/presets.md shows one.`,
): Failure {
  return new Failure(message, { exitCode: ExitCode.wrongInput, fix: [{ text: fix }] });
}
