import { posix } from 'node:path';
import { folderOf } from '../../detect/embedded-files.js';
import { inFolder, type ProjectFiles, reachable } from '../../detect/project-files.js';
import type { Recognised } from '../../detect/recognised.js';
import type { Dialect } from '../dialect.js';
import type { BuildSystem } from './c.js';
import { plainSources } from './c-sources.js';
import { readCommands } from './cmake-file.js';

type Outside = NonNullable<Recognised['outside']>[number];

/** A path that leads upwards from the folder of a CMakeLists.txt. */
const UPWARDS =
  /^(?:\$\{(?:CMAKE_CURRENT_SOURCE_DIR|CMAKE_SOURCE_DIR|PROJECT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR)\}\/)?(\.\.(?:\/[\w.+-]+)*)\/?$/;

/** Paths outside of the project that its build files name, or its sources where only a compiler builds them. */
export function outsideOf(
  files: ProjectFiles,
  system: BuildSystem,
  makefile: string | undefined,
  dialect: Dialect,
): Outside[] {
  const found = {
    cmake: () => inCmake(files),
    make: () => (makefile === undefined ? [] : inMakefile(files, makefile)),
    autotools: () => [],
    meson: () => [],
    sources: () => plainSources(files, dialect).flatMap((path) => outsideOfSource(files, path)),
  }[system]();
  return found.filter(({ needed }) => needed.startsWith('../') && reachable(files, '', needed) === undefined);
}

function inCmake(files: ProjectFiles): Outside[] {
  const path = 'CMakeLists.txt';
  return readCommands(path, files.text(path) ?? '').flatMap(({ args, line }) =>
    args.flatMap((argument) => {
      const [, upwards] = UPWARDS.exec(argument) ?? [];
      return upwards === undefined ? [] : [{ place: `${path}:${line}`, needed: normal('', upwards) }];
    }),
  );
}

function inMakefile(files: ProjectFiles, path: string): Outside[] {
  return numberedLines(files, path).flatMap(({ text, line }) => {
    const named = [...text.replace(/#.*/, '').matchAll(/(?<![\w.$)/}])((?:\.\.\/)+[\w.+-]+(?:\/[\w.+-]+)*)/g)];
    return named.map(([, upwards = '']) => ({ place: `${path}:${line}`, needed: normal('', upwards) }));
  });
}

function outsideOfSource(files: ProjectFiles, path: string): Outside[] {
  return numberedLines(files, path).flatMap(({ text, line }) => {
    const [, included] = /^[ \t]*#[ \t]*include[ \t]+"([^"]+)"/.exec(text) ?? [];
    return included === undefined ? [] : [{ place: `${path}:${line}`, needed: normal(folderOf(path), included) }];
  });
}

function numberedLines(files: ProjectFiles, path: string): { text: string; line: number }[] {
  return (files.text(path) ?? '').split('\n').map((text, index) => ({ text, line: index + 1 }));
}

function normal(folder: string, path: string): string {
  const joined = posix.normalize(inFolder(folder, path));
  return joined === '..' || joined.endsWith('/..') ? `${joined}/` : joined;
}
