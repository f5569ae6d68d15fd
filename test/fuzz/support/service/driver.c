// Runs the server of an http template on bytes in memory: the linker gives it the functions below in place of the
// system's (--wrap). One input on stdin is served two times: all bytes at once, then in pieces that its own bytes choose.
// An input is a length and its bytes; a result is five lengths and bytes: what the client received and the log, of both,
// and the counters of coverage.c.
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "coverage.h"

#if defined __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, length) ((void)(start), (void)(length))
#define ASAN_UNPOISON_MEMORY_REGION(start, length) ((void)(start), (void)(length))
#endif

enum { CLIENT = 1000, SECONDS_MAX = 10 };

ssize_t __real_read(int descriptor, void *bytes, size_t length);
int __real_close(int descriptor);

struct buffer {
  char *bytes;
  size_t length, capacity;
};

static struct buffer input, received;
static size_t taken, waits;
static int accepted, open_connections, write_blocks;
// The most bytes that one read or write takes; 0 for all.
static size_t piece_max;
static uint32_t random_state;

static _Noreturn void finding(const char *what) {
  fprintf(stderr, "FINDING: %s\n", what);
  abort();
}

static size_t piece(size_t length) {
  if (piece_max == 0 || length == 0) return length;
  random_state = random_state * 1664525 + 1013904223;
  size_t some = 1 + (random_state >> 8) % piece_max;
  return some < length ? some : length;
}

static void append(struct buffer *buffer, const void *bytes, size_t length) {
  if (buffer->length + length > buffer->capacity) {
    buffer->capacity = 2 * (buffer->length + length);
    buffer->bytes = realloc(buffer->bytes, buffer->capacity);
    if (!buffer->bytes) abort();
  }
  if (length > 0) memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

int __wrap_accept(int listener, void *address, void *length) {
  (void)listener, (void)address, (void)length;
  errno = EAGAIN;
  if (accepted++ > 0) return -1;
  open_connections++;
  return CLIENT;
}

ssize_t __wrap_read(int descriptor, void *bytes, size_t length) {
  if (descriptor != CLIENT) return __real_read(descriptor, bytes, length);
  if (length == 0) finding("a read of no bytes, which looks like the end of the connection");
  size_t left = input.length - taken, got = piece(length < left ? length : left);
  ASAN_UNPOISON_MEMORY_REGION(bytes, length);
  memcpy(bytes, input.bytes + taken, got);
  // What was not received may not be looked at.
  ASAN_POISON_MEMORY_REGION((char *)bytes + got, length - got);
  taken += got;
  return (ssize_t)got;
}

ssize_t __wrap_writev(int descriptor, const struct iovec *parts, int count) {
  if (descriptor != CLIENT) abort();
  size_t sent = 0;
  // Each other write of pieces finds a socket that is full.
  if (piece_max > 0 && write_blocks++ % 2 == 1) {
    errno = EAGAIN;
    return -1;
  }
  for (int at = 0; at < count; at++) {
    size_t some = piece(parts[at].iov_len);
    append(&received, parts[at].iov_base, some);
    sent += some;
    if (some < parts[at].iov_len) break;
  }
  if (sent == 0) finding("a write of no bytes");
  return (ssize_t)sent;
}

int __wrap_close(int descriptor) {
  if (descriptor != CLIENT) return __real_close(descriptor);
  if (open_connections-- != 1) finding("a connection is closed two times");
  return 0;
}

int __wrap_shutdown(int descriptor, int how) { return (void)descriptor, (void)how, 0; }
int __wrap_fcntl(int descriptor, int command, ...) { return (void)descriptor, (void)command, 0; }
int __wrap_fcntl64(int descriptor, int command, ...) { return (void)descriptor, (void)command, 0; }
time_t __wrap_time(time_t *to) { return to ? (*to = 1000000000) : 1000000000; }
int __wrap_clock_gettime(int clock, struct timespec *time) {
  (void)clock;
  *time = (struct timespec){.tv_sec = 1000};
  return 0;
}

// In place of net.c. The first wait brings the client; each later one lets the connection go on, until it is closed.
int wait_for_client(struct pollfd *polled, int count, int milliseconds) {
  (void)milliseconds;
  for (int at = 0; at < count; at++) polled[at].revents = polled[at].events;
  polled[0].revents = accepted ? 0 : POLLIN;
  if (accepted && count == 1) {
    errno = ENOMSG;
    return -1;
  }
  if (++waits > 1000 + 4 * (input.length + received.length)) finding("it waits for ever");
  return count;
}

void serve_input(void);

static struct buffer served(size_t pieces) {
  struct buffer log = {0};
  FILE *old = stdout;
  stdout = open_memstream(&log.bytes, &log.length);
  taken = waits = received.length = 0;
  accepted = write_blocks = 0;
  piece_max = pieces;
  serve_input();
  if (open_connections != 0) finding("a connection stays open");
  fclose(stdout);
  stdout = old;
  return log;
}

static void exactly(void *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t got = __real_read(0, (char *)bytes + at, length - at);
    if (got <= 0) exit(0);
    at += (size_t)got;
  }
}

static void put(const void *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t sent = write(1, (const char *)bytes + at, length - at);
    if (sent <= 0) exit(0);
    at += (size_t)sent;
  }
}

int main(void) {
  for (;;) {
    uint32_t length;
    exactly(&length, sizeof length);
    input.length = 0;
    free(input.bytes);
    // Exactly as long as the input: one byte more is found.
    input = (struct buffer){malloc(length), length, length};
    exactly(input.bytes, length);
    // A hang ends as a signal.
    alarm(SECONDS_MAX);
    random_state = 1;
    for (size_t at = 0; at < length; at++) random_state = random_state * 31 + (unsigned char)input.bytes[at];
    uint32_t size = random_state >> 7;
    memset(covered, 0, sizeof covered);
    struct buffer log = served(0), whole = {0};
    append(&whole, received.bytes, received.length);
    // From single bytes to all that a head may have.
    struct buffer other = served((size_t)1 << size % 14);
    alarm(0);
    uint32_t lengths[] = {(uint32_t)whole.length, (uint32_t)log.length, (uint32_t)received.length, (uint32_t)other.length,
                          sizeof covered};
    put(lengths, sizeof lengths);
    put(whole.bytes, whole.length);
    put(log.bytes, log.length);
    put(received.bytes, received.length);
    put(other.bytes, other.length);
    put(covered, sizeof covered);
    free(whole.bytes);
    free(log.bytes);
    free(other.bytes);
  }
}
