import { buildablePaths, type ProjectFiles } from '../../detect/project-files.js';
import { absentHeader, lackOf } from '../libc/lack.js';
import type { MacroView, Tri } from './condition.js';

/** What wasi-sdk's clang defines, for the target. Source: `clang --target=wasm32-wasip1 -dM -E`. */
const DEFINED: Readonly<Record<string, number>> = {
  __wasi__: 1,
  __wasm__: 1,
  __wasm32__: 1,
  __clang__: 1,
  __GNUC__: 4,
  __STDC__: 1,
  __STDC_VERSION__: 201710,
  __STDC_HOSTED__: 1,
  __SIZEOF_POINTER__: 4,
};

/** What only other compilers and systems define. */
const OF_OTHERS = new RegExp(
  `^(?:${[
    '_?_?(?:WIN|Windows|CE)(?:32|64|95|NT)?_?_?|_WIN32_WCE|WINCE|_WINDOWS|_?_?WIN(?:16|32|64)__|_MSC_\\w+|__MINGW\\w*|__CYGWIN\\w*|__BORLANDC__|__MSVC\\w*|__NT__|MINGW\\w*|WINDOWS|__TURBOC__|__WATCOMC__',
    '_?_?(?:MSDOS|DOS|OS2|OS_2|EMX|DJGPP|GO32|VMS|VAXC|AMIGA\\w*|HAIKU|BEOS|QNX\\w*|riscos|MVS|OS400|SYMBIAN32|TANDEM)_?_?|RISCOS|VMS|AMIGA|macintosh|THINK_C|MPW|applec|NeXT',
    '__APPLE__|__MACH__|__APPLE_CC__|TARGET_OS_\\w+|MACOS\\w*|__?darwin__?|_?_?(?:linux|gnu_linux|unix|ANDROID)(?:__)?|__GLIBC__|__GNU__|__GNU_LIBRARY__',
    '__(?:Free|Net|Open|DragonFly|Bsdi)BSD__|__(?:FreeBSD|NetBSD|OpenBSD|DragonFly|bsdi|bsd)(?:_version)?(?:__)?|BSD(?:4_\\d)?|_?_?(?:sun|SVR4|svr4|hpux|sgi|osf|ultrix|_AIX|AIX|SCO|sco|M_XENIX|minix|ISC|apollo)(?:__)?|_AIX|__?hpux|USG|SYSV|__EMSCRIPTEN__|__INTEL_COMPILER|__SUNPRO_CC?|__TINYC__|__EMX__|__PPC\\w*__|_?_?(?:i[3-6]86|amd64|x86_64|X86_64|arm|ARM\\w*|aarch64|powerpc\\w*|ppc\\w*|sparc\\w*|mips\\w*|alpha|s390x?|m68k|ia64|riscv\\w*|loongarch\\w*)(?:__)?|_M_\\w+|__SSE\\w*__|__AVX\\w*__|__ARM_\\w+|__ALTIVEC__|__LP64__|_LP64',
  ].join('|')})$`,
);

/** Names that may be macros of wasi-libc, or of the compiler: whether they are is not known here. */
const OF_LIBC =
  /^_|^(?:SIG|SA_|S_|O_|F_|FD_|AT_|EX_|LC_|LOCK_|MAP_|PROT_|MADV_|POSIX_|RLIMIT_|RUSAGE_|CLOCK_|TIMER_|UTIME_|W[A-Z]+$|PATH_MAX|NAME_MAX|NSIG|BUFSIZ|EOF|NULL|P_tmpdir|L_|[A-Z]+_(?:MAX|MIN|BIT)$|E[A-Z]{2,}$|INT|UINT|SIZE_|PRI|SCN|M_|FE_|FLT_|DBL_|BYTE_ORDER|(?:LITTLE|BIG)_ENDIAN|st_[a-z]+$|va_copy|alloca|assert|isnan|errno|stdin|environ|TIOC|DT_|SEEK_|POLL)/;

