import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, vi } from 'vitest';
import { pin } from '../../generators/commands/update/version-pin.js';
import { projectName } from '../../generators/core/options/names.js';
import type { Answers } from '../../generators/core/options/questions.js';
import type { Preset } from '../../generators/core/presets/preset.js';
import { renderNew } from '../../generators/core/project/new/render.js';
import { write } from './files.js';
import { emptyFolder } from './folder.js';

/** The version that wrote the projects of these tests, where it is an older one. */
export const OLD = '0.0.9';

/** A folder for each test of a file: the current one of this process, with the user's own folders in it. */
export function useFolder(): { path: string } {
  const folder = { path: '' };
  beforeEach(async () => {
    const path = await emptyFolder();
    folder.path = path;
    for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME']) vi.stubEnv(name, join(path, name));
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(path, 'gitconfig'));
    await writeFile(join(path, 'gitconfig'), '[user]\nname = x\nemail = x@example.com\n[init]\ndefaultBranch = main\n');
    vi.spyOn(process, 'cwd').mockReturnValue(path);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  return folder;
}

/** What this version writes for a project in C, `.yo-rc.json` among it. */
export async function written(
  directory: string,
  { name = 'hello', preset, ...more }: Partial<Omit<Answers, 'name'>> & { name?: string; preset?: Preset } = {},
): Promise<Record<string, string>> {
  const answers: Answers = {
    language: 'c',
    template: 'cli',
    name: projectName(name),
    image: 'localhost/hello:latest',
    engine: 'auto',
    'wasm-opt': false,
    aot: false,
    'pin-digests': false,
    sbom: 'none',
    sign: '',
    platforms: 'wasm',
    add: [],
    'accept-empty': false,
    ...more,
  };
  const { files } = await renderNew({ answers, preset, directory }, {});
  return Object.fromEntries(files);
}

/** The files as an older version says that it wrote them. */
export function byOldVersion(files: Record<string, string>): Record<string, string> {
  const rc = JSON.parse(files['.yo-rc.json'] ?? '');
  rc['create-wasm-oci'].version = OLD;
  return { ...files, '.yo-rc.json': `${JSON.stringify(rc, null, 2)}\n` };
}

/** Commits all of a folder to a repository of its own. */
export async function commit(cwd: string): Promise<void> {
  await execa('git', ['init', '--quiet'], { cwd });
  await execa('git', ['add', '--all'], { cwd });
  await execa('git', ['commit', '--quiet', '--allow-empty', '--message', 'x'], { cwd });
}

/** Writes a project and commits it. */
export async function project(directory: string, files: Record<string, string>): Promise<string> {
  await mkdir(directory, { recursive: true });
  await write(directory, files);
  await commit(directory);
  return directory;
}

/**
 * An older version in the cache, as fetched before, that answers what is given here.
 *
 * @param answers what it prints for each directory: `files`, or `error`
 * @param before code that it runs first
 */
export async function oldVersion(folder: string, answers: Record<string, object>, before = ''): Promise<void> {
  const version = join(folder, 'XDG_CACHE_HOME/create-wasm-oci/versions', OLD);
  const print = `for (const directory of process.argv.slice(4))
    console.log(JSON.stringify({ format: 1, directory, ...(${JSON.stringify(answers)})[directory] }));`;
  await write(version, {
    'package.json': `{"version": "${OLD}", "bin": {"create-wasm-oci": "cli.js"}}`,
    'cli.js': `${before};\n${print}\n`,
  });
  await pin(OLD, version);
}
