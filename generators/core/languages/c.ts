import { cString } from './escape.js';
import type { Language } from './language.js';
import { wasmOpt } from './tools.js';

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
  string: cString,
  flags: ['--target=wasm32-wasip1', '-Oz', '-flto', '-Wl,--strip-all'],
  warnings: ['-Wall', '-Wextra'],
  wasmOpt,
  testCommand: 'make test',
  nativeBuild: 'make WASI_SDK=/opt/wasi-sdk',
  leavings: ['build'],
} as const satisfies Language;
