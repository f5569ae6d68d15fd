import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PRESENT } from '../../generators/core/languages/c/libc/has.js';
import { isStubbedMacro, STUBBED } from '../../generators/core/languages/c/libc/lack.js';
import { ABSENT_HEADERS, EMULATED, MISSING } from '../../generators/core/languages/c/libc/lacks.js';
import { STUB_HEADERS } from '../../generators/core/languages/c/libc/stubs.js';
import { THROW } from '../../generators/core/languages/c/stub-files.js';
import { templatesFolder } from '../../generators/core/system/package-root.js';
import { emptyFolder, run } from './support/run.js';

const words = (table: Readonly<Record<string, string>>) => Object.values(table).flatMap((names) => names.split(' '));
const declaring = [...Object.keys(MISSING), 'string.h', 'sys/times.h'];
// Behind its own headers, Debian's clang finds those of Linux.
const absent = ABSENT_HEADERS.split(' ');
const existing = declaring.filter((header) => header !== 'setjmp.h' && !absent.includes(header));
const include = (headers: readonly string[]) => headers.map((header) => `#include <${header}>\n`).join('');
const emulations = Object.keys(EMULATED).flatMap((name) => [
  `-D_WASI_EMULATED_${name.toUpperCase().replace('-', '_')}`,
]);
const libraries = Object.keys(EMULATED).map((name) => `-lwasi-emulated-${name}`);

/** A program that uses functions by their address. */
function program(names: readonly string[], before = ''): string {
  const included = include(existing);
  const uses = names.map((name) => `  (void *)${name},\n`).join('');
  return `#define _GNU_SOURCE\n${before}${included}void *used[] = {\n${uses}};\nint main(void) { return used[0] == 0; }\n`;
}

/** What wasi-sdk's clang says to a program, in the builder image. */
async function clang(folder: string, args: readonly string[], compiler = 'clang') {
  const pinned = await readFile(join(templatesFolder, 'builders/Containerfile'), 'utf8');
  const [, image = ''] = /^FROM (\S+) AS c$/m.exec(pinned) ?? [];
  const command = [`/opt/wasi-sdk/bin/${compiler}`, '--target=wasm32-wasip1', '-ferror-limit=0'];
  const flags = [
    'run',
    '--rm',
    '--pull=never',
    '--network=none',
    '-v',
    `${folder}:/src`,
    '-w',
    '/src',
    '--entrypoint',
    '',
  ];
  return run('podman', [...flags, image, ...command, ...args]);
}

it('the table of what wasi-libc lacks is what the compiler of the builder image finds', async () => {
  const folder = await emptyFolder();
  const rows = [...words(MISSING), ...words(EMULATED)];
  await writeFile(join(folder, 'rows.c'), program(rows));
  const compiled = await clang(folder, [...emulations, '-c', '-o', '/dev/null', 'rows.c']);
  const undeclared = new Set(
    [...compiled.stderr.matchAll(/undeclared (?:identifier|library function) '(\w+)'/g)].map(([, name]) => name),
  );
  const declared = rows.filter((name) => !undeclared.has(name));
  expect(declared).toEqual(expect.arrayContaining(words(EMULATED)));
  await writeFile(join(folder, 'declared.c'), program(declared));
  const linked = await clang(folder, [...emulations, '-Wl,--error-limit=0', '-o', '/dev/null', 'declared.c']);
  const undefinedNames = [...linked.stderr.matchAll(/undefined symbol: (\w+)/g)].map(([, name]) => name);
  expect(declared.filter((name) => !undefinedNames.includes(name))).toEqual([]);
  await writeFile(join(folder, 'emulated.c'), program(words(EMULATED)));
  expect(await clang(folder, [...emulations, '-o', '/dev/null', 'emulated.c', ...libraries])).toMatchObject({
    exitCode: 0,
    stderr: '',
  });
});

it('the stubs compile without a warning in C and C++, all of them and each by itself', async () => {
  const folder = await emptyFolder();
  await cp(join(templatesFolder, 'c/wasi-stubs'), join(folder, 'wasi-stubs'), { recursive: true });
  const names = [...STUBBED].filter((name) => !isStubbedMacro(name) && name !== THROW);
  const common = ['-Wall', '-Wextra', '-Werror', '-Wno-unused-command-line-argument', ...emulations];
  const stubs = ['-include', 'wasi-stubs/stubs.h', '-isystem', 'wasi-stubs'];
  const all = [...STUBBED].map((name) => `-DWASI_STUB_${name}`);
  const macros =
    '__BEGIN_DECLS\nextern int declared __P((void)) __THROW;\n__END_DECLS\nextern int __CONCAT(de, clared)(void);\nextern char text[sizeof __STRING(text)];\n';
  const own = `${macros}${include(['errno.h', ...STUB_HEADERS])}${macros}_Static_assert(ENOSYS == 52, "");\n`;
  await writeFile(join(folder, 'all.c'), program(names, own));
  const c = await clang(folder, [...common, ...stubs, ...all, '-o', '/dev/null', 'all.c', ...libraries]);
  expect(c).toMatchObject({ exitCode: 0, stderr: '' });
  // clang++ defines _GNU_SOURCE by itself.
  const cpp = program(names, own).replace('#define _GNU_SOURCE\n', '').replace('_Static_assert', 'static_assert');
  await writeFile(join(folder, 'all.cpp'), cpp);
  const args = [...common, '-fno-exceptions', ...stubs, ...all, '-o', '/dev/null', 'all.cpp', ...libraries];
  expect(await clang(folder, args, 'clang++')).toMatchObject({ exitCode: 0, stderr: '' });
  await writeFile(join(folder, 'throws.cpp'), 'int main(int count, char **) { if (count > 1) throw 1; }\n');
  const throwing = ['-fexceptions', '-fignore-exceptions', ...stubs, `-DWASI_STUB_${THROW}`, '-Werror'];
  expect(await clang(folder, [...throwing, '-o', '/dev/null', 'throws.cpp'], 'clang++')).toMatchObject({ exitCode: 0 });
  // One translation unit a stub, in one run of clang: each has the definitions that it needs.
  for (const name of names) {
    const text = `#define WASI_STUB_${name}\n#include "wasi-stubs/stubs.h"\nvoid *used_${name} = (void *)${name};\n`;
    await writeFile(join(folder, `one-${name}.c`), text);
  }
  const each = await clang(folder, ['-Werror', '-c', ...names.map((name) => `one-${name}.c`)]);
  expect(each).toMatchObject({ exitCode: 0, stderr: '' });
});

it('each function of the table of what wasi-libc has is declared by its header, and linked', async () => {
  const folder = await emptyFolder();
  const headers = Object.entries(PRESENT);
  for (const [index, [header, names]] of headers.entries()) {
    // Its macro is clang's own function, which has no address.
    const functions = names.split(' ').filter((name) => name !== 'alloca');
    const uses = functions.map((name) => `  (void *)${name},\n`);
    const text = `#define _GNU_SOURCE\n#include <${header}>\nvoid *used${index}[] = {\n${uses.join('')}};\n`;
    await writeFile(join(folder, `has-${index}.c`), text);
  }
  await writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n');
  const files = ['main.c', ...headers.map((_, index) => `has-${index}.c`)];
  const linked = await clang(folder, [...emulations, '-Wl,--error-limit=0', '-o', '/dev/null', ...files, ...libraries]);
  expect(linked).toMatchObject({ exitCode: 0, stderr: '' });
});
