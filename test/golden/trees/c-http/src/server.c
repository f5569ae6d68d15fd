// Many connections in one thread: none of them blocks, and poll says which can go on.
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "net.h"
#include "routes.h"

enum {
  // A request must be read, and its response taken, in this time each: a slow client gives its place to another one.
  SECONDS_MAX = 15,
  // After an error, what a client still sends is read so long: closed at once, it might not see the response.
  SECONDS_DRAINING = 2,
  BUFFER_FIRST = 2 * 1024,
  // All buffers together.
  MEMORY_MAX = 64 * 1024 * 1024,
  LOGGED_MAX = 200,
};

struct connection {
  enum { READING, WRITING, DRAINING } state;
  time_t deadline;
  char *in;
  size_t capacity, length, scanned;
  size_t request_length;  // the head and the body that are being answered
  size_t head_length;     // of a request whose body is still to come; 0 before
  struct request request;
  char head[RESPONSE_HEAD_MAX];
  struct iovec out[2];    // the head and the body of the response, as far as they are not sent
  bool closes, is_refused, is_continue;
};

// Place 0 of `polled` is the listener; connection n is at n + 1.
static struct connection *connections[CONNECTIONS_MAX];
static struct pollfd polled[CONNECTIONS_MAX + 1];
static int count;
static size_t memory;
static time_t now;

static void set_state(int n, int state, int seconds) {
  connections[n]->state = state;
  connections[n]->deadline = now + seconds;
  polled[n + 1].events = state == WRITING ? POLLOUT : POLLIN;
}

static void close_connection(int n) {
  struct connection *gone = connections[n];
  close(polled[n + 1].fd);
  memory -= gone->capacity;
  free(gone->in);
  free(gone);
  count--;
  connections[n] = connections[count];
  polled[n + 1] = polled[count + 1];
}

static bool resize(struct connection *c, size_t capacity) {
  if (memory - c->capacity + capacity > MEMORY_MAX) return false;
  char *in = realloc(c->in, capacity);
  if (!in) return false;
  memory += capacity - c->capacity;
  c->in = in;
  c->capacity = capacity;
  return true;
}

// METHOD PATH STATUS; a request that is none has hyphens. No byte of them acts on a terminal: parse_head takes none.
static void log_line(const struct request *request, int status) {
  char end[] = " 000\n";
  for (int at = 3; at > 0; at--, status /= 10) end[at] = (char)('0' + status % 10);
  if (request->path) {
    fwrite(request->method, 1, request->method_length, stdout);
    putchar(' ');
    fwrite(request->path, 1, request->path_length < LOGGED_MAX ? request->path_length : LOGGED_MAX, stdout);
  } else {
    fputs("- -", stdout);
  }
  fputs(end, stdout);
}

// The response is sent when the socket takes it. Nothing of the request moves until then: the body may be a part of it.
static void respond(int n, struct response response) {
  struct connection *c = connections[n];
  bool is_head = c->length >= 5 && memcmp(c->in, "HEAD ", 5) == 0;
  size_t length = write_head(c->head, &response, !c->closes, c->request.http_1_0);
  c->out[0] = (struct iovec){c->head, length};
  c->out[1] = (struct iovec){(void *)response.body, is_head ? 0 : response.body_length};
  set_state(n, WRITING, SECONDS_MAX);
  log_line(&c->request, response.status);
}

static void refuse(int n, int status) {
  connections[n]->closes = connections[n]->is_refused = true;
  respond(n, text_response(status, "refused\n"));
}

// Answers the request at the beginning of the buffer, where it is complete. Returns whether there is a response.
static bool take_request(int n) {
  struct connection *c = connections[n];
  bool had_head = c->head_length > 0;
  if (!had_head) {
    // RFC 9112, 2.2: empty lines before a request are skipped.
    size_t empty = 0;
    while (c->length - empty >= 2 && memcmp(c->in + empty, "\r\n", 2) == 0) empty += 2;
    // Its first byte may have been there before.
    if (empty > 0) c->scanned = 0;
    memmove(c->in, c->in + empty, c->length -= empty);
    long head = scan_head(c->in, c->length, &c->scanned);
    memset(&c->request, 0, sizeof c->request);
    if (head < 0) return refuse(n, 400), true;
    if (head > HEAD_MAX || (head == 0 && c->length >= HEAD_MAX)) return refuse(n, 431), true;
    if (head == 0) return false;
    int status = parse_head(c->in, (size_t)head, &c->request);
    if (status != 0) return refuse(n, status), true;
    c->head_length = (size_t)head;
    c->request_length = c->head_length + c->request.body_length;
    if (c->request.expects_continue && c->length < c->request_length) {
      static char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
      c->out[0] = (struct iovec){text, sizeof text - 1};
      c->out[1].iov_len = 0;
      c->is_continue = true;
      set_state(n, WRITING, SECONDS_MAX);
      return true;
    }
  }
  if (c->length < c->request_length) return false;
  // The buffer may have moved since the head was read, and the request is a part of it.
  if (had_head) parse_head(c->in, c->head_length, &c->request);
  c->request.body = c->in + c->head_length;
  c->head_length = 0;
  c->closes = !c->request.keep_alive;
  respond(n, answer(&c->request));
  return true;
}

