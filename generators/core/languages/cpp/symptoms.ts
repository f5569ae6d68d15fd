import type { Symptom } from '../../engines/known-errors.js';

/** How builds of C++ fail. */
export const cppSymptoms: readonly Symptom[] = [
  {
    id: 'cpp-exceptions',
    when: ['build'],
    // clang, and wasm-ld where a build file turns exceptions on.
    shows: /cannot use '(?:throw|try)' with exceptions disabled|undefined symbol: __cxa_(?:throw|allocate_exception)/,
    means: "The program uses C++ exceptions, which WASI's C++ library does not have.",
    fix: () => [
      { text: 'Return the error (std::optional, an error code), or end the program by std::abort().' },
      { text: 'Or put the code behind #if __cpp_exceptions, if the program does without it.' },
    ],
  },
];
