import type { SourcesPlan } from '../build-plan.js';
import { cString } from '../escape.js';
import type { Language } from '../language.js';
import { wasmOpt } from '../wasm-opt.js';

/** C: a Makefile around wasi-sdk's clang. */
export const c = {
  id: 'c',
  title: 'C',
  files: [
    { template: 'c/Makefile.ejs', path: 'Makefile' },
    { template: 'c/src/main.c.ejs', path: 'src/main.c' },
    { template: 'c/test/greeting.txt.ejs', path: 'test/greeting.txt' },
  ],
  program: 'src/main.c',
  imitated: 'Makefile',
  string: cString,
  flags: ['--target=wasm32-wasip1', '-Oz', '-flto', '-Wl,--strip-all'],
  warnings: ['-Wall', '-Wextra'],
  wasmOpt,
  testCommand: 'make test',
  nativeBuild: 'make WASI_SDK=/opt/wasi-sdk',
  sign: 'C file here or in src, nor one with a Makefile or CMakeLists.txt',
  buildOutputs: ['build'],
  recognise: async (files, selection) => (await import('./detect/c.js')).recogniseC(files, selection),
} as const satisfies Language;

/**
 * Whether clang would take a file of arguments for this source. To the driver `./@x.c` is a file; but it names the source
 * to its own second process as `-main-file-name @x.c`, and that reads arguments out of an `x.c` in the current folder.
 */
export function isArgumentsFile(path: string): boolean {
  return /(?:^|\/)@[^/]*$/.test(path);
}

/** What clang is given for plain sources of an existing project, but for the files. Its warnings are its author's business. */
export function sourcesFlags({ includes, flags }: SourcesPlan): string[] {
  return [...c.flags, ...includes.map((folder) => `-I${folder}`), ...flags];
}
