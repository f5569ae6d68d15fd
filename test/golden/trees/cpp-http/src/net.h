// The two things that WASI preview 1 has no sockets for, or not enough: to listen, and to wait for many descriptors.
#pragma once
#include <poll.h>
#include <stdint.h>

enum { CONNECTIONS_MAX = 1024 };

// Listens, without blocking. Returns the descriptor, or -1 with errno.
int listen_on(const uint8_t address[4], uint16_t port);

// As poll(2), for up to CONNECTIONS_MAX + 1 descriptors.
int wait_for(struct pollfd *polled, int count, int milliseconds);
