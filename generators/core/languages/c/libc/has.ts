// Written by `npm run libc` out of wasi-libc's own headers and libraries; a test compares it with a real one.

/** The functions that wasi-libc has, by the header that declares them. */
export const PRESENT: Readonly<Record<string, string>> = {
  'alloca.h': 'alloca',
  'arpa/inet.h': 'htonl htons ntohl ntohs inet_pton inet_ntop inet_aton',
  'ctype.h':
    'isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper isalnum_l isalpha_l isblank_l iscntrl_l isdigit_l isgraph_l islower_l isprint_l ispunct_l isspace_l isupper_l isxdigit_l tolower_l toupper_l isascii toascii',
  'dirent.h': 'closedir fdopendir opendir readdir rewinddir dirfd alphasort scandir seekdir telldir versionsort',
  'dlfcn.h': 'dlclose dlerror dlopen dlsym',
  'fcntl.h': 'creat fcntl open openat posix_fadvise posix_fallocate',
  'fmtmsg.h': 'fmtmsg',
  'fnmatch.h': 'fnmatch',
  'fts.h': 'fts_children fts_close fts_open fts_read fts_set',
  'ftw.h': 'nftw',
  'getopt.h': 'getopt getopt_long getopt_long_only',
  'glob.h': 'glob globfree',
  'iconv.h': 'iconv_open iconv iconv_close',
  'inttypes.h': 'imaxabs imaxdiv strtoimax strtoumax wcstoimax wcstoumax',
  'langinfo.h': 'nl_langinfo nl_langinfo_l',
  'libgen.h': 'dirname basename',
  'locale.h': 'setlocale localeconv duplocale freelocale newlocale uselocale',
  'malloc.h': 'malloc_usable_size',
  'math.h':
    'acos acosf acosl acosh acoshf acoshl asin asinf asinl asinh asinhf asinhl atan atanf atanl atan2 atan2f atan2l atanh atanhf atanhl cbrt cbrtf cbrtl ceil ceilf ceill copysign copysignf copysignl cos cosf cosl cosh coshf coshl erf erff erfl erfc erfcf erfcl exp expf expl exp2 exp2f exp2l expm1 expm1f expm1l fabs fabsf fabsl fdim fdimf fdiml floor floorf floorl fma fmaf fmal fmax fmaxf fmaxl fmin fminf fminl fmod fmodf fmodl frexp frexpf frexpl hypot hypotf hypotl ilogb ilogbf ilogbl ldexp ldexpf ldexpl lgamma lgammaf lgammal llrint llrintf llrintl llround llroundf llroundl log logf logl log10 log10f log10l log1p log1pf log1pl log2 log2f log2l logb logbf logbl lrint lrintf lrintl lround lroundf lroundl modf modff modfl nan nanf nanl nearbyint nearbyintf nearbyintl nextafter nextafterf nextafterl nexttoward nexttowardf nexttowardl pow powf powl remainder remainderf remainderl remquo remquof remquol rint rintf rintl round roundf roundl scalbln scalblnf scalblnl scalbn scalbnf scalbnl sin sinf sinl sinh sinhf sinhl sqrt sqrtf sqrtl tan tanf tanl tanh tanhf tanhl tgamma tgammaf tgammal trunc truncf truncl j0 j1 jn y0 y1 yn drem dremf finite finitef scalb scalbf significand significandf lgamma_r lgammaf_r j0f j1f jnf y0f y1f ynf lgammal_r sincos sincosf sincosl exp10 exp10f exp10l pow10 pow10f pow10l',
  'monetary.h': 'strfmon strfmon_l',
  'nl_types.h': 'catopen catgets catclose',
  'poll.h': 'poll',
  'regex.h': 'regcomp regexec regfree regerror',
  'sched.h': 'sched_yield',
  'search.h':
    'hcreate hdestroy hsearch hcreate_r hdestroy_r hsearch_r insque remque lsearch lfind tdelete tfind tsearch twalk tdestroy',
  'stdio.h':
    'fopen freopen fclose remove rename feof ferror fflush clearerr fseek ftell rewind fgetpos fsetpos fread fwrite fgetc getc getchar ungetc fputc putc putchar fgets fputs puts printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf scanf fscanf sscanf vscanf vfscanf vsscanf perror setvbuf setbuf fmemopen open_memstream fdopen fileno fseeko ftello dprintf vdprintf getc_unlocked getchar_unlocked putc_unlocked putchar_unlocked getdelim getline renameat setlinebuf setbuffer fgetc_unlocked fputc_unlocked fflush_unlocked fread_unlocked fwrite_unlocked clearerr_unlocked feof_unlocked ferror_unlocked fileno_unlocked getw putw fgetln asprintf vasprintf fgets_unlocked fputs_unlocked fopencookie',
  'stdlib.h':
    'malloc calloc realloc free atoi atol atoll atof strtof strtod strtold strtol strtoul strtoll strtoull rand srand aligned_alloc abort atexit exit at_quick_exit quick_exit getenv bsearch qsort abs labs llabs div ldiv lldiv mblen mbtowc wctomb mbstowcs wcstombs posix_memalign setenv unsetenv getsubopt rand_r realpath random srandom initstate setstate putenv l64a a64l setkey drand48 erand48 lrand48 nrand48 mrand48 jrand48 srand48 seed48 lcong48 clearenv reallocarray ecvt fcvt gcvt strtof_l strtod_l strtold_l',
  'string.h':
    'memset memcpy memcmp memmove memchr strcpy strncpy strcat strncat strcmp strncmp strcoll strxfrm strchr strrchr strcspn strspn strpbrk strstr strtok strlen strerror strtok_r strerror_r stpcpy stpncpy strnlen strdup strndup strerror_l strcoll_l strxfrm_l memccpy strsep strlcat strlcpy explicit_bzero strverscmp strchrnul strcasestr memmem memrchr mempcpy',
  'strings.h': 'bcmp bcopy bzero index rindex ffs ffsl ffsll strcasecmp strncasecmp strcasecmp_l strncasecmp_l',
  'stropts.h': 'ioctl',
  'sys/select.h': 'select pselect',
  'sys/socket.h': 'shutdown accept accept4 send recv getsockopt',
  'sys/stat.h': 'stat fstat lstat fstatat chmod fchmod fchmodat mkdir mkdirat futimens utimensat',
  'sys/statvfs.h': 'statvfs fstatvfs',
  'sys/sysinfo.h': 'get_nprocs_conf get_nprocs get_phys_pages get_avphys_pages',
  'sys/time.h': 'gettimeofday utimes futimesat',
  'sys/timeb.h': 'ftime',
  'sys/uio.h': 'readv writev preadv pwritev',
  'sys/utsname.h': 'uname',
  'time.h':
    'time difftime mktime strftime gmtime localtime asctime ctime timespec_get strftime_l gmtime_r localtime_r asctime_r ctime_r nanosleep clock_getres clock_gettime clock_nanosleep strptime getdate timegm',
  'uchar.h': 'c16rtomb mbrtoc16 c32rtomb mbrtoc32',
  'unistd.h':
    'close posix_close lseek fsync fdatasync read write pread pwrite link linkat symlink symlinkat readlink readlinkat unlink unlinkat rmdir truncate ftruncate access faccessat chdir getcwd sleep isatty pathconf fpathconf sysconf confstr gethostid crypt encrypt swab usleep sbrk getpagesize getentropy',
  'utime.h': 'utime',
  'wchar.h':
    'wcscpy wcsncpy wcscat wcsncat wcscmp wcsncmp wcscoll wcsxfrm wcschr wcsrchr wcscspn wcsspn wcspbrk wcstok wcslen wcsstr wcswcs wmemchr wmemcmp wmemcpy wmemmove wmemset btowc wctob mbsinit mbrtowc wcrtomb mbrlen mbsrtowcs wcsrtombs wcstof wcstod wcstold wcstol wcstoul wcstoll wcstoull fwide wprintf fwprintf swprintf vwprintf vfwprintf vswprintf wscanf fwscanf swscanf vwscanf vfwscanf vswscanf fgetwc getwc getwchar fputwc putwc putwchar fgetws fputws ungetwc wcsftime fgetwc_unlocked getwc_unlocked getwchar_unlocked fputwc_unlocked putwc_unlocked putwchar_unlocked fgetws_unlocked fputws_unlocked wcsftime_l open_wmemstream mbsnrtowcs wcsnrtombs wcsdup wcsnlen wcpcpy wcpncpy wcscasecmp wcscasecmp_l wcsncasecmp wcsncasecmp_l wcscoll_l wcsxfrm_l wcwidth wcswidth iswalnum iswalpha iswblank iswcntrl iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit iswctype towlower towupper wctype',
  'wctype.h':
    'towctrans wctrans iswalnum_l iswalpha_l iswblank_l iswcntrl_l iswdigit_l iswgraph_l iswlower_l iswprint_l iswpunct_l iswspace_l iswupper_l iswxdigit_l iswctype_l towlower_l towupper_l towctrans_l wctrans_l wctype_l',
};
