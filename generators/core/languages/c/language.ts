import { cString, escapers } from '../escape.js';
import type { BuilderSteps, Compiler, Language } from '../language.js';
import { passedOn } from '../passed-on.js';
import { SERVICE } from '../service.js';
import { wasmOpt } from '../wasm-opt.js';
import { configureWords, definition, makeVariable } from './build-options.js';
import { cmakeView, makeView } from './build-views.js';
import { autotoolsView, mesonView } from './cross-views.js';
import { C, type Dialect } from './dialect.js';
import type { CPlan, SourcesPlan } from './plan.js';
import { dialectFlags, STUBS_FOLDER, STUBS_IN_BUILDER, stubFiles, stubList, stubWords } from './stub-files.js';

/** What clang is given for small modules. */
export const FLAGS = ['--target=wasm32-wasip1', '-Oz', '-flto', '-Wl,--strip-all'] as const;

/** What it is given for modules to be debugged. */
export const DEBUG_FLAGS = ['--target=wasm32-wasip1', '-O0', '-g'] as const;

/** What builds a C project, the one that takes a cross compiler most surely first. */
export const buildSystems = ['cmake', 'autotools', 'meson', 'make', 'sources'] as const;

/** wasi-sdk's clang. */
export const clang = {
  id: 'c',
  title: 'C',
  flags: FLAGS,
  debugFlags: DEBUG_FLAGS,
  warnings: ['-Wall', '-Wextra'],
  wasmOpt,
  readme: { test: 'make test', build: 'make WASI_SDK=/opt/wasi-sdk', dependencies: 'c/dependencies.ejs' },
  devcontainer: {
    packages: [
      ...['clang', 'lld', 'wasi-libc', 'libclang-rt-19-dev-wasm32', 'libc++-19-dev-wasm32', 'libc++abi-19-dev-wasm32'],
      ...['gcc', 'g++', 'libc6-dev', 'make', 'cmake'],
    ],
    extensions: ['llvm-vs-code-extensions.vscode-clangd'],
  },
  steps: (plan, slug) => clangSteps(plan, slug, C),
  local: async () => (await import('./compiler.js')).c,
} as const satisfies Compiler<CPlan>;

/** What compilers and build tools of C read, besides files with these suffixes. */
export function sourceFiles(suffixes: string): RegExp {
  return new RegExp(
    `(?:^|/)(?:CMakeLists\\.txt|(?:GNU)?[Mm]akefile|configure|meson\\.build|meson(?:_options\\.txt|\\.options)|[^/]+\\.(?:${suffixes}|s|S|mk|cmake|am|ac|in|m4))$`,
  );
}

/** C: a Makefile around wasi-sdk's clang. */
export const c = {
  id: 'c',
  title: 'C',
  source: {
    string: cString,
    files: sourceFiles('c|h|cc|cpp|cxx|hpp'),
    manifests: ['CMakeLists.txt', 'Makefile'],
    besideOthers: true,
    sign: 'C file here or in src, nor one with a Makefile or CMakeLists.txt',
    buildOutputs: ['build'],
    // clang: `src/main.c:1:10: error: expected parameter declarator`
    error: (line) => String.raw`^${line}(?:\/src\/|(?!\/))[^\s:]+:\d+:\d+: (?:fatal )?error: `,
  },
  compilers: [clang],
  templates: [
    {
      id: 'cli',
      title: 'a command-line program',
      files: [
        { template: 'c/cli/Makefile.ejs', path: 'Makefile' },
        { template: 'c/cli/src/main.c.ejs', path: 'src/main.c' },
        { template: 'c/cli/test/greeting.txt.ejs', path: 'test/greeting.txt' },
        { template: 'c/cli/test/test.c.ejs', path: 'test/test.c' },
      ],
      imitated: 'Makefile',
      tests: { c: { steps: 'c/tests.ejs' } },
      run: { kind: 'greeting', entry: 'src/main.c' },
    },
    {
      id: 'http',
      title: 'an HTTP service',
      files: [
        { template: 'c/http/Makefile.ejs', path: 'Makefile' },
        ...['main.c', 'routes.c', 'routes.h', 'http.c', 'http.h', 'server.c', 'server.h', 'net.c', 'net.h'].map(
          (name) => ({
            template: `c/http/src/${name}.ejs`,
            path: `src/${name}`,
          }),
        ),
        { template: 'c/http/test/http_test.c.ejs', path: 'test/http_test.c' },
      ],
      imitated: 'Makefile',
      tests: { c: { steps: 'c/tests.ejs' } },
      run: { kind: 'http', entry: 'src/routes.c', ...SERVICE },
    },
  ],
  selects: [
    { key: 'bin', placeholder: 'NAME', help: 'the CMake target, what make links, or the file of main()' },
    {
      key: 'build-system',
      group: 'build',
      placeholder: buildSystems.join('|'),
      choices: buildSystems.map((value) => ({ value })),
      help: 'the build system, where there is more than one',
    },
    {
      key: 'stubs',
      group: 'build',
      placeholder: 'LIST',
      help: 'the functions that wasi-libc lacks to define, or none; those that the program calls unless given',
      check: stubList,
    },
    passedOn.cflags,
    passedOn.ldflags,
    {
      key: 'define',
      group: 'build',
      placeholder: 'NAME=VALUE',
      repeats: true,
      help: "an option of the project's CMakeLists.txt or meson.build; may be repeated",
      check: definition,
    },
    {
      key: 'make-var',
      group: 'build',
      placeholder: 'NAME=VALUE',
      repeats: true,
      help: 'a variable of its Makefile; may be repeated',
      check: makeVariable,
    },
    {
      key: 'configure-flags',
      group: 'build',
      placeholder: 'FLAGS',
      takesFlags: true,
      help: "more flags for the project's configure, quoted as in a shell",
      check: configureWords,
    },
    passedOn.buildEnv,
    passedOn.in,
  ],
  symptoms: [],
  cause: async (failed) => (await import('./causes/c-causes.js')).cCause(failed),
  detect: async () => (await import('./detect.js')).detector,
} as const satisfies Language<CPlan>;

