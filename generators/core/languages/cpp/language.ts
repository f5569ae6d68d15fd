import { CPP } from '../c/dialect.js';
import { c, clang, clangSteps, DEBUG_FLAGS, FLAGS, sourceFiles } from '../c/language.js';
import type { CPlan } from '../c/plan.js';
import type { Compiler, Language } from '../language.js';
import { SERVICE } from '../service.js';
import { cppSymptoms } from './symptoms.js';

/** wasi-sdk's clang++. */
export const clangpp = {
  ...clang,
  id: 'cpp',
  title: 'C++',
  flags: [...FLAGS, ...CPP.flags],
  debugFlags: [...DEBUG_FLAGS, ...CPP.flags],
  devcontainer: clang.devcontainer,
  readme: { ...clang.readme, dependencies: 'cpp/dependencies.ejs' },
  steps: (plan, slug) => clangSteps(plan, slug, CPP),
  local: async () => (await import('./compiler.js')).cpp,
} as const satisfies Compiler<CPlan>;

const sources = (...names: string[]) =>
  names.map((name) => ({ template: `cpp/http/src/${name}.ejs`, path: `src/${name}` }));

/** C++: a Makefile around wasi-sdk's clang++. Its projects are C's, with other files. */
export const cpp = {
  id: 'cpp',
  title: 'C++',
  source: {
    ...c.source,
    files: sourceFiles('c|cc|cpp|cxx|h|hh|hpp|hxx|ipp|inl|tpp'),
    sign: 'C++ file (.cpp, .cc, .cxx) here or in src, nor one with a Makefile or CMakeLists.txt',
  },
  compilers: [clangpp],
  templates: [
    {
      id: 'cli',
      title: 'a command-line program',
      files: [
        { template: 'cpp/cli/Makefile.ejs', path: 'Makefile' },
        { template: 'cpp/cli/src/main.cpp.ejs', path: 'src/main.cpp' },
        { template: 'c/cli/test/greeting.txt.ejs', path: 'test/greeting.txt' },
        { template: 'cpp/cli/test/test.cpp.ejs', path: 'test/test.cpp' },
      ],
      imitated: 'Makefile',
      tests: { cpp: { steps: 'c/tests.ejs' } },
      run: { kind: 'greeting', entry: 'src/main.cpp' },
    },
    {
      id: 'http',
      title: 'an HTTP service',
      files: [
        { template: 'cpp/http/Makefile.ejs', path: 'Makefile' },
        ...sources('main.cpp', 'routes.cpp', 'routes.hpp', 'http.cpp', 'http.hpp', 'server.cpp', 'server.hpp'),
        // C's, which is C++ as well.
        { template: 'c/http/src/net.c.ejs', path: 'src/net.cpp' },
        { template: 'c/http/src/net.h.ejs', path: 'src/net.h' },
        { template: 'cpp/http/test/http_test.cpp.ejs', path: 'test/http_test.cpp' },
      ],
      imitated: 'Makefile',
      tests: { cpp: { steps: 'c/tests.ejs' } },
      run: { kind: 'http', entry: 'src/routes.cpp', ...SERVICE },
    },
  ],
  selects: c.selects,
  symptoms: cppSymptoms,
  cause: async (failed) => (await import('../c/causes/c-causes.js')).cCause(failed),
  detect: async () => (await import('./detect.js')).detector,
} as const satisfies Language<CPlan>;
