/**
 * The functions that templates/c/wasi-stubs defines for a program that does without what they do, by what they do
 * there. A test compares the names with the header.
 */
export const STUBS_BY_EFFECT: Readonly<Record<string, string>> = {
  'fails with ENOSYS':
    'chown fchown lchown fchownat lchmod mkfifo mknod futimes lutimes dup dup2 fchdir chroot tmpfile tmpnam mkstemp mkdtemp ' +
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
  'is declared': 'qsort_r',
  "prints without the program's name": 'err errx warn warnx',
};

/** The headers of templates/c/wasi-stubs beside stubs.h: those that wasi-libc does not have at all. */
export const STUB_HEADERS: readonly string[] = [
  'execinfo.h',
  'grp.h',
  'paths.h',
  'pwd.h',
  'sys/syslog.h',
  'sys/sysmacros.h',
  'sys/wait.h',
  'syslog.h',
];
