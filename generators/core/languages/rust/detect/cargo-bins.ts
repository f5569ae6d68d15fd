import { isTable, plain, type Table, tableOf, textsOf, unusable } from '../../detect/broken.js';
import { inFolder, literal, type ProjectFiles, placeOf, within } from '../../detect/project-files.js';
import type { Manifest } from './cargo-manifest.js';

/** A binary of a package. */
export interface Bin {
  name: string;
  /** Its source, relative to the project's directory. */
  path: string;
  features: readonly string[];
}

/**
 * The binaries of a package, as Cargo finds them: those that `[[bin]]` names, and those that stand where Cargo looks
 * by itself (src/main.rs, src/bin/NAME.rs, src/bin/NAME/main.rs) unless `autobins` is off.
 *
 * @throws Failure (wrong input) naming file and line
 */
export function binsOf(files: ProjectFiles, manifest: Manifest): Bin[] {
  const inferred = inferredBins(files, manifest);
  const tables = manifest.table.bin === undefined ? [] : asTables(manifest);
  const named = tables.map((table) => namedBin(files, manifest, table, inferred));
  const auto = tableOf(manifest.table, 'package').autobins;
  // In edition 2015 a [[bin]] turns the search off.
  const searches = typeof auto === 'boolean' ? auto : manifest.edition !== '2015' || named.length === 0;
  if (!searches) return named;
  const isNamed = (bin: Bin) => named.some(({ name, path }) => name === bin.name || path === bin.path);
  return [...named, ...inferred.filter((bin) => !isNamed(bin))];
}

function asTables({ path, text, table }: Manifest): Table[] {
  if (Array.isArray(table.bin) && table.bin.every(isTable)) return table.bin;
  throw unusable(placeOf(path, text, /^[ \t]*(?:\[bin\]|bin\s*=)/m), 'binaries are tables in an array: write [[bin]].');
}

function namedBin(files: ProjectFiles, manifest: Manifest, table: Table, inferred: readonly Bin[]): Bin {
  const { path: file, text, folder } = manifest;
  if (typeof table.name !== 'string')
    throw unusable(placeOf(file, text, /^[ \t]*\[\[bin\]\]/m), 'a [[bin]] has no name.');
  const place = placeOf(file, text, new RegExp(`^[ \\t]*name\\s*=\\s*["']${literal(table.name)}["']`, 'm'));
  const name = plain(place, "binary's name", table.name);
  const path = typeof table.path === 'string' ? within(folder, table.path) : searched(manifest, name, inferred);
  if (path === undefined) throw unusable(place, `the source of the binary ${name} is outside this directory.`);
  if (files.text(path) === undefined) {
    throw unusable(place, `the source of the binary ${name} was not found: ${path}.`);
  }
  return { name, path, features: textsOf(table['required-features']).map((each) => plain(place, 'feature', each)) };
}

/** Where Cargo looks for a [[bin]] that names no path. */
function searched({ folder, package: owner }: Manifest, name: string, inferred: readonly Bin[]): string {
  const found = inferred.find((bin) => bin.name === name)?.path;
  return found ?? inFolder(folder, name === owner ? 'src/main.rs' : `src/bin/${name}.rs`);
}

function inferredBins(files: ProjectFiles, { folder, package: owner = '' }: Manifest): Bin[] {
  const pattern = new RegExp(`^${literal(inFolder(folder, 'src/'))}(?:main|bin/([^/]+?)(?:/main)?)\\.rs$`);
  return files.paths.flatMap((path) => {
    const found = pattern.exec(path);
    if (!found) return [];
    return [{ name: plain(path, "binary's name", found[1] ?? owner), path, features: [] }];
  });
}
