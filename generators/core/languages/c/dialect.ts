/** What C and C++ differ in, for those who recognise and compile projects of either. */
export interface Dialect {
  /** As users write it. */
  title: string;
  /** Files that are compiled. */
  source: RegExp;
  /** Those of a new project: one command compiles them all, and on the user's machine c++ takes C files for C++. */
  own: RegExp;
  /** Files that those include. */
  header: RegExp;
  /** The source file of a new project, and how a program begins. */
  entry: string;
  main: string;
  /** A program that a compiler with its library links. */
  probe: string;
  /** What clang is given besides a target, here and in containers. */
  flags: readonly string[];
  /** What it links with, behind the files. */
  libraries: readonly string[];
}

/** C. */
export const C: Dialect = {
  title: 'C',
  source: /\.c$/,
  own: /\.c$/,
  header: /\.h$/,
  entry: 'src/main.c',
  main: 'int main(void)',
  probe: '#include <stdio.h>\nint main(void) { return puts("") < 0; }\n',
  flags: [],
  libraries: [],
};

/** WASI's C++ library has none. */
export const NO_EXCEPTIONS = '-fno-exceptions';

/** Sources that only C++ has. */
export const CPP_SOURCE = /\.(?:cc|cpp|cxx)$/;

/**
 * C++, with the C files that a project of it may have. They are compiled by clang, which takes each by its suffix: clang++
 * would take a C file for C++, and differs in nothing else but the libraries. WASI's own is built without exceptions.
 */
export const CPP: Dialect = {
  title: 'C++',
  source: /\.(?:c|cc|cpp|cxx)$/,
  own: CPP_SOURCE,
  header: /\.(?:h|hh|hpp|hxx|ipp|inl|tpp)$/,
  entry: 'src/main.cpp',
  main: 'int main()',
  probe: '#include <string>\nint main() { return std::string("probe").empty(); }\n',
  flags: [NO_EXCEPTIONS],
  libraries: ['-lc++', '-lc++abi'],
};
