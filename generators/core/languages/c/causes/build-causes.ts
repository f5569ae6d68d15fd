import { type CauseReader, few } from '../../causes/cause.js';

import { lackOf } from '../libc/lack.js';
import type { CPlan } from '../plan.js';
import { clangErrors, placeIn, undefinedSymbols } from './clang-errors.js';
import { cflags } from './fixes.js';
import { buildWithout } from './project-options.js';

/** A CMake that is older than the project asks for. */
export const cmakeTooOld: CauseReader<CPlan> = ({ output, place, tool }) => {
  const [, asks, has] = /CMake (\S+) or higher is required\.\s+You are running version (\S+?)\.?\s/.exec(output) ?? [];
  if (asks === undefined) return undefined;
  return {
    id: 'old-compiler',
    message: `The CMake of ${place} is too old (${has}). CMakeLists.txt asks for CMake ${asks} or later.`,
    fix: tool(`CMake ${asks} or later`),
  };
};

/** The errors of CMake, each with all that it says. */
function cmakeErrors(output: string): string[] {
  return [...output.matchAll(/^CMake Error(?: at (\S+:\d+))?[\s\S]*?(?=\n\n\n|$(?![\s\S]))/gm)].map(([text]) => text);
}

/** A source that CMakeLists.txt names, and is not there. */
export const noSource: CauseReader<CPlan> = ({ output }) => {
  const [, place, file] = /^CMake Error at (\S+:\d+) \(\w+\):\s+Cannot find source file:\s+(\S+)/m.exec(output) ?? [];
  if (place === undefined) return undefined;
  return {
    id: 'no-file',
    message: `${place} names ${file}, which is not in the build context.`,
    fix: [
      {
        text: 'See that the file exists (a submodule, or what a script generates), and that the ignore file does not exclude it.',
      },
    ],
  };
};

/** A library that CMake, pkg-config or the linker looks for. */
export const noLibrary: CauseReader<CPlan> = (failed) => {
  const { output } = failed;
  // CMake says so of libraries that are optional, too: what counts is an error of it.
  const errors = cmakeErrors(output).join('\n');
  const name =
    /Could NOT find (\w[\w+.-]*)/.exec(errors)?.[1] ??
    /Could not find a package configuration file provided by "([^"]+)"/.exec(errors)?.[1] ??
    /required packages? (?:was|were) not found:?\s+- (\S+)/.exec(errors)?.[1] ??
    // The C library is no project's: without it, there is no clang for WASI here.
    /wasm-ld\S*: error: unable to find library -l(?!c\b)(\S+)/.exec(output)?.[1];
  if (name === undefined) return undefined;
  return {
    id: 'no-library',
    message: `The project needs the library ${name}, which the builder image does not have for WASI${reasonOfThreads(name)}.`,
    fix: [
      buildWithout(name, failed) ?? {
        text: `Look for an option of the project that builds without ${name}: --define NAME=OFF (CMake), --make-var NAME=VALUE (make).`,
      },
      { text: "Or add the library's sources to the project, and build them with it." },
    ],
  };
};

/** Why a library cannot be had, where it is for what WASI cannot do. */
function reasonOfThreads(name: string): string {
  return /^p?threads?$/i.test(name) ? `: ${lackOf('pthread_create')?.impossible?.why}` : '';
}

/** What CMakeLists.txt, a Makefile or a header refuses by itself. */
export const cRefusal: CauseReader<CPlan> = ({ output }) => {
  const error = clangErrors(output).find(
    ({ message, path }) =>
      !path.startsWith('/') &&
      /^"?[A-Z].*(?:support|platform|system|architecture|target|port|unknown|define)/i.test(message) &&
      isDirective(output, message),
  );
  if (error) {
    return {
      id: 'source-refuses',
      message: `${placeIn(error)} refuses to be built: ${error.message}.`,
      fix: [{ text: 'Do what it says: --cflags -DNAME defines a macro. Where it lists systems, add __wasi__.' }],
    };
  }
  const [, place, said] = /^CMake Error at (\S+:\d+) \(message\):\n\s+([^\n]+)/m.exec(output) ?? [];
  if (place === undefined) return undefined;
  return {
    id: 'source-refuses',
    message: `${place} refuses to be built: ${said}`,
    fix: [{ text: 'Do what it says: --define NAME=VALUE sets an option of CMakeLists.txt.' }],
  };
};

/** clang shows the line below the error: `    3 | #error "…"`. */
function isDirective(output: string, message: string): boolean {
  const at = output.indexOf(`error: ${message}`);
  return /^[^\n]*\n\s*(?:\d+ \|)?\s*#\s*error\b/.test(output.slice(at));
}

