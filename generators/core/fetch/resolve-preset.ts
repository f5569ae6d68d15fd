import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { InvalidValue } from '../answers/invalid.js';
import type { PresetReference } from '../answers/stored.js';
import { ExitCode, Failure } from '../failure.js';
import type { Preset } from '../preset/preset.js';
import { type ReadPreset, readPreset } from '../preset/read-preset.js';
import { FORMS, type Looked, type PresetSource, parseSource } from '../preset/source.js';
import { diskTree } from './disk-tree.js';
import { fetchCommit } from './git-tree.js';
import { keep, keptFolder } from './kept-presets.js';
import { fetchPackage } from './npm-package.js';
import { readPackage } from './tarball-tree.js';
import { isTrusted, trust } from './trust.js';

/** How a preset is resolved. */
export interface ResolveOptions {
  /** Where relative paths begin. */
  cwd: string;
  /** The flag, the variable or the file that names it, for messages. */
  from: string;
  /**
   * Whether the person named it in this run. Then a path is theirs to trust; what a repository's own .yo-rc.json
   * names is not, since whoever wrote the one wrote the other.
   */
  named: boolean;
  /** Whether they said `--trust-preset`. */
  trust?: boolean | undefined;
  /** Told before something is fetched. */
  onNote?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Finds a preset and reads it, as it is now.
 *
 * @param given a path, an npm package or a git URL
 * @throws Failure (wrong input) when there is none, it breaks a rule, or it holds templates that nobody trusts
 */
export async function resolvePreset(given: string, options: ResolveOptions): Promise<Preset> {
  const source = await sourceOf(given, options);
  const read = await fetchAndRead(given, source, options);
  return trusted(read, source, options);
}

/**
 * Finds the preset that a project was written with, exactly as it was then.
 *
 * @param reference as the project stores it; its paths are relative to `options.cwd`, the project's directory
 * @throws Failure (wrong input) when its content is nowhere to be found any more, or is not trusted
 */
export async function resolveStoredPreset(reference: PresetReference, options: ResolveOptions): Promise<Preset> {
  const { source: given, hash, version, commit } = reference;
  const kept = await readKept(reference, options);
  // A path says nothing here: it may be gone, and is only trusted when it is named.
  if (kept) return trusted(kept, undefined, options);
  const newest = await sourceOf(given, options);
  const exact =
    newest.kind === 'npm' && version
      ? { ...newest, range: version }
      : newest.kind === 'git' && commit
        ? { ...newest, ref: commit }
        : newest;
  const read = await fetchAndRead(given, exact, options);
  if (read.preset.hash !== hash) throw movedOn(reference);
  return trusted(read, newest, options);
}

/** A preset whose content is in the cache. What was changed there does not count: its hash is another. */
async function readKept({ hash, source, version, commit }: PresetReference, { cwd }: ResolveOptions) {
  const folder = keptFolder(hash);
  if (!existsSync(folder)) return undefined;
  const isPath = /^\.{1,2}\//.test(source) || source === '..';
  const path = isPath ? resolve(cwd, source.split('#')[0] ?? '') : undefined;
  const [, fragment] = source.split('#');
  const origin = {
    source: path === undefined ? source : [path, fragment].filter(Boolean).join('#'),
    ...(path !== undefined && { path }),
    ...(version !== undefined && { version }),
    ...(commit !== undefined && { commit }),
  };
  try {
    const read = await readPreset(
      diskTree(folder, (inside) => named(source, inside)),
      origin,
      { folder: '' },
    );
    return read.preset.hash === hash ? read : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function sourceOf(given: string, { cwd, from }: ResolveOptions): Promise<PresetSource> {
  try {
    return await parseSource(given, cwd, look);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new Failure(`${from}: no preset: ${error.message}.`, { exitCode: ExitCode.wrongInput, fix: [FORMS] });
  }
}

async function look(path: string): Promise<Looked> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found?.isFile() ? 'file' : undefined;
  const bare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)));
  return bare ? 'repository' : 'folder';
}

async function fetchAndRead(given: string, source: PresetSource, options: ResolveOptions): Promise<ReadPreset> {
  const { cwd, onNote = () => {}, signal } = options;
  const shown = (path: string) => named(given, path);
  switch (source.kind) {
    case 'folder':
      return readPreset(diskTree(source.path, shown), { source: source.path, path: source.path });
    case 'file': {
      const beside = (path: string) => (path === basename(source.path) ? given : named(dirname(given), path));
      const tree = diskTree(dirname(source.path), beside);
      return readPreset(tree, { source: source.path, path: source.path }, { folder: '', file: basename(source.path) });
    }
    case 'tarball': {
      const { tree, version } = await readPackage(source.path, shown);
      return readPreset(tree, { source: source.path, path: source.path, ...(version && { version }) });
    }
    case 'npm':
      return inTemporaryFolder(async (folder) => {
        const spec = `${source.name}@${source.range}`;
        onNote(`Fetching the preset ${spec} with npm`);
        const { tree, version } = await readPackage(await fetchPackage(spec, folder, cwd, signal), shown);
        return readPreset(tree, { source: given, ...(version && { version }) });
      });
    case 'git':
      return inTemporaryFolder(async (folder) => {
        onNote(`Fetching the preset ${given} with git`);
        const { url, ref, folder: inside } = source;
        const { tree, commit } = await fetchCommit({ url, ref, shown }, folder, signal);
        const fragment = given.includes('#') ? given.slice(given.indexOf('#')) : '';
        const onDisk = existsSync(url);
        const origin = onDisk ? { source: url + fragment, path: url, commit } : { source: given, commit };
        return readPreset(tree, origin, { folder: inside });
      });
  }
}

/** `acme/wasm-oci.toml`, as a person would name a file of the preset they gave as `acme`. */
function named(given: string, path: string): string {
  return path === '' ? given : `${given.replace(/[/\\]$/, '')}/${path}`;
}

/**
 * Templates are code: EJS runs what stands in them. Those of a path the person names are theirs; from anywhere else
 * they have to be trusted first, once for each content.
 */
async function trusted(
  read: ReadPreset,
  source: PresetSource | undefined,
  { named: isNamed, trust: isTold }: ResolveOptions,
): Promise<Preset> {
  const { preset } = read;
  const kept = await keep(read);
  const templates = preset.files.filter(({ template }) => template).map(({ from }) => from);
  if (templates.length === 0) return preset;
  const ownPath = isNamed && (source?.kind === 'folder' || source?.kind === 'file');
  if (ownPath || isTold) await trust(preset);
  else if (!(await isTrusted(preset.hash))) throw notTrusted(preset, templates, kept);
  return preset;
}

function notTrusted({ name, shownFile }: Preset, templates: string[], kept: string | undefined): Failure {
  return new Failure(
    `The preset ${name} (${shownFile}) holds templates, which run as code on this machine: ${templates.join(', ')}.`,
    {
      exitCode: ExitCode.wrongInput,
      fix: [
        ...(kept ? [`Read them: ${kept}`] : []),
        'Add --trust-preset to let them run; it is remembered for this content, and asked for again when it changes.',
      ],
    },
  );
}

function movedOn({ name, source, hash }: PresetReference): Failure {
  return new Failure(
    `The preset ${name} (${source}) is no longer what this project was written with (${hash.slice(0, 19)}…).`,
    {
      exitCode: ExitCode.wrongInput,
      fix: ['create-wasm-oci update   brings the project to the preset as it is now', '--preset none   leaves it out'],
    },
  );
}

async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'create-wasm-oci-preset-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
