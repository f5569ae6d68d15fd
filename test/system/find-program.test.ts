import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../generators/core/system/find-program.js';
import { searchFolders, withFixedPath } from '../../generators/core/system/search-path.js';

describe.skipIf(process.platform === 'win32')('the look-up of programs on POSIX', () => {
  let folder: string;
  const at = (...names: string[]) => join(folder, ...names);
  const find = (program: string, ...path: string[]) => findProgram(program, { PATH: path.join(':') });

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'create-wasm-oci-find-')));
    for (const name of ['first', 'second', 'plain', 'folder/tool']) await mkdir(at(name), { recursive: true });
    for (const name of ['first/tool', 'second/tool', 'plain/tool']) await writeFile(at(name), '#!/bin/sh\n');
    for (const name of ['first/tool', 'second/tool']) await chmod(at(name), 0o755);
    await mkdir(at('links'));
    await symlink(at('nowhere'), at('links/tool'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes the first that is executable', () => {
    expect(find('tool', at('none'), at('plain'), at('folder'), at('links'), at('second'), at('first'))).toEqual({
      path: at('second/tool'),
    });
  });

  it.each([
    ['an empty entry at the beginning', ['', '/nowhere']],
    ['an empty entry in the middle', ['/nowhere', '', '/nowhere']],
    ['an empty entry at the end', ['/nowhere', '']],
    ['PATH empty as a whole', ['']],
    ['a dot', ['.']],
    ['a dot and a slash', ['./']],
  ])('never searches the current directory: %s', (_, path) => {
    const before = process.cwd();
    process.chdir(at('first'));
    try {
      expect(find('tool', ...path)).toEqual({ path: undefined });
      expect(find('tool', ...path, at('second'))).toEqual({ path: at('second/tool') });
    } finally {
      process.chdir(before);
    }
  });

  it('skips an entry that depends on the current directory', () => {
    expect(find('tool', relative(process.cwd(), at('first')), '~/bin')).toEqual({ path: undefined });
  });

  it('finds a program by its path, from the current directory where it is relative', () => {
    expect(find(at('first/tool'))).toEqual({ path: at('first/tool') });
    expect(find(relative(process.cwd(), at('first/tool')))).toEqual({ path: at('first/tool') });
    expect(find(at('first/none'))).toEqual({ path: undefined });
  });

  it.each([
    ['plain', 'it is not executable'],
    ['folder', 'it is a folder'],
  ])('says why the only one there cannot be started: %s', (name, refused) => {
    expect(find('tool', at('none'), at(name))).toEqual({ path: at(name, 'tool'), refused });
  });

  it('searches the folders of the system where PATH is not set', () => {
    expect(findProgram('sh', {})).toEqual({ path: expect.stringMatching(/^\/(?:usr\/)?bin\/sh$/) });
  });
});

describe('the folders on PATH', () => {
  const windows = (path: string) => searchFolders({ Path: path }, 'win32');

  it('are on Windows those with a drive or a server, quotes taken off', () => {
    expect(
      windows('C:\\a;;.;"C:\\b;c\\d";C:rel;\\root;rel\\x;D:/e;\\\\server\\share\\f;"C:\\g h"\\i;%FOO%\\j; C:\\k ;""'),
    ).toEqual(['C:\\a', 'C:\\b;c\\d', 'D:/e', '\\\\server\\share\\f', 'C:\\g h\\i', 'C:\\k']);
  });

  it('are read from the last spelling of PATH on Windows, and from PATH itself elsewhere', () => {
    expect(searchFolders({ Path: 'C:\\a', PATH: 'C:\\b' }, 'win32')).toEqual(['C:\\b']);
    expect(searchFolders({ Path: '/a', PATH: '/b' }, 'linux')).toEqual(['/b']);
  });

  it('are all that a started program has on its PATH, too', () => {
    expect(withFixedPath({ PATH: ':/a:.:b:/c:' }, 'linux')).toEqual({ PATH: '/a:/c' });
    expect(withFixedPath({ Path: 'C:\\a;.;"D:\\b;c"', X: '1' }, 'win32')).toEqual({ Path: 'C:\\a;"D:\\b;c"', X: '1' });
  });

  it('are left unchanged where none depends on the current directory', () => {
    for (const [path, platform] of [
      ['/a:/b', 'linux'],
      ['C:\\a;"C:\\b";;', 'win32'],
    ] as const) {
      const env = { PATH: path };
      expect(withFixedPath(env, platform)).toBe(env);
    }
  });
});
