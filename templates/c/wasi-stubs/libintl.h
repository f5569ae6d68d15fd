/* wasi-libc has no libintl.h: there are no translations. The functions are in stubs.h. */
