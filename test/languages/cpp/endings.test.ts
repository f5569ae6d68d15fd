import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openProject } from '../../../generators/core/project/existing/project-folder.js';
import { recogniseProject } from '../../../generators/core/project/existing/recognise.js';
import { emptyFolder } from '../../support/folder.js';

const PROGRAM = '#include <cstdio>\nint main() { std::puts("x"); }\n';

const recogniseWith = async (files: Record<string, string>) => {
  const folder = await emptyFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return recogniseProject(await openProject(folder, 'demo'), {}, { language: undefined, directory: 'demo' });
};

it.each([
  ['.cc', { 'main.cc': PROGRAM }],
  ['.cpp beside C', { 'main.cpp': PROGRAM, 'part.c': 'int part(void) { return 1; }\n' }],
  ['.cxx by CMake', { 'main.cxx': PROGRAM, 'CMakeLists.txt': 'project(demo CXX)\nadd_executable(demo main.cxx)\n' }],
  [
    '.cc and .c by CMake',
    {
      'main.cc': PROGRAM,
      'part.c': 'int part(void) { return 1; }\n',
      'CMakeLists.txt': 'project(demo LANGUAGES C CXX)\nadd_executable(demo main.cc part.c)\n',
    },
  ],
])('a C++ project is recognised: %s', async (_what, files) => {
  const [project] = await recogniseWith(files);
  expect(project?.language.id).toBe('cpp');
});

it.each(['main.C', 'main.c++', 'main.ixx'])(
  'the message for %s names the endings that are recognised',
  async (name) => {
    await expect(recogniseWith({ [name]: PROGRAM })).rejects.toThrow('no C++ file (.cpp, .cc, .cxx) here or in src');
  },
);