/** Flags and code of another processor. */
export const otherProcessor: CauseReader<CPlan> = ({ output }) => {
  const [, flag] =
    /error: (?:unsupported option|unknown argument:?|unsupported argument) '(-[^']+)'|error: unknown target CPU '([^']+)'/
      .exec(output)
      ?.filter((part) => part !== undefined) ?? [];
  if (flag !== undefined) {
    return {
      id: 'flag',
      message: `The build gives clang ${flag.startsWith('-') ? flag : `-march=${flag}`}, which it does not take for WebAssembly.`,
      fix: [{ text: 'Have the build omit it: --make-var CFLAGS=… (make), --define CMAKE_C_FLAGS=… (CMake).' }],
    };
  }
  const error = clangErrors(output).find(({ message }) =>
    /^(?:invalid (?:output|input) constraint .* in asm|invalid instruction|unrecognized instruction mnemonic|unknown register name)|needs target feature/.test(
      message,
    ),
  );
  const header = clangErrors(output).find(({ message }) =>
    /(?:This header is only meant to be used on x86|'(?:[a-z]?mmintrin|immintrin|x86intrin|cpuid|arm_neon|intrin)\.h' file not found)/.test(
      message,
    ),
  );
  const found = header ?? error;
  if (!found) return undefined;
  return {
    id: 'other-processor',
    message: `${placeIn(found)} is for another processor: ${found.message}.`,
    fix: [
      {
        text: 'Look for an option or a macro of the project that builds without assembly and SIMD: --define, --make-var, --cflags -DNAME.',
      },
    ],
  };
};

/** A header that neither the project nor wasi-libc has. */
export const noHeader: CauseReader<CPlan> = (failed) => {
  const { output, files, again } = failed;
  const error = clangErrors(output).find(({ message }) => /^'[^']+' file not found$/.test(message));
  if (!error) return undefined;
  const [, header = ''] = /^'([^']+)'/.exec(error.message) ?? [];
  const where = `${placeIn(error)} includes ${header}, which`;
  const own = files.paths.find((path) => path === header || path.endsWith(`/${header}`));
  if (own !== undefined) {
    const folder = own.slice(0, -header.length).replace(/\/$/, '') || '.';
    return {
      id: 'no-file',
      message: `${where} is at ${own}, where the compiler does not look.`,
      fix: [again(cflags(failed.plan, [`-I${folder}`]), 'has it look there')],
    };
  }
  const template = files.paths.find((path) =>
    [`${header}.in`, `${header}.cmake`, `${header}.in.cmake`, `${header}.cmake.in`].some(
      (name) => path === name || path.endsWith(`/${name}`),
    ),
  );
  if (template !== undefined) {
    return {
      id: 'not-configured',
      message: `${where} the project's own configuration makes of ${template}.`,
      fix: [
        {
          text: 'Build it by what configures it: --build-system cmake, or another of the build systems that --help lists.',
        },
      ],
    };
  }
  const without = buildWithout(header, failed);
  return {
    id: 'no-file',
    message: `${where} is neither in the build context nor in wasi-libc.`,
    fix: [
      ...(without ? [without] : []),
      {
        text: `Add the library that has ${header} to the project, or build without it (--define, --make-var, --cflags).`,
      },
    ],
  };
};

/** Symbols that nothing defines, and that are none of a C library's. */
export const notDefined: CauseReader<CPlan> = ({ output, again }) => {
  const found = undefinedSymbols(output);
  const [first] = found;
  if (!first) return undefined;
  const symbols = [...new Set(found.map(({ symbol }) => symbol))];
  if (symbols.some((symbol) => /^(?:main|__main_void|__main_argc_argv|__original_main)$/.test(symbol))) {
    return {
      id: 'no-main',
      message: 'The linked program has no main: it is a library, or main is in a file that is not compiled.',
      fix: [again('--bin NAME', 'names another program, or the file of main()')],
    };
  }
  const by = /lto\.tmp|\/tmp\//.test(first.by)
    ? 'Nothing that was linked'
    : `${first.by} calls it, and nothing that was linked`;
  return {
    id: 'not-defined',
    message: `${by} defines ${few(symbols)}.`,
    fix: [{ text: 'Add the source or the library that does: --ldflags=-lNAME, or its files to the build.' }],
  };
};

/** A target or a Makefile that does not exist. */
export const noMakeRule: CauseReader<CPlan> = ({ output, again }) => {
  const [, target, by] =
    /make(?:\[\d+\])?: \*\*\* No rule to make target ['`]([^']+)'(?:, needed by '([^']+)')?/.exec(output) ?? [];
  if (target === undefined) return undefined;
  return {
    id: 'no-file',
    message: `The Makefile has no rule for ${target}${by === undefined ? '' : `, which ${by} needs`}, and there is no such file in the build context.`,
    fix: [
      {
        text: 'See that the ignore file does not exclude it, and that it does not come from a step before make (configure).',
      },
      again('--bin NAME', 'names another program'),
    ],
  };
};
