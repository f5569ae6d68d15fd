/* wasi-libc has no execinfo.h: a module sees no frames of its own. The functions are in stubs.h. */
