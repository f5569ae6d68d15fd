/** Something that a program under WASI preview 1 cannot do, whatever is linked: no stub would help it. */
export interface Impossible {
  id: string;
  /** What the functions are for, as in "uses other processes". */
  what: string;
  /** A clause that says why. */
  why: string;
  functions: string;
  /** Headers that wasi-libc does not have, which are for nothing else. */
  headers: string;
}

/** What cannot be done, by group. */
export const IMPOSSIBLE: readonly Impossible[] = [
  {
    id: 'setjmp',
    what: 'setjmp.h',
    why: "it needs WebAssembly's exception handling, which WasmEdge under crun does not enable",
    functions: 'setjmp _setjmp sigsetjmp longjmp siglongjmp getcontext makecontext setcontext swapcontext',
    headers: 'setjmp.h csetjmp ucontext.h',
  },
  {
    id: 'processes',
    what: 'other processes',
    why: 'WASI preview 1 starts no process',
    functions:
      'fork vfork clone execl execle execlp execv execve execvp execvpe fexecve posix_spawn posix_spawnp popen pclose wait ' +
      'wait3 wait4 waitid waitpid daemon forkpty ptrace pthread_atfork',
    headers: 'spawn.h wait.h sys/ptrace.h',
  },
  {
    id: 'pipes',
    what: 'pipes',
    why: 'WASI preview 1 makes none',
    functions: 'pipe pipe2',
    headers: '',
  },
  {
    id: 'threads',
    what: 'threads',
    why: 'a module of WASI preview 1 has one thread',
    functions:
      'pthread_create pthread_join pthread_detach thrd_create thrd_join thrd_detach sem_init sem_open sem_post sem_wait ' +
      'sem_trywait sem_timedwait sem_destroy sem_close',
    headers: '',
  },
  {
    id: 'sockets',
    what: 'sockets',
    why: 'WASI preview 1 opens no connection and has no names of hosts',
    functions:
      'socket socketpair bind connect listen sendto recvfrom sendmsg recvmsg setsockopt getsockname getpeername getaddrinfo ' +
      'freeaddrinfo getnameinfo gethostbyname gethostbyaddr getservbyname getservbyport getprotobyname getprotobynumber ' +
      'getifaddrs if_nametoindex if_indextoname res_init res_query',
    headers: 'netdb.h resolv.h net/if.h net/if_arp.h net/route.h net/ethernet.h netinet/ether.h netinet/if_ether.h',
  },
  {
    id: 'terminals',
    what: 'settings of a terminal',
    why: 'WASI preview 1 knows whether a stream is a terminal, and no more',
    functions:
      'tcgetattr tcsetattr tcsendbreak tcdrain tcflush tcflow tcgetpgrp tcsetpgrp cfmakeraw cfgetispeed cfgetospeed ' +
      'cfsetispeed cfsetospeed openpty posix_openpt grantpt unlockpt ptsname getpass',
    headers: 'termios.h sys/termios.h pty.h',
  },
  {
    id: 'shared-memory',
    what: 'memory or queues of several processes',
    why: 'WASI preview 1 shares no memory',
    functions:
      'shmget shmat shmdt shmctl shm_open shm_unlink semget semop semctl msgget msgsnd msgrcv msgctl mq_open mq_close ' +
      'mq_send mq_receive mq_unlink ftok',
    headers: 'sys/ipc.h sys/shm.h sys/sem.h sys/msg.h',
  },
  {
    id: 'linux',
    what: 'interfaces of Linux',
    why: 'no other system has them',
    functions:
      'epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait inotify_init inotify_init1 inotify_add_watch ' +
      'inotify_rm_watch eventfd signalfd timerfd_create timerfd_settime timerfd_gettime prctl mount umount umount2 ' +
      'unshare setns sendfile splice tee',
    headers:
      'sys/epoll.h sys/inotify.h sys/signalfd.h sys/timerfd.h sys/prctl.h sys/mount.h sys/sendfile.h sys/fanotify.h',
  },
];