/** The steps that build a new project by its Makefile, or an existing one by its plan. */
export function clangSteps(plan: CPlan | undefined, slug: string, dialect: Dialect): BuilderSteps {
  if (!plan) return { template: 'c/generated.ejs', module: `/src/build/${slug}.wasm` };
  const files = stubFiles(plan.stubs);
  if (plan.kind === 'sources') {
    // In a folder of the context, the stubs are above.
    const stubsFolder = plan.workdir === undefined ? STUBS_FOLDER : STUBS_IN_BUILDER;
    const given = sourcesFlags(plan, dialect, stubsFolder, []);
    const view = {
      plan,
      releaseFlags: FLAGS,
      debugFlags: DEBUG_FLAGS,
      stubs: plan.stubs,
      pattern,
      clang: given,
      ...dialect,
    };
    return { template: 'c/sources.ejs', view, files };
  }
  return { template: `c/${plan.kind}.ejs`, view: buildView(plan, dialect), files };
}

function buildView(plan: Exclude<CPlan, SourcesPlan>, dialect: Dialect): Readonly<Record<string, unknown>> {
  switch (plan.kind) {
    case 'make':
      return makeView(plan, dialect);
    case 'cmake':
      return cmakeView(plan, dialect);
    case 'autotools':
      return autotoolsView(plan, dialect);
    case 'meson':
      return mesonView(plan, dialect);
  }
}

/**
 * A shell's pattern: its folder is quoted where needed, its `*` never. All begin with `./`: to clang, `@x.c` is a file
 * of flags, and `-x.c` a flag.
 */
function pattern(glob: string): string {
  const { shell } = escapers;
  const [, folder = '', suffix] = /^(.*)\*(\.\w+)$/s.exec(glob) ?? [];
  return suffix ? `${shell(`./${folder}`)}*${suffix}` : shell(`./${glob}`);
}

/**
 * Whether clang would take a file of arguments for this source. To the driver `./@x.c` is a file; but it names the source
 * to its own second process as `-main-file-name @x.c`, and that reads arguments out of an `x.c` in the current folder.
 */
export function isArgumentsFile(path: string): boolean {
  return /(?:^|\/)@[^/]*$/.test(path);
}

/** What clang is given for plain sources of an existing project, but for the files. Its warnings are its author's business. */
export function sourcesFlags(
  { includes, flags, stubs, cflags = [], ldflags = [] }: SourcesPlan,
  dialect: Dialect,
  stubsFolder: string = STUBS_FOLDER,
  own: readonly string[] = FLAGS,
): string[] {
  const folders = includes.map((folder) => `-I${folder}`);
  return [
    ...own,
    ...dialectFlags(dialect, stubs),
    ...folders,
    ...flags,
    ...stubWords(stubs, stubsFolder),
    ...cflags,
    ...ldflags,
  ];
}
