import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { definedIn } from './archive.mjs';
import { hasInline, headersBelow, offers, preprocessed, prototypesIn } from './headers.mjs';

/** Functions that musl's headers write in a way that is not read, or that only glibc has. */
const BESIDE_MUSL = {
  'setjmp.h': ['setjmp', '_setjmp', 'sigsetjmp'],
  'error.h': ['error', 'error_at_line'],
  'libintl.h': ['gettext', 'dgettext', 'dcgettext', 'ngettext', 'dngettext', 'dcngettext'],
  'execinfo.h': ['backtrace', 'backtrace_symbols', 'backtrace_symbols_fd'],
  'malloc.h': ['mallinfo', 'mallinfo2', 'malloc_trim', 'mallopt', 'pvalloc'],
  'stdlib.h': ['canonicalize_file_name'],
};

/** Headers that the preprocessor is not given: what they declare and the library defines is there. */
const NOT_READ = /^(?:complex|tgmath|threads)\.h$/;

/** What a C library for WASI lacks, or has only in a library that is linked when it is asked for. */
export async function lackOf({ include, lib }, functions, clang) {
  const text = await preprocessed(clang, include);
  const libraries = readdirSync(lib).filter((name) => name.endsWith('.a'));
  const defined = new Set(
    libraries
      .filter((name) => /^lib(?:c|m|rt|crypt|dl|util)\.a$/.test(name))
      .flatMap((name) => definedIn(join(lib, name))),
  );
  const emulated = new Map();
  for (const library of libraries) {
    const [, name] = /^libwasi-emulated-(.*)\.a$/.exec(library) ?? [];
    // Threads that fail to start are not what a program with threads needs.
    if (name === undefined || name === 'pthread') continue;
    for (const symbol of definedIn(join(lib, library)))
      if (!symbol.startsWith('_') && offers(text, symbol)) emulated.set(symbol, name);
  }
  const isThere = (name, header) =>
    hasInline(text, name) || (defined.has(name) && (NOT_READ.test(header) || offers(text, name)));
  const missing = [...functions].filter(([name, header]) => !emulated.has(name) && !isThere(name, header));
  return { missing: new Map(missing), emulated, headers: new Set(headersBelow(include)) };
}

/** The functions that a C library of Linux has: musl's, which wasi-libc is made of, and a few of glibc's. */
export function posixFunctions(musl) {
  const functions = prototypesIn(musl);
  // Names in parentheses are read as their type.
  for (const type of ['int', 'void', 'ssize_t']) functions.delete(type);
  for (const [header, names] of Object.entries(BESIDE_MUSL)) for (const name of names) functions.set(name, header);
  return functions;
}

/** What every one of the libraries lacks: a newer one has a function or two more. */
export function tableOf(lacks, musl) {
  const [first, ...others] = lacks;
  const add = (table, key, name) => {
    table[key] = [...(table[key] ?? []), name];
  };
  const missing = {};
  for (const [name, header] of first.missing)
    if (others.every((other) => other.missing.has(name))) add(missing, header, name);
  const emulated = {};
  for (const [name, library] of first.emulated) add(emulated, library, name);
  const absent = headersBelow(musl)
    .filter((header) => !/^(?:bits|asm|linux|scsi|netpacket)\//.test(header))
    .filter((header) => lacks.every(({ headers }) => !headers.has(header)) && !COMPILERS.has(header));
  return { missing, emulated, absent: [...absent, 'error.h', 'execinfo.h', 'sys/cdefs.h'] };
}

/** Headers whose functions are not called without them, or that are not for programs. */
const NOT_NAMED = /^(?:complex|tgmath|fenv|threads|pthread|semaphore|aio|mqueue|arpa\/nameser)\.h$/;

/** Functions that a header before theirs declares, too. */
const AT_HOME = {
  'string.h': ['memcpy', 'memcmp', 'memset'],
  'stdlib.h': ['malloc', 'calloc', 'realloc', 'free'],
};

/** What each of the libraries has, by the header that declares it. */
export function presentIn(lacks, functions) {
  const present = {};
  const home = new Map(Object.entries(AT_HOME).flatMap(([header, names]) => names.map((name) => [name, header])));
  for (const [name, first] of functions) {
    const header = home.get(name) ?? first;
    if (!NOT_NAMED.test(header) && lacks.every(({ missing, emulated }) => !missing.has(name) && !emulated.has(name)))
      present[header] = [...(present[header] ?? []), name];
  }
  return present;
}

/** Headers that a compiler has, whatever its library. */
const COMPILERS = new Set(['stdarg.h', 'stddef.h']);
