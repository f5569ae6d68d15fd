// Written by `npm run libc` out of wasi-libc's own headers and libraries; a test compares it with a real one.

/** The functions of POSIX and Linux that wasi-libc does not declare, or does not define, by the header that declares them. */
export const MISSING: Readonly<Record<string, string>> = {
  'aio.h': 'aio_read aio_write aio_error aio_return aio_cancel aio_suspend aio_fsync lio_listio',
  'arpa/nameser.h': 'ns_get16 ns_get32 ns_put16 ns_put32 ns_initparse ns_parserr ns_skiprr ns_name_uncompress',
  'dirent.h': 'readdir_r getdents',
  'dlfcn.h': 'dladdr dlinfo',
  'err.h': 'warn vwarn warnx vwarnx err verr errx verrx',
  'error.h': 'error error_at_line',
  'execinfo.h': 'backtrace backtrace_symbols backtrace_symbols_fd',
  'fcntl.h': 'lockf fallocate name_to_handle_at open_by_handle_at readahead sync_file_range vmsplice splice tee',
  'ftw.h': 'ftw',
  'grp.h':
    'getgrgid getgrnam getgrgid_r getgrnam_r getgrent endgrent setgrent fgetgrent putgrent getgrouplist setgroups initgroups',
  'ifaddrs.h': 'freeifaddrs getifaddrs',
  'libintl.h':
    'textdomain bindtextdomain bind_textdomain_codeset gettext dgettext dcgettext ngettext dngettext dcngettext',
  'link.h': 'dl_iterate_phdr',
  'malloc.h': 'valloc memalign mallinfo mallinfo2 malloc_trim mallopt pvalloc',
  'mntent.h': 'setmntent endmntent getmntent getmntent_r addmntent hasmntopt',
  'mqueue.h':
    'mq_close mq_getattr mq_notify mq_open mq_receive mq_send mq_setattr mq_timedreceive mq_timedsend mq_unlink',
  'net/if.h': 'if_nametoindex if_indextoname if_nameindex if_freenameindex',
  'netdb.h':
    'getaddrinfo freeaddrinfo getnameinfo gai_strerror sethostent endhostent gethostent setnetent endnetent getnetent getnetbyaddr getnetbyname setservent endservent getservent getservbyname getservbyport setprotoent endprotoent getprotoent getprotobyname getprotobynumber gethostbyname gethostbyaddr herror hstrerror gethostbyname_r gethostbyname2_r gethostbyname2 gethostbyaddr_r getservbyport_r getservbyname_r',
  'netinet/ether.h': 'ether_ntoa ether_aton ether_ntoa_r ether_aton_r ether_line ether_ntohost ether_hostton',
  'poll.h': 'ppoll',
  'pthread.h':
    'pthread_exit pthread_cancel pthread_getschedparam pthread_setschedparam pthread_setschedprio pthread_mutex_setprioceiling pthread_attr_getscope pthread_attr_setscope pthread_attr_getschedpolicy pthread_attr_setschedpolicy pthread_attr_getschedparam pthread_attr_setschedparam pthread_attr_getinheritsched pthread_attr_setinheritsched pthread_mutexattr_getprioceiling pthread_mutexattr_setprioceiling pthread_atfork pthread_getconcurrency pthread_setconcurrency pthread_getcpuclockid pthread_getaffinity_np pthread_setaffinity_np pthread_setname_np pthread_getname_np pthread_getattr_default_np pthread_setattr_default_np',
  'pty.h': 'openpty forkpty',
  'pwd.h': 'setpwent endpwent getpwent getpwuid getpwnam getpwuid_r getpwnam_r fgetpwent putpwent',
  'resolv.h': 'res_init res_query res_querydomain res_search res_mkquery res_send dn_comp dn_expand dn_skipname',
  'sched.h':
    'sched_get_priority_max sched_get_priority_min sched_getparam sched_getscheduler sched_rr_get_interval sched_setparam sched_setscheduler clone unshare setns sched_getcpu sched_getaffinity sched_setaffinity',
  'semaphore.h':
    'sem_close sem_destroy sem_getvalue sem_init sem_open sem_post sem_timedwait sem_trywait sem_unlink sem_wait',
  'setjmp.h': 'siglongjmp longjmp setjmp _setjmp sigsetjmp',
  'shadow.h': 'setspent endspent getspent fgetspent sgetspent putspent getspnam getspnam_r lckpwdf ulckpwdf',
  'signal.h':
    'kill sigemptyset sigfillset sigaddset sigdelset sigismember sigprocmask sigsuspend sigaction sigpending sigwait sigwaitinfo sigtimedwait sigqueue pthread_sigmask pthread_kill psiginfo killpg sigaltstack sighold sigignore siginterrupt sigpause sigrelse sigisemptyset sigorset sigandset',
  'spawn.h':
    'posix_spawn posix_spawnp posix_spawnattr_init posix_spawnattr_destroy posix_spawnattr_setflags posix_spawnattr_getflags posix_spawnattr_setpgroup posix_spawnattr_getpgroup posix_spawnattr_setsigmask posix_spawnattr_getsigmask posix_spawnattr_setsigdefault posix_spawnattr_getsigdefault posix_spawnattr_setschedparam posix_spawnattr_getschedparam posix_spawnattr_setschedpolicy posix_spawnattr_getschedpolicy posix_spawn_file_actions_init posix_spawn_file_actions_destroy posix_spawn_file_actions_addopen posix_spawn_file_actions_addclose posix_spawn_file_actions_adddup2 posix_spawn_file_actions_addchdir_np posix_spawn_file_actions_addfchdir_np',
  'stdio.h': 'gets tmpnam tmpfile popen pclose flockfile ftrylockfile funlockfile ctermid tempnam cuserid',
  'stdlib.h':
    'system mkstemp mkostemp mkdtemp posix_openpt grantpt unlockpt ptsname mktemp mkstemps mkostemps getloadavg qsort_r ptsname_r secure_getenv canonicalize_file_name',
  'stropts.h': 'isastream',
  'sys/acct.h': 'acct',
  'sys/auxv.h': 'getauxval',
  'sys/cachectl.h': 'cachectl cacheflush',
  'sys/epoll.h': 'epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait',
  'sys/eventfd.h': 'eventfd eventfd_read eventfd_write',
  'sys/fanotify.h': 'fanotify_init fanotify_mark',
  'sys/file.h': 'flock',
  'sys/fsuid.h': 'setfsuid setfsgid',
  'sys/inotify.h': 'inotify_init inotify_init1 inotify_add_watch inotify_rm_watch',
  'sys/io.h': 'iopl ioperm',
  'sys/ipc.h': 'ftok',
  'sys/klog.h': 'klogctl',
  'sys/membarrier.h': 'membarrier',
  'sys/mman.h':
    'msync posix_madvise mlock munlock mlockall munlockall mremap remap_file_pages memfd_create mlock2 madvise mincore shm_open shm_unlink',
  'sys/mount.h': 'mount umount umount2',
  'sys/msg.h': 'msgctl msgget msgrcv msgsnd',
  'sys/personality.h': 'personality',
  'sys/prctl.h': 'prctl',
  'sys/ptrace.h': 'ptrace',
  'sys/quota.h': 'quotactl',
  'sys/random.h': 'getrandom',
  'sys/reboot.h': 'reboot',
  'sys/resource.h': 'getrlimit setrlimit getpriority setpriority prlimit',
  'sys/sem.h': 'semctl semget semop semtimedop',
  'sys/sendfile.h': 'sendfile',
  'sys/shm.h': 'shmat shmctl shmdt shmget',
  'sys/signalfd.h': 'signalfd',
  'sys/socket.h':
    'sendmmsg recvmmsg socket socketpair bind connect listen getsockname getpeername sendto recvfrom sendmsg recvmsg setsockopt sockatmark',
  'sys/stat.h': 'umask mkfifo mkfifoat mknod mknodat lchmod',
  'sys/statfs.h': 'statfs fstatfs',
  'sys/swap.h': 'swapon swapoff',
  'sys/sysinfo.h': 'sysinfo',
  'sys/time.h': 'getitimer setitimer futimes lutimes settimeofday adjtime',
  'sys/timerfd.h': 'timerfd_create timerfd_settime timerfd_gettime',
  'sys/timex.h': 'adjtimex clock_adjtime',
  'sys/uio.h': 'process_vm_writev process_vm_readv',
  'sys/wait.h': 'wait waitpid waitid wait3 wait4',
  'sys/xattr.h':
    'getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr',
  'syslog.h': 'closelog openlog setlogmask syslog vsyslog',
  'termios.h':
    'cfgetospeed cfgetispeed cfsetospeed cfsetispeed tcgetattr tcsetattr tcgetwinsize tcsetwinsize tcsendbreak tcdrain tcflush tcflow tcgetsid cfmakeraw cfsetspeed',
  'threads.h':
    'thrd_create thrd_exit thrd_join thrd_yield call_once mtx_init mtx_destroy mtx_lock mtx_timedlock mtx_trylock mtx_unlock cnd_init cnd_destroy cnd_broadcast cnd_signal cnd_timedwait cnd_wait tss_create tss_delete tss_set',
  'time.h':
    'tzset clock_settime clock_getcpuclockid timer_create timer_delete timer_settime timer_gettime timer_getoverrun stime',
  'ucontext.h': 'getcontext makecontext setcontext swapcontext',
  'ulimit.h': 'ulimit',
  'unistd.h':
    'pipe pipe2 dup dup2 dup3 chown fchown lchown fchownat fchdir alarm pause fork execve execv execle execl execvp execlp fexecve getppid getpgrp getpgid setpgid setsid getsid ttyname ttyname_r tcgetpgrp tcsetpgrp getuid geteuid getgid getegid getgroups setuid seteuid setgid setegid getlogin getlogin_r setreuid setregid nice sync setpgrp ualarm brk vfork vhangup chroot getdtablesize sethostname getdomainname setdomainname getpass daemon setusershell endusershell getusershell syscall execvpe issetugid setresuid setresgid getresuid getresgid get_current_dir_name syncfs euidaccess eaccess copy_file_range gettid',
  'utmp.h': 'endutent getutent getutid getutline pututline setutent updwtmp utmpname login_tty',
  'utmpx.h': 'endutxent getutxent getutxid getutxline pututxline setutxent updwtmpx utmpxname',
  'wordexp.h': 'wordexp wordfree',
};

