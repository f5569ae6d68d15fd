/* wasi-libc has no grp.h: WASI knows no groups. The functions are in stubs.h. */
#ifndef _GRP_H
#define _GRP_H
#include <sys/types.h>

struct group {
  char *gr_name;
  char *gr_passwd;
  gid_t gr_gid;
  char **gr_mem;
};
#endif
