import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../generators/core/failure.js';
import { copyFixture } from '../support/fixtures.js';
import { emptyFolder } from '../support/folder.js';
import { resolved } from '../support/resolve-existing.js';

const MAIN = 'int main(void) { return 0; }\n';
const links = (name: string) => `${name}: ${name}.o\n\t$(CC) -o $@ $^\n`;

/** A folder of a Makefile that links programs. */
const folderOf = (folder: string, ...programs: string[]): Record<string, string> => ({
  [`${folder}/Makefile`]: `all: ${programs.join(' ')}\n${programs.map(links).join('')}`,
  ...Object.fromEntries(programs.map((name) => [`${folder}/${name}.c`, MAIN])),
});

/** What `containerfile --yes` takes of a project in a folder of that name. */
async function taken(texts: Record<string, string>, { name = 'pack-1.2', flags = [] as string[] } = {}) {
  const directory = join(await emptyFolder(), name);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  try {
    const { chosen, project, program } = await resolved(directory, flags);
    return { in: chosen.in, bin: program.bin, found: project.found, fix: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { error: error.message, fix: error.fix.map(({ command = '', text = '' }) => command + text) };
  }
}

describe('a Makefile that starts make in other folders', () => {
  it.each([
    'all:\n\t$(MAKE) -C programs $@\n',
    'DIR = programs/\nall:\n\t@CC=x $(MAKE) -j1 -C$(DIR) all > $(VOID)\n',
    'all:\n\t@cd programs && $(MAKE) $@\n',
    'all:\n\t(cd ./programs; V=1 $(MAKE))\n',
    'DIRS = lib programs tests\nall:\n\tfor d in $(DIRS); do $(MAKE) -C $$d || exit 1; done\n',
    'DIRS = lib programs\nall:\n\t@for each in $(DIRS); do (cd $${each} && $(MAKE) $@); done\n',
    'DIRS = lib programs\nall: $(DIRS)\n$(DIRS):\n\t$(MAKE) -C $@\n',
    'all:\n\t$(MAKE) --directory=programs\n',
  ])('%j is built in the folder that links a program', async (makefile) => {
    const texts = {
      Makefile: makefile,
      ...folderOf('programs', 'lz'),
      ...folderOf('tests', 'try'),
      'lib/Makefile': 'libx.a: x.o\n',
      'lib/x.c': '',
    };
    const { found, ...rest } = await taken(texts);
    expect(rest).toMatchObject({ in: 'programs', bin: 'lz' });
    expect(found).toContain('Makefile starts make in programs, which links lz: takes --in programs');
  });

  it('is read in no time, also where a line of it is written to take long', async () => {
    // The first took half a minute, the second more memory than there is.
    const calls = `\t${'make '.repeat(60_000)}\n`;
    const loop = `\tfor d in ${'a '.repeat(60_000)}; do make ${'$$d '.repeat(60_000)}; done\n`;
    const texts = { Makefile: `all:\n${calls}${loop}\t$(MAKE) -C programs\n`, ...folderOf('programs', 'lz') };
    expect(await taken(texts)).toMatchObject({ in: 'programs', bin: 'lz' });
  });

  it('is built where the program called as the project is; the other folders are shown with their flags', async () => {
    const texts = {
      Makefile: 'all:\n\t$(MAKE) -C programs\n\t$(MAKE) -C viewer\n\t$(MAKE) -C contrib/gui\n',
      ...folderOf('programs', 'pack-small', 'pack', 'pack-fast'),
      ...folderOf('viewer', 'view'),
      ...folderOf('contrib/gui', 'packgui'),
    };
    const { found, ...rest } = await taken(texts);
    expect(rest).toMatchObject({ in: 'programs', bin: 'pack' });
    expect(found?.slice(1)).toEqual([
      'Makefile starts make in programs, which links pack, pack-small and pack-fast: takes --in programs; others: --in viewer (it links view), --in contrib/gui (it links packgui)',
      'takes --bin pack of 3 programs; others: --bin pack-small, --bin pack-fast',
    ]);
  });

  it('is built in the only folder that is not beside the project', async () => {
    const texts = {
      Makefile: 'all:\n\tcd src && $(MAKE)\n\tcd contrib/gui && $(MAKE)\n\tcd fuzz && $(MAKE)\n',
      ...folderOf('src', 'pack', 'unpack'),
      ...folderOf('contrib/gui', 'gui'),
    };
    expect(await taken(texts, { name: 'pack5.4' })).toMatchObject({ in: 'src', bin: 'pack' });
  });

  it('is built in the folder that links what --bin names, without --in', async () => {
    const texts = {
      Makefile: 'all:\n\t$(MAKE) -C one\n\t$(MAKE) -C two\n',
      ...folderOf('one', 'first'),
      ...folderOf('two', 'second'),
    };
    expect(await taken(texts, { flags: ['--bin', 'second'] })).toMatchObject({ in: 'two', bin: 'second' });
  });

  it('is refused where two folders are as good, and each is named', async () => {
    const texts = {
      Makefile: 'all:\n\t$(MAKE) -C one\n\t$(MAKE) -C two\n',
      ...folderOf('one', 'first'),
      ...folderOf('two', 'second'),
    };
    expect((await taken(texts)).fix.slice(0, 2)).toEqual([
      'Build the folder that it starts make in: --in one (it links first)',
      'Build the folder that it starts make in: --in two (it links second)',
    ]);
  });

  it('is followed where that folder starts make in another', async () => {
    const texts = {
      Makefile: 'all:\n\t$(MAKE) -C src\n',
      'src/Makefile': 'all:\n\t$(MAKE) -C lib\n\t$(MAKE) -C tool\n',
      ...folderOf('src/tool', 'pack'),
    };
    expect(await taken(texts)).toMatchObject({ in: 'src/tool', bin: 'pack' });
    expect(await taken(texts, { flags: ['--in', 'src'] })).toMatchObject({ in: 'src/tool', bin: 'pack' });
  });

  it('is not followed with --in ., which names this directory', async () => {
    const texts = { Makefile: 'all:\n\t$(MAKE) -C programs\n', ...folderOf('programs', 'pack') };
    expect(await taken(texts, { flags: ['--in', '.'] })).toMatchObject({
      error: 'Makefile starts make in programs, which links pack.',
      fix: ['Build a folder below: --in programs'],
    });
  });

  it('names no folder of tests, none without a program, and none outside', async () => {
    const lines = ['tests', 'lib', 'nothing', '..', '.', '/programs'].map((folder) => `\t$(MAKE) -C ${folder}`);
    const texts = { 'lib/Makefile': 'libx.a: x.o\n', 'lib/x.c': '', ...folderOf('tests', 'try'), 'a.c': '' };
    expect((await taken({ Makefile: `all:\n${lines.join('\n')}\n`, ...texts })).fix[0]).toBe(
      'Name the file that it makes: --bin NAME',
    );
  });

  it('takes what is installed, though make starts itself again to link it, and no threads', async () => {
    const folder = await copyFixture('c-below', await emptyFolder());
    const { chosen, program, project } = await resolved(folder, []);
    expect(chosen).toMatchObject({ in: 'programs', bin: 'below' });
    expect(program.plan).toMatchObject({ kind: 'make', target: 'below', output: 'below' });
    expect(program.plan).toMatchObject({ makeVars: [{ name: 'HAVE_PTHREAD', value: '0' }] });
    expect(project.found.join('\n')).toContain(
      'Makefile:7 asks the compiler for threads, and a module has one: HAVE_PTHREAD=0',
    );
    const { program: given } = await resolved(folder, ['--make-var', 'HAVE_PTHREAD=1']);
    expect(given.plan).toMatchObject({ makeVars: [{ name: 'HAVE_PTHREAD', value: '1' }] });
  });

  it('reads a line that nearly asks for threads, many times over, as fast as any other', async () => {
    // One pattern for the whole line took 4 s for 200 of them, and 16 times as long for twice as many.
    const line = `X := ${'$(shell <pthread.h> echo 1 '.repeat(1000)}`;
    expect(await taken({ Makefile: `${line}\nall:\n\t$(MAKE) -C src\n`, ...folderOf('src', 'pack') })).toMatchObject({
      in: 'src',
    });
  });
});

describe('a CMakeLists.txt in a folder for it', () => {
  const cmake = `project(PACK C)\nget_filename_component(_ROOT "\${CMAKE_CURRENT_LIST_DIR}" PATH)\n`;
  const texts = {
    'configure.sh': '#!/bin/sh\n. ./configure.inc\nAC_INIT pack\nAC_OUTPUT Makefile\n',
    'main.c': `#include "config.h"\n${MAIN}`,
    'other.c': MAIN,
  };

  it.each(['cmake', 'build/cmake', 'contrib/cmake'])(
    'is taken where only a compiler would build the sources: %s',
    async (folder) => {
      const list = `${cmake}add_executable(pack "\${_ROOT}/main.c")\nadd_executable(other "\${_ROOT}/other.c")\n`;
      const { found, ...rest } = await taken({ ...texts, [`${folder}/CMakeLists.txt`]: list });
      expect(rest).toMatchObject({ in: folder, bin: 'pack' });
      expect(found).toContain(`${folder}/CMakeLists.txt makes pack and other: takes --in ${folder}`);
    },
  );

  it('is not taken where a Makefile links the program, where it makes none, and with --build-system sources', async () => {
    const list = { 'cmake/CMakeLists.txt': 'project(PACK C)\nadd_executable(pack ../main.c)\n', 'main.c': MAIN };
    expect((await taken({ ...list, Makefile: 'pack: main.o\n\t$(CC) -o $@ main.o\n' })).in).toBeUndefined();
    expect((await taken({ ...list, 'cmake/CMakeLists.txt': 'add_library(pack ../main.c)\n' })).in).toBeUndefined();
    expect((await taken(list, { flags: ['--build-system', 'sources'] })).in).toBeUndefined();
    expect((await taken(list, { flags: ['--build-system', 'cmake'] })).in).toBe('cmake');
  });
});
