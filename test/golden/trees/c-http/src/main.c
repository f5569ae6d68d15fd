// An HTTP service. PORT and ADDRESS say where it listens: 8080 and 0.0.0.0 unless they are set.
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net.h"
#include "server.h"

static _Noreturn void fail(const char *what, const char *value, const char *why) {
  fprintf(stderr, "error: %s \"", what);
  // Of the value no byte that acts on a terminal.
  for (const char *at = value; *at; at++) fputc(*at >= ' ' && *at <= '~' ? *at : '?', stderr);
  fprintf(stderr, "\": %s\n", why);
#ifdef __wasi__
  // crun with WasmEdge loses exit codes: only a trap makes `podman run` fail.
  __builtin_trap();
#endif
  exit(1);
}

// A number of at most `max`, of digits only; -1 for anything else. Stops behind the byte `end`.
static long number(const char **text, char end, long max) {
  long value = 0;
  const char *at = *text;
  for (; *at >= '0' && *at <= '9' && value <= max; at++) value = value * 10 + (*at - '0');
  if (at == *text || *at != end || value > max) return -1;
  *text = at + 1;
  return value;
}

int main(void) {
  const char *port_text = getenv("PORT"), *address_text = getenv("ADDRESS");
  if (!port_text || !*port_text) port_text = "8080";
  if (!address_text || !*address_text) address_text = "0.0.0.0";
  const char *at = port_text;
  long port = number(&at, '\0', 65535);
  if (port < 1) fail("PORT", port_text, "a number from 1 to 65535 is needed");
  uint8_t address[4];
  at = address_text;
  for (int part = 0; part < 4; part++) {
    // "010" is 8 to some programs and 10 to others.
    bool octal = at[0] == '0' && at[1] >= '0' && at[1] <= '9';
    long value = number(&at, part < 3 ? '.' : '\0', 255);
    if (octal || value < 0) fail("ADDRESS", address_text, "an IPv4 address is needed, such as 0.0.0.0 or 127.0.0.1");
    address[part] = (uint8_t)value;
  }
  int listener = listen_on(address, (uint16_t)port);
  if (listener < 0) {
    char place[80];
    snprintf(place, sizeof place, "%.40s:%ld", address_text, port);
    fail("cannot listen on", place, strerror(errno));
  }
  printf("listening on %s:%ld\n", address_text, port);
  serve(listener);
  fail("cannot wait for connections", "poll", strerror(errno));
}
