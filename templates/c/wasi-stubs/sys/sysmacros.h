/* wasi-libc has no sys/sysmacros.h: WASI numbers no devices. */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H

#define major(device) ((unsigned)((device) >> 8))
#define minor(device) ((unsigned)((device) & 255))
#define makedev(major, minor) (((dev_t)(major) << 8) | (minor))
#endif