/** Those that a library of emulations defines: `-lwasi-emulated-NAME`. */
export const EMULATED: Readonly<Record<string, string>> = {
  getpid: 'getpid',
  mman: 'mmap munmap mprotect',
  'process-clocks': 'clock getrusage times',
  signal: 'raise signal bsd_signal psignal strsignal',
};

/** Headers that wasi-libc does not have. */
export const ABSENT_HEADERS =
  'aio.h elf.h grp.h lastlog.h libintl.h link.h mntent.h net/ethernet.h net/if.h net/if_arp.h net/route.h netdb.h netinet/ether.h netinet/if_ether.h paths.h pty.h pwd.h resolv.h shadow.h spawn.h sys/acct.h sys/auxv.h sys/cachectl.h sys/epoll.h sys/fanotify.h sys/fsuid.h sys/inotify.h sys/io.h sys/ipc.h sys/kd.h sys/klog.h sys/membarrier.h sys/mount.h sys/msg.h sys/mtio.h sys/personality.h sys/prctl.h sys/procfs.h sys/ptrace.h sys/quota.h sys/reboot.h sys/sem.h sys/sendfile.h sys/shm.h sys/signalfd.h sys/soundcard.h sys/statfs.h sys/swap.h sys/syslog.h sys/sysmacros.h sys/termios.h sys/timerfd.h sys/ucontext.h sys/user.h sys/vfs.h sys/vt.h sys/wait.h sys/xattr.h syslog.h termios.h ucontext.h ulimit.h utmp.h utmpx.h wait.h wordexp.h error.h execinfo.h sys/cdefs.h';
