#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { BACKLOG = 128 };

#ifdef __wasi__
// WasmEdge adds these functions to WASI preview 1: a module that imports them runs on WasmEdge only.
#include <wasi/api.h>
#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))
struct wasi_address {
  const uint8_t *bytes;
  uint32_t length;
};
IMPORT("sock_open") int32_t wasmedge_sock_open(int32_t family, int32_t type, int32_t *descriptor);
IMPORT("sock_setsockopt")
int32_t wasmedge_sock_setsockopt(int32_t descriptor, int32_t level, int32_t name, const int32_t *value, uint32_t length);
IMPORT("sock_bind") int32_t wasmedge_sock_bind(int32_t descriptor, struct wasi_address *address, uint32_t port);
IMPORT("sock_listen") int32_t wasmedge_sock_listen(int32_t descriptor, int32_t backlog);
enum { IPV4 = 1, STREAM = 2, SOCKET_LEVEL = 0, REUSE_ADDRESS = 0 };

static int open_listener(const uint8_t address[4], uint16_t port) {
  int32_t descriptor, yes = 1;
  struct wasi_address bound = {address, 4};
  errno = wasmedge_sock_open(IPV4, STREAM, &descriptor);
  if (errno != 0) return -1;
  // Without it, the port is taken for a minute after a service with open connections ended.
  errno = wasmedge_sock_setsockopt(descriptor, SOCKET_LEVEL, REUSE_ADDRESS, &yes, sizeof yes);
  if (errno == 0) errno = wasmedge_sock_bind(descriptor, &bound, port);
  if (errno == 0) errno = wasmedge_sock_listen(descriptor, BACKLOG);
  return errno == 0 ? descriptor : -1;
}

// wasi-libc's poll() keeps 160 bytes a descriptor on the stack, which has 64 kB.
int wait_for(struct pollfd *polled, int count, int milliseconds) {
  static __wasi_subscription_t subscriptions[CONNECTIONS_MAX + 2];
  static __wasi_event_t events[CONNECTIONS_MAX + 2];
  size_t used = 0, happened = 0;
  for (int at = 0; at < count; at++) {
    polled[at].revents = 0;
    if (polled[at].events == 0) continue;
    __wasi_subscription_t *one = &subscriptions[used++];
    one->userdata = (uint64_t)at;
    one->u.tag = polled[at].events & POLLOUT ? __WASI_EVENTTYPE_FD_WRITE : __WASI_EVENTTYPE_FD_READ;
    one->u.u.fd_read.file_descriptor = polled[at].fd;
  }
  if (milliseconds >= 0) {
    __wasi_subscription_t *one = &subscriptions[used++];
    one->userdata = (uint64_t)count;
    one->u.tag = __WASI_EVENTTYPE_CLOCK;
    one->u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
    one->u.u.clock.timeout = (uint64_t)milliseconds * 1000000;
  }
  errno = __wasi_poll_oneoff(subscriptions, events, used, &happened);
  if (errno != 0) return -1;
  for (size_t at = 0; at < happened; at++) {
    if (events[at].userdata >= (uint64_t)count) continue;
    struct pollfd *one = &polled[events[at].userdata];
    one->revents |= events[at].error ? POLLERR : one->events;
  }
  return (int)happened;
}
#else
// For this machine: the tests, and runs without a container.
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

static int open_listener(const uint8_t address[4], uint16_t port) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  if (descriptor < 0) return -1;
  signal(SIGPIPE, SIG_IGN);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in bound;
  memset(&bound, 0, sizeof bound);
  bound.sin_family = AF_INET;
  bound.sin_port = htons(port);
  memcpy(&bound.sin_addr, address, 4);
  if (bind(descriptor, (struct sockaddr *)&bound, sizeof bound) != 0) return -1;
  return listen(descriptor, BACKLOG) == 0 ? descriptor : -1;
}

int wait_for(struct pollfd *polled, int count, int milliseconds) {
  return poll(polled, (nfds_t)count, milliseconds);
}
#endif

int listen_on(const uint8_t address[4], uint16_t port) {
  int descriptor = open_listener(address, port);
  if (descriptor < 0 || fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) return -1;
  return descriptor;
}