// Sends what the socket takes. Returns whether all is sent; a connection that is broken is closed.
static bool send_response(int n) {
  struct connection *c = connections[n];
  while (c->out[0].iov_len + c->out[1].iov_len > 0) {
    ssize_t sent = writev(polled[n + 1].fd, c->out, 2);
    if (sent < 0 && errno == EAGAIN) return false;
    if (sent < 0) return close_connection(n), false;
    for (int part = 0; part < 2; part++) {
      size_t taken = (size_t)sent < c->out[part].iov_len ? (size_t)sent : c->out[part].iov_len;
      c->out[part].iov_base = (char *)c->out[part].iov_base + taken;
      c->out[part].iov_len -= taken;
      sent -= (ssize_t)taken;
    }
  }
  if (c->is_continue) {
    c->is_continue = false;
    set_state(n, READING, SECONDS_MAX);
    return true;
  }
  if (c->is_refused) {
    shutdown(polled[n + 1].fd, SHUT_WR);
    set_state(n, DRAINING, SECONDS_DRAINING);
    return false;
  }
  if (c->closes) return close_connection(n), false;
  memmove(c->in, c->in + c->request_length, c->length -= c->request_length);
  if (c->capacity > HEAD_MAX && c->length <= BUFFER_FIRST) resize(c, BUFFER_FIRST);
  set_state(n, READING, SECONDS_MAX);
  return true;
}

static void read_request(int n) {
  struct connection *c = connections[n];
  bool draining = c->state == DRAINING;
  if (!draining && c->length == c->capacity && !resize(c, c->capacity * 2)) {
    c->request = (struct request){0};
    return refuse(n, 503);
  }
  // Of what follows a body nothing is read yet: only heads are looked for, and they are short.
  size_t room = c->capacity - c->length, missing = c->head_length ? c->request_length - c->length : room;
  static char ignored[4096];
  ssize_t got = draining ? read(polled[n + 1].fd, ignored, sizeof ignored)
                         : read(polled[n + 1].fd, c->in + c->length, missing < room ? missing : room);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return close_connection(n);
  if (draining) return;
  // The time for a request begins with its first byte.
  if (c->length == 0) c->deadline = now + SECONDS_MAX;
  c->length += (size_t)got;
  // Several requests may have come at once.
  while (take_request(n) && send_response(n));
}

// Makes room for a new connection: the one that has waited longest for a request goes.
static bool make_room(void) {
  int oldest = -1;
  for (int n = 0; n < count; n++)
    if (connections[n]->state != WRITING && (oldest < 0 || connections[n]->deadline < connections[oldest]->deadline))
      oldest = n;
  if (oldest >= 0) close_connection(oldest);
  return oldest >= 0;
}

static void accept_connections(int listener) {
  for (int turn = 0; turn < 64; turn++) {
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) {
      if (errno == EMFILE || errno == ENFILE) make_room();
      return;
    }
    struct connection *c = calloc(1, sizeof *c);
    if ((count == CONNECTIONS_MAX && !make_room()) || !c || !resize(c, BUFFER_FIRST) ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
      if (c) memory -= c->capacity, free(c->in);
      free(c);
      close(fd);
      continue;
    }
    connections[count] = c;
    polled[count + 1].fd = fd;
    set_state(count++, READING, SECONDS_MAX);
    // Its request is often there already.
    read_request(count - 1);
  }
}

static time_t seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

void serve(int listener) {
  polled[0] = (struct pollfd){.fd = listener, .events = POLLIN};
  for (time_t looked = seconds();;) {
    // A log line waits until there is nothing else to do.
    fflush(stdout);
    if (wait_for(polled, count + 1, count > 0 ? 1000 : -1) < 0 && errno != EINTR) return;
    now = seconds();
    // From the last to the first: a connection that is closed gives its place to the last one.
    for (int n = count - 1; n >= 0; n--) {
      if (polled[n + 1].revents == 0) continue;
      if (connections[n]->state != WRITING) read_request(n);
      else if (send_response(n)) while (take_request(n) && send_response(n));
    }
    if (polled[0].revents != 0) accept_connections(listener);
    if (now == looked) continue;
    looked = now;
    for (int n = count - 1; n >= 0; n--)
      if (now > connections[n]->deadline) close_connection(n);
  }
}
