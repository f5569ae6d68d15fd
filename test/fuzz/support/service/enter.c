// Compiled in the language of the server: its names on one side, those of driver.c on the other.
#include "net.h"
#ifdef __cplusplus
#include "server.hpp"
extern "C" {
#else
#include "server.h"
#endif

int wait_for_client(struct pollfd *polled, int count, int milliseconds);

void serve_input(void);
void serve_input(void) { serve(3); }

#ifdef __cplusplus
}
#endif

int wait_for(struct pollfd *polled, int count, int milliseconds) {
  return wait_for_client(polled, count, milliseconds);
}
