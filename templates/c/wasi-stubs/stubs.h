/*
 * Functions of POSIX that wasi-libc does not have, for a program that does without what they do. Every file is compiled
 * with -include stubs.h, and with -DWASI_STUB_name for each function that it defines.
 *
 * What can fail, fails with ENOSYS; what is asked for a fact, is answered as a container with one program would. The
 * definitions are weak: a function of the same name in the program or its libraries is taken instead. No header is
 * included, so that the program may still choose its feature macros.
 */
#if !defined WASI_STUBS_H && !defined __ASSEMBLER__
#define WASI_STUBS_H
#pragma clang system_header

#define WASI_STUB __attribute__((__weak__))
/* ENOSYS, "Function not implemented": a number of WASI itself. */
#define WASI_STUB_FAILS(value) { errno = 52; return value; }

#ifdef __cplusplus
extern "C" {
#endif

extern _Thread_local int errno;
struct timeval;
struct passwd;
struct group;

/* Owners and modes of files: stat() gives 0 as the owner of every file. */
#ifdef WASI_STUB_chown
WASI_STUB int chown(const char *path, unsigned owner, unsigned group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_fchown
WASI_STUB int fchown(int file, unsigned owner, unsigned group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_lchown
WASI_STUB int lchown(const char *path, unsigned owner, unsigned group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_fchownat
WASI_STUB int fchownat(int folder, const char *path, unsigned owner, unsigned group, int flags) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_lchmod
WASI_STUB int lchmod(const char *path, unsigned mode) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_umask
WASI_STUB unsigned umask(unsigned mask) { return 022; }
#endif
#ifdef WASI_STUB_mkfifo
WASI_STUB int mkfifo(const char *path, unsigned mode) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_mknod
WASI_STUB int mknod(const char *path, unsigned mode, unsigned long long device) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_futimes
WASI_STUB int futimes(int file, const struct timeval *times) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_lutimes
WASI_STUB int lutimes(const char *path, const struct timeval *times) WASI_STUB_FAILS(-1)
#endif

/* Files. */
#ifdef WASI_STUB_dup
WASI_STUB int dup(int file) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_dup2
WASI_STUB int dup2(int file, int as) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_fchdir
WASI_STUB int fchdir(int folder) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_chroot
WASI_STUB int chroot(const char *path) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_sync
WASI_STUB void sync(void) {}
#endif
#ifdef WASI_STUB_flock
WASI_STUB int flock(int file, int operation) { return 0; }
#endif
#ifdef WASI_STUB_lockf
#define F_ULOCK 0
#define F_LOCK 1
#define F_TLOCK 2
#define F_TEST 3
WASI_STUB int lockf(int file, int command, long long size) { return 0; }
#endif
#ifdef WASI_STUB_tmpfile
WASI_STUB struct _IO_FILE *tmpfile(void) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_tmpnam
WASI_STUB char *tmpnam(char *name) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_tempnam
WASI_STUB char *tempnam(const char *folder, const char *prefix) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_mkstemp
WASI_STUB int mkstemp(char *name) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_mkdtemp
WASI_STUB char *mkdtemp(char *name) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_mktemp
WASI_STUB char *mktemp(char *name) { errno = 52; *name = 0; return name; }
#endif
#ifdef WASI_STUB_flockfile
WASI_STUB void flockfile(struct _IO_FILE *file) {}
#endif
#ifdef WASI_STUB_ftrylockfile
WASI_STUB int ftrylockfile(struct _IO_FILE *file) { return 0; }
#endif
#ifdef WASI_STUB_funlockfile
WASI_STUB void funlockfile(struct _IO_FILE *file) {}
#endif

/* What wasi-libc has, in a header that the program includes for other systems only. */
#ifdef WASI_STUB_utime
struct utimbuf;
int utime(const char *, const struct utimbuf *);
#endif
#ifdef WASI_STUB_getopt
int getopt(int, char *const *, const char *);
extern char *optarg;
extern int optind, opterr, optopt;
#endif
#ifdef WASI_STUB_isatty
int isatty(int);
#endif
#ifdef WASI_STUB_unlink
int unlink(const char *);
#endif
#ifdef WASI_STUB_access
int access(const char *, int);
#endif
#ifdef WASI_STUB_read
__PTRDIFF_TYPE__ read(int, void *, __SIZE_TYPE__);
#endif
#ifdef WASI_STUB_write
__PTRDIFF_TYPE__ write(int, const void *, __SIZE_TYPE__);
#endif
#ifdef WASI_STUB_close
int close(int);
#endif
#ifdef WASI_STUB_lseek
long long lseek(int, long long, int);
#endif

/* Users and groups. */
#ifdef WASI_STUB_getuid
WASI_STUB unsigned getuid(void) { return 0; }
#endif
#ifdef WASI_STUB_geteuid
WASI_STUB unsigned geteuid(void) { return 0; }
#endif
#ifdef WASI_STUB_getgid
WASI_STUB unsigned getgid(void) { return 0; }
#endif
#ifdef WASI_STUB_getegid
WASI_STUB unsigned getegid(void) { return 0; }
#endif
#ifdef WASI_STUB_getgroups
WASI_STUB int getgroups(int size, unsigned *groups) { return 0; }
#endif
#ifdef WASI_STUB_setuid
WASI_STUB int setuid(unsigned user) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_seteuid
WASI_STUB int seteuid(unsigned user) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setgid
WASI_STUB int setgid(unsigned group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setegid
WASI_STUB int setegid(unsigned group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setreuid
WASI_STUB int setreuid(unsigned real, unsigned effective) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setregid
WASI_STUB int setregid(unsigned real, unsigned effective) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_getlogin
WASI_STUB char *getlogin(void) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_getpwuid
WASI_STUB struct passwd *getpwuid(unsigned user) { return 0; }
#endif
#ifdef WASI_STUB_getpwnam
WASI_STUB struct passwd *getpwnam(const char *name) { return 0; }
#endif
#ifdef WASI_STUB_getpwuid_r
WASI_STUB int getpwuid_r(unsigned user, struct passwd *entry, char *buffer, __SIZE_TYPE__ size, struct passwd **found) { *found = 0; return 0; }
#endif
#ifdef WASI_STUB_getpwnam_r
WASI_STUB int getpwnam_r(const char *name, struct passwd *entry, char *buffer, __SIZE_TYPE__ size, struct passwd **found) { *found = 0; return 0; }
#endif
#ifdef WASI_STUB_getpwent
WASI_STUB struct passwd *getpwent(void) { return 0; }
#endif
#ifdef WASI_STUB_setpwent
WASI_STUB void setpwent(void) {}
#endif
#ifdef WASI_STUB_endpwent
WASI_STUB void endpwent(void) {}
#endif
#ifdef WASI_STUB_getgrgid
WASI_STUB struct group *getgrgid(unsigned group) { return 0; }
#endif
#ifdef WASI_STUB_getgrnam
WASI_STUB struct group *getgrnam(const char *name) { return 0; }
#endif
#ifdef WASI_STUB_getgrent
WASI_STUB struct group *getgrent(void) { return 0; }
#endif
#ifdef WASI_STUB_setgrent
WASI_STUB void setgrent(void) {}
#endif
#ifdef WASI_STUB_endgrent
WASI_STUB void endgrent(void) {}
#endif

/* This process and this machine. */
#ifdef WASI_STUB_getppid
WASI_STUB int getppid(void) { return 1; }
#endif
#ifdef WASI_STUB_getpgrp
WASI_STUB int getpgrp(void) { return 1; }
#endif
#ifdef WASI_STUB_setsid
WASI_STUB int setsid(void) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setpgid
WASI_STUB int setpgid(int process, int group) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_nice
WASI_STUB int nice(int more) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_getpriority
WASI_STUB int getpriority(int which, unsigned who) { return 0; }
#endif
#ifdef WASI_STUB_setpriority
WASI_STUB int setpriority(int which, unsigned who, int value) WASI_STUB_FAILS(-1)
#endif
#if defined(WASI_STUB_getrlimit) || defined(WASI_STUB_setrlimit)
typedef unsigned long long rlim_t;
struct rlimit { rlim_t rlim_cur, rlim_max; };
#define RLIM_INFINITY (~0ULL)
#define RLIMIT_CPU 0
#define RLIMIT_FSIZE 1
#define RLIMIT_DATA 2
#define RLIMIT_STACK 3
#define RLIMIT_CORE 4
#define RLIMIT_NOFILE 7
#define RLIMIT_AS 9
#endif
#ifdef WASI_STUB_getrlimit
WASI_STUB int getrlimit(int which, struct rlimit *limit) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_setrlimit
WASI_STUB int setrlimit(int which, const struct rlimit *limit) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_getdtablesize
WASI_STUB int getdtablesize(void) { return 1024; }
#endif
#ifdef WASI_STUB_getloadavg
WASI_STUB int getloadavg(double *loads, int count) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_tzset
WASI_STUB void tzset(void) {}
#endif
#ifdef WASI_STUB_system
WASI_STUB int system(const char *command) { if (!command) return 0; errno = 52; return -1; }
#endif
#ifdef WASI_STUB_ttyname
WASI_STUB char *ttyname(int file) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_issetugid
WASI_STUB int issetugid(void) { return 0; }
#endif
#ifdef WASI_STUB_secure_getenv
char *getenv(const char *);
WASI_STUB char *secure_getenv(const char *name) { return getenv(name); }
#endif
#if defined(WASI_STUB_eaccess) || defined(WASI_STUB_euidaccess)
int access(const char *, int);
#endif
#ifdef WASI_STUB_eaccess
WASI_STUB int eaccess(const char *path, int mode) { return access(path, mode); }
#endif
#ifdef WASI_STUB_euidaccess
WASI_STUB int euidaccess(const char *path, int mode) { return access(path, mode); }
#endif

/* Memory. */
#ifdef WASI_STUB_madvise
#define MADV_NORMAL 0
#define MADV_RANDOM 1
#define MADV_SEQUENTIAL 2
#define MADV_WILLNEED 3
#define MADV_DONTNEED 4
WASI_STUB int madvise(void *start, __SIZE_TYPE__ size, int advice) { return 0; }
#endif
#ifdef WASI_STUB_posix_madvise
WASI_STUB int posix_madvise(void *start, __SIZE_TYPE__ size, int advice) { return 0; }
#endif
#ifdef WASI_STUB_msync
WASI_STUB int msync(void *start, __SIZE_TYPE__ size, int flags) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_mlock
WASI_STUB int mlock(const void *start, __SIZE_TYPE__ size) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_munlock
WASI_STUB int munlock(const void *start, __SIZE_TYPE__ size) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_mlockall
WASI_STUB int mlockall(int flags) WASI_STUB_FAILS(-1)
#endif
#if defined(WASI_STUB_memalign) || defined(WASI_STUB_valloc)
void *aligned_alloc(__SIZE_TYPE__, __SIZE_TYPE__);
#endif
#ifdef WASI_STUB_memalign
WASI_STUB void *memalign(__SIZE_TYPE__ alignment, __SIZE_TYPE__ size) { return aligned_alloc(alignment, size); }
#endif
#ifdef WASI_STUB_valloc
WASI_STUB void *valloc(__SIZE_TYPE__ size) { return aligned_alloc(65536, size); }
#endif
#ifdef WASI_STUB_malloc_trim
WASI_STUB int malloc_trim(__SIZE_TYPE__ keep) { return 0; }
#endif
#ifdef WASI_STUB_mallopt
WASI_STUB int mallopt(int parameter, int value) { return 0; }
#endif
#ifdef WASI_STUB_backtrace
WASI_STUB int backtrace(void **frames, int size) { return 0; }
#endif
#ifdef WASI_STUB_backtrace_symbols
WASI_STUB char **backtrace_symbols(void *const *frames, int size) WASI_STUB_FAILS(0)
#endif
#ifdef WASI_STUB_backtrace_symbols_fd
WASI_STUB void backtrace_symbols_fd(void *const *frames, int size, int file) {}
#endif
#ifdef WASI_STUB_malloc_usable_size
__SIZE_TYPE__ malloc_usable_size(void *);
#endif
#ifdef WASI_STUB_qsort_r
/* wasi-libc has it, and does not declare it. */
void qsort_r(void *, __SIZE_TYPE__, __SIZE_TYPE__, int (*)(const void *, const void *, void *), void *);
#endif

/* Signals: only raise() sends one. */
#if defined(WASI_STUB_sigaction) || defined(WASI_STUB_sigemptyset) || defined(WASI_STUB_sigfillset) || defined(WASI_STUB_sigaddset) \
  || defined(WASI_STUB_sigdelset) || defined(WASI_STUB_sigismember) || defined(WASI_STUB_sigprocmask)
typedef unsigned char sigset_t;
#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2
#endif
#ifdef WASI_STUB_sigaction
#define SA_NOCLDSTOP 1
#define SA_NOCLDWAIT 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000
typedef struct { int si_signo, si_errno, si_code, si_pid, si_status; unsigned si_uid; void *si_addr; } siginfo_t;
struct sigaction {
  union { void (*sa_handler)(int); void (*sa_sigaction)(int, siginfo_t *, void *); };
  sigset_t sa_mask;
  int sa_flags;
  void (*sa_restorer)(void);
};
void (*signal(int, void (*)(int)))(int);
WASI_STUB int sigaction(int number, const struct sigaction *__restrict action, struct sigaction *__restrict before) {
  void (*handler)(int);
  /* A handler of three arguments would be called with one. */
  if (action && action->sa_flags & SA_SIGINFO) WASI_STUB_FAILS(-1)
  handler = signal(number, action ? action->sa_handler : (void (*)(int))0);
  if (handler == (void (*)(int))-1) return -1;
  if (!action) signal(number, handler);
  if (before) { before->sa_handler = handler; before->sa_mask = 0; before->sa_flags = 0; }
  return 0;
}
#endif
#ifdef WASI_STUB_sigemptyset
WASI_STUB int sigemptyset(sigset_t *set) { *set = 0; return 0; }
#endif
#ifdef WASI_STUB_sigfillset
WASI_STUB int sigfillset(sigset_t *set) { *set = 0; return 0; }
#endif
#ifdef WASI_STUB_sigaddset
WASI_STUB int sigaddset(sigset_t *set, int number) { return 0; }
#endif
#ifdef WASI_STUB_sigdelset
WASI_STUB int sigdelset(sigset_t *set, int number) { return 0; }
#endif
#ifdef WASI_STUB_sigismember
WASI_STUB int sigismember(const sigset_t *set, int number) { return 0; }
#endif
#ifdef WASI_STUB_sigprocmask
WASI_STUB int sigprocmask(int how, const sigset_t *__restrict set, sigset_t *__restrict before) { if (before) *before = 0; return 0; }
#endif
#ifdef WASI_STUB_siginterrupt
WASI_STUB int siginterrupt(int number, int flag) { return 0; }
#endif
#ifdef WASI_STUB_kill
WASI_STUB int kill(int process, int number) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_alarm
WASI_STUB unsigned alarm(unsigned seconds) { return 0; }
#endif
#if defined(WASI_STUB_setitimer) || defined(WASI_STUB_getitimer)
struct itimerval;
#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2
#endif
#ifdef WASI_STUB_setitimer
WASI_STUB int setitimer(int which, const struct itimerval *__restrict value, struct itimerval *__restrict before) WASI_STUB_FAILS(-1)
#endif
#ifdef WASI_STUB_getitimer
WASI_STUB int getitimer(int which, struct itimerval *value) WASI_STUB_FAILS(-1)
#endif

/* Translations: there are none, and each text is its own. */
#ifdef WASI_STUB_gettext
WASI_STUB char *gettext(const char *text) { return (char *)text; }
#endif
#ifdef WASI_STUB_dgettext
WASI_STUB char *dgettext(const char *domain, const char *text) { return (char *)text; }
#endif
#ifdef WASI_STUB_dcgettext
WASI_STUB char *dcgettext(const char *domain, const char *text, int category) { return (char *)text; }
#endif
#ifdef WASI_STUB_ngettext
WASI_STUB char *ngettext(const char *one, const char *many, unsigned long count) { return (char *)(count == 1 ? one : many); }
#endif
#ifdef WASI_STUB_dngettext
WASI_STUB char *dngettext(const char *domain, const char *one, const char *many, unsigned long count) { return (char *)(count == 1 ? one : many); }
#endif
#ifdef WASI_STUB_dcngettext
WASI_STUB char *dcngettext(const char *domain, const char *one, const char *many, unsigned long count, int category) { return (char *)(count == 1 ? one : many); }
#endif
#ifdef WASI_STUB_textdomain
WASI_STUB char *textdomain(const char *domain) { return (char *)(domain ? domain : "messages"); }
#endif
#ifdef WASI_STUB_bindtextdomain
WASI_STUB char *bindtextdomain(const char *domain, const char *folder) { return (char *)folder; }
#endif
#ifdef WASI_STUB_bind_textdomain_codeset
WASI_STUB char *bind_textdomain_codeset(const char *domain, const char *codeset) { return (char *)codeset; }
#endif

/* C++ exceptions: nothing catches one, so that it ends the program, with the name of its type. */
#ifdef WASI_STUB___cxa_throw
void *malloc(__SIZE_TYPE__);
_Noreturn void abort(void);
__PTRDIFF_TYPE__ write(int, const void *, __SIZE_TYPE__);
WASI_STUB void *wasi_stub_allocate(__SIZE_TYPE__ size) __asm__("__cxa_allocate_exception");
WASI_STUB void wasi_stub_free(void *exception) __asm__("__cxa_free_exception");
WASI_STUB _Noreturn void wasi_stub_throw(void *exception, void *type, void (*destructor)(void *)) __asm__("__cxa_throw");
WASI_STUB _Noreturn void wasi_stub_rethrow(void) __asm__("__cxa_rethrow");
WASI_STUB void *wasi_stub_allocate(__SIZE_TYPE__ size) { return malloc(size); }
WASI_STUB void wasi_stub_free(void *exception) {}
WASI_STUB _Noreturn void wasi_stub_throw(void *exception, void *type, void (*destructor)(void *)) {
  /* A std::type_info is a pointer to functions, and one to its name. */
  const char *name = type ? ((const char **)type)[1] : "?";
  write(2, "ended by an exception: ", 23);
  write(2, name, __builtin_strlen(name));
  write(2, "\n", 1);
  abort();
}
WASI_STUB _Noreturn void wasi_stub_rethrow(void) { abort(); }
#endif

/* Messages: err() and its kin print them without the program's name, syslog() drops them. */
#if defined(WASI_STUB_err) || defined(WASI_STUB_errx) || defined(WASI_STUB_warn) || defined(WASI_STUB_warnx)
struct _IO_FILE;
extern struct _IO_FILE *const stderr;
int vfprintf(struct _IO_FILE *__restrict, const char *__restrict, __builtin_va_list);
int fprintf(struct _IO_FILE *__restrict, const char *__restrict, ...);
char *strerror(int);
_Noreturn void exit(int);
#define WASI_STUB_PRINT(end) { \
  const int number = errno; \
  __builtin_va_list values; \
  __builtin_va_start(values, format); \
  if (format) vfprintf(stderr, format, values); \
  __builtin_va_end(values); \
  end; \
}
#define WASI_STUB_WITH_ERROR fprintf(stderr, format ? ": %s\n" : "%s\n", strerror(number))
#define WASI_STUB_WITHOUT_ERROR (void)number, fprintf(stderr, "\n")
#endif
#ifdef WASI_STUB_err
WASI_STUB _Noreturn void err(int code, const char *format, ...) WASI_STUB_PRINT(WASI_STUB_WITH_ERROR; exit(code))
#endif
#ifdef WASI_STUB_errx
WASI_STUB _Noreturn void errx(int code, const char *format, ...) WASI_STUB_PRINT(WASI_STUB_WITHOUT_ERROR; exit(code))
#endif
#ifdef WASI_STUB_warn
WASI_STUB void warn(const char *format, ...) WASI_STUB_PRINT(WASI_STUB_WITH_ERROR)
#endif
#ifdef WASI_STUB_warnx
WASI_STUB void warnx(const char *format, ...) WASI_STUB_PRINT(WASI_STUB_WITHOUT_ERROR)
#endif
#ifdef WASI_STUB_openlog
WASI_STUB void openlog(const char *name, int options, int facility) {}
#endif
#ifdef WASI_STUB_syslog
WASI_STUB void syslog(int priority, const char *format, ...) {}
#endif
#ifdef WASI_STUB_closelog
WASI_STUB void closelog(void) {}
#endif
#ifdef WASI_STUB_setlogmask
WASI_STUB int setlogmask(int mask) { return 0; }
#endif

#ifdef __cplusplus
}
#endif

/* Macros that glibc's headers define before all else, and that programs use for their own headers. */
#ifdef __cplusplus
#define WASI_STUB_BEGIN extern "C" {
#define WASI_STUB_END }
#else
#define WASI_STUB_BEGIN
#define WASI_STUB_END
#endif
#ifdef WASI_STUB___BEGIN_DECLS
#define __BEGIN_DECLS WASI_STUB_BEGIN
#endif
#ifdef WASI_STUB___END_DECLS
#define __END_DECLS WASI_STUB_END
#endif
#ifdef WASI_STUB___THROW
#define __THROW
#endif
#ifdef WASI_STUB___P
#define __P(arguments) arguments
#endif
#ifdef WASI_STUB___CONCAT
#define __CONCAT(one, other) one ## other
#endif
#ifdef WASI_STUB___STRING
#define __STRING(text) #text
#endif
#endif
