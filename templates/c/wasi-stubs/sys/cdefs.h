/* wasi-libc has no sys/cdefs.h: it is glibc's and the BSDs'. The macros that programs use are in stubs.h, too. */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#undef __BEGIN_DECLS
#undef __END_DECLS
#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#else
#define __BEGIN_DECLS
#define __END_DECLS
#endif
#undef __THROW
#define __THROW
#undef __P
#define __P(arguments) arguments
#undef __CONCAT
#define __CONCAT(one, other) one ## other
#undef __STRING
#define __STRING(text) #text
#endif
