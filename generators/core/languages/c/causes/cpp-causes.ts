import type { CauseReader } from '../../causes/cause.js';
import type { CPlan } from '../plan.js';
import { THROW } from '../stub-files.js';
import { clangErrors, placeIn, undefinedSymbols } from './clang-errors.js';
import { stubs } from './fixes.js';

/** Threads of the C++ library, which is built without them. */
export const cppThreads: CauseReader<CPlan> = ({ output }) => {
  const error = clangErrors(output).find(({ message }) =>
    /no (?:type|member|template) named '(?:j?thread|async|mutex|condition_variable|future|lock_guard|this_thread)' in namespace 'std'|no member named 'this_thread'/.test(
      message,
    ),
  );
  if (!error) return undefined;
  return {
    id: 'threads',
    message: `${placeIn(error)} uses threads, which a module of WASI preview 1 does not have: ${error.message}.`,
    fix: [{ text: 'Put the code behind #ifndef __wasi__, where the program does without threads.' }],
  };
};

/**
 * Exceptions of C++. clang refuses them by -fno-exceptions; where a build file enables them, what throws one is not
 * defined: wasi-sdk's C++ library is built without.
 */
export const cppExceptions: CauseReader<CPlan> = (failed) => {
  const error = clangErrors(failed.output).find(({ message }) =>
    /^cannot use '(?:throw|try)' with exceptions disabled/.test(message),
  );
  const symbol = undefinedSymbols(failed.output).find(({ symbol }) =>
    /^__cxa_(?:throw|rethrow|(?:allocate|free)_exception|begin_catch|end_catch)$/.test(symbol),
  );
  if (!error && !symbol) return undefined;
  return {
    id: 'cpp-exceptions',
    message: `${error ? `${placeIn(error)} uses` : 'The program uses'} exceptions, which WASI's C++ library does not have: they need WebAssembly's exception handling, which WasmEdge under crun does not enable.`,
    fix: [
      ...stubs(failed, [THROW]).map(({ command = '' }) => ({
        command,
        text: 'builds it so that the program ends where it throws: for one that throws errors only',
      })),
      {
        text: 'Or return the error (std::optional, an error code), or put the code behind #if __cpp_exceptions.',
      },
    ],
  };
};
