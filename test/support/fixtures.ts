import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectFiles } from '../../generators/core/languages/detect/project-files.js';
import { openProject } from '../../generators/core/project/existing/project-folder.js';

/** The folder of the fixtures. */
export const fixtures: string = join(dirname(fileURLToPath(import.meta.url)), '../fixtures');

/** A small project of somebody's, in the shape of a real one. */
export type Fixture =
  | 'article'
  | 'rust-workspace'
  | 'rust-same-names'
  | 'rust-with-c'
  | 'rust-cmake'
  | 'c-make'
  | 'c-posix'
  | 'c-cmake'
  | 'c-configure'
  | 'c-autoreconf'
  | 'c-meson'
  | 'c-below'
  | 'c-cmake-below'
  | 'cpp-cmake'
  | 'cpp-make'
  | 'cpp-by-hand'
  | 'cpp-sources'
  | 'c-sources'
  | 'go-module'
  | 'parts';

/** A view of a fixture, through the disk. */
export function openFixture(name: Fixture): Promise<ProjectFiles> {
  return openProject(join(fixtures, name), name);
}

/** Copies a fixture to where a test may change it. */
export async function copyFixture(name: Fixture, to: string): Promise<string> {
  const folder = join(to, name);
  await cp(join(fixtures, name), folder, { recursive: true });
  return folder;
}
