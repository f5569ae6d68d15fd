/** The effect of what is no function. */
export const MACROS = "is the macro of glibc's sys/cdefs.h";

/**
 * The functions that templates/c/wasi-stubs defines for a program that does without what they do, by what they do
 * there. A test compares the names with the header.
 */
export const STUBS_BY_EFFECT: Readonly<Record<string, string>> = {
  'fails with ENOSYS':
    'chown fchown lchown fchownat lchmod mkfifo mknod futimes lutimes dup dup2 fchdir chroot tmpfile tmpnam tempnam mkstemp mkdtemp ' +
    'mktemp setuid seteuid setgid setegid setreuid setregid getlogin setsid setpgid nice setpriority getrlimit setrlimit ' +
    'getloadavg system ttyname msync mlock munlock mlockall backtrace_symbols kill setitimer getitimer',
  'returns 0':
    'getuid geteuid getgid getegid getgroups getpriority issetugid ftrylockfile madvise posix_madvise malloc_trim mallopt ' +
    'backtrace sigemptyset sigfillset sigaddset sigdelset sigismember sigprocmask siginterrupt setlogmask',
  'returns 0, and locks nothing': 'flock lockf',
  'returns 0, and no signal follows': 'alarm',
  'returns 1': 'getppid getpgrp',
  'returns 022': 'umask',
  'returns 1024': 'getdtablesize',
  'finds nobody':
    'getpwuid getpwnam getpwuid_r getpwnam_r getpwent setpwent endpwent getgrgid getgrnam getgrent setgrent endgrent',
  'does nothing': 'tzset sync flockfile funlockfile openlog syslog closelog backtrace_symbols_fd',
  'calls signal()': 'sigaction',
  'calls getenv()': 'secure_getenv',
  'calls access()': 'eaccess euidaccess',
  'calls aligned_alloc()': 'memalign valloc',
  'is declared': 'qsort_r utime getopt malloc_usable_size isatty unlink access read write close lseek',
  'gives the text untranslated':
    'gettext dgettext dcgettext ngettext dngettext dcngettext textdomain bindtextdomain bind_textdomain_codeset',
  [MACROS]: '__BEGIN_DECLS __END_DECLS __THROW __P __CONCAT __STRING',
  'ends the program, and exceptions are not caught': '__cxa_throw',
  "prints without the program's name": 'err errx warn warnx',
};

/**
 * Functions that wasi-libc has, and the headers that declare them: one of them is included for other systems only, or not
 * at all, which C allowed before 1999. A declaration is the same with the header and without.
 */
export const DECLARED: Readonly<Record<string, string>> = {
  utime: 'utime.h',
  getopt: 'unistd.h getopt.h',
  malloc_usable_size: 'malloc.h',
  isatty: 'unistd.h',
  unlink: 'unistd.h',
  access: 'unistd.h',
  read: 'unistd.h',
  write: 'unistd.h',
  close: 'unistd.h',
  lseek: 'unistd.h',
};

/** The headers of templates/c/wasi-stubs beside stubs.h: those that wasi-libc does not have at all. */
export const STUB_HEADERS: readonly string[] = [
  'execinfo.h',
  'grp.h',
  'libintl.h',
  'paths.h',
  'pwd.h',
  'sys/cdefs.h',
  'sys/syslog.h',
  'sys/sysmacros.h',
  'sys/wait.h',
  'syslog.h',
];