/** Files whose words may be names that a build defines. */
const BUILD_FILE =
  /(?:^|\/)(?:CMakeLists\.txt|(?:GNU)?[Mm]akefile[^/]*|configure\.(?:ac|in)|meson(?:_options|\.)?[^/]*|[^/]+\.(?:cmake|mk|mak|in|am|m4))$/;

/** What a project may define, by a build file or in a source. */
export interface ProjectMacros {
  /** Names with `#define` in a source or header, or `-DNAME` in a build file. */
  defined: ReadonlySet<string>;
  /** Other names in build files: of a check, of a header that is configured. */
  mentioned: ReadonlySet<string>;
}

/** Collects what a project may define. */
export function projectMacros(
  files: ProjectFiles,
  sources: readonly string[],
  flags: readonly string[],
): ProjectMacros {
  const defined = new Set<string>();
  const mentioned = new Set<string>();
  for (const path of sources)
    for (const [, name = ''] of (files.text(path) ?? '').matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm))
      defined.add(name);
  for (const path of buildablePaths(files).filter((each) => BUILD_FILE.test(each))) {
    const text = files.text(path) ?? '';
    for (const [, name = ''] of text.matchAll(/-D[ \t]*"?(\w+)/g)) defined.add(name);
    for (const [name] of text.matchAll(/\b[A-Z_][A-Z0-9_]{2,}\b/g)) mentioned.add(name);
  }
  for (const flag of flags) defined.add(/^-D(\w+)/.exec(flag)?.[1] ?? '');
  return { defined, mentioned };
}

/** The macros while a file is read: its own, the compiler's, and what the project may define. */
export class FileMacros implements MacroView {
  /** Defined in this file, with a value where that is a number; null where it is taken back. */
  readonly #own = new Map<string, string | null>();
  readonly #project: ProjectMacros;
  readonly #cpp: boolean;

  constructor(project: ProjectMacros, cpp: boolean) {
    this.#project = project;
    this.#cpp = cpp;
  }

  /** @param surely whether the line is certainly compiled */
  define(name: string, value: string, surely: boolean): void {
    this.#own.set(name, surely ? value : '?');
  }

  undefine(name: string, surely: boolean): void {
    this.#own.set(name, surely ? null : '?');
  }

  defined(name: string): Tri {
    const own = this.#own.get(name);
    if (own !== undefined) return own === null ? 0 : own === '?' ? undefined : 1;
    if (name === '__cplusplus') return Number(this.#cpp);
    if (Object.hasOwn(DEFINED, name)) return 1;
    if (OF_OTHERS.test(name)) return 0;
    if (this.#project.defined.has(name)) return undefined;
    // Whatever looks for it does not find it.
    if (isLacking(name)) return 0;
    if (this.#project.mentioned.has(name) || OF_LIBC.test(name)) return undefined;
    return 0;
  }

  value(name: string): Tri {
    const own = this.#own.get(name);
    if (own && /^\(?\d+\)?$/.test(own.trim())) return Number(own.replace(/[()\s]/g, ''));
    if (name === '__cplusplus' && this.#cpp) return 201703;
    if (!this.#own.has(name) && Object.hasOwn(DEFINED, name)) return DEFINED[name];
    return this.defined(name) === 0 ? 0 : undefined;
  }

  header(name: string): Tri {
    return absentHeader(name) ? 0 : undefined;
  }
}

/** `HAVE_CHOWN`, `HAVE_PWD_H`: what a configured header would have for a function or header that wasi-libc lacks. */
function isLacking(name: string): boolean {
  const [, what] = /^HAVE_(\w+)$/.exec(name) ?? [];
  if (what === undefined) return false;
  const header = /^(\w+)_H$/.exec(what)?.[1];
  if (header) return absentHeader(`${header.toLowerCase().replace(/^sys_/, 'sys/')}.h`) !== undefined;
  const lack = lackOf(what.toLowerCase());
  return lack !== undefined && lack.emulation === undefined;
}
