// Many connections in one thread: none of them blocks, and poll says which can go on.
#include "server.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "net.h"
#include "routes.hpp"

namespace {

// A request must be read, and its response taken, in this time each: a slow client gives its place to another one.
constexpr int SECONDS_MAX = 15;
// After an error, what a client still sends is read so long: closed at once, it might not see the response.
constexpr int SECONDS_DRAINING = 2;
constexpr std::size_t BUFFER_FIRST = 2 * 1024;
// All buffers together.
constexpr std::size_t MEMORY_MAX = 64 * 1024 * 1024;
constexpr std::size_t LOGGED_MAX = 200;

enum class State { reading, writing, draining, closed };

std::size_t memory = 0;
std::time_t now = 0;

class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) { resize(BUFFER_FIRST); }
  ~Connection() {
    close(descriptor_);
    memory -= in_.size();
  }
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;

  int descriptor() const { return descriptor_; }
  State state() const { return state_; }
  std::time_t deadline() const { return deadline_; }

  // Goes on with what poll found.
  void go_on() {
    if (state_ != State::writing) receive();
    else if (send()) while (take_request() && send());
  }

  void receive();

 private:
  void set_state(State state, int seconds) {
    state_ = state;
    deadline_ = now + seconds;
  }
  bool resize(std::size_t capacity);
  void respond(const Response &response);
  void refuse(int status);
  bool take_request();
  bool send();

  int descriptor_;
  State state_ = State::reading;
  std::time_t deadline_ = now + SECONDS_MAX;
  // What was read is the first `length_` bytes.
  std::string in_;
  std::size_t length_ = 0, scanned_ = 0;
  std::size_t request_length_ = 0;  // the head and the body that are being answered
  std::size_t head_length_ = 0;     // of a request whose body is still to come; 0 before
  Request request_;
  std::string head_;
  iovec out_[2] = {};  // the head and the body of the response, as far as they are not sent
  bool closes_ = false, is_refused_ = false, is_continue_ = false;
};

bool Connection::resize(std::size_t capacity) {
  if (memory - in_.size() + capacity > MEMORY_MAX) return false;
  memory += capacity - in_.size();
  in_.resize(capacity);
  if (capacity == BUFFER_FIRST) in_.shrink_to_fit();
  return true;
}

// METHOD PATH STATUS; a request that is none has hyphens. No byte of them acts on a terminal: parse_head takes none.
void log_line(const Request &request, int status) {
  static std::string line;
  bool parsed = !request.path.empty();
  line.assign(parsed ? request.method : "-").append(" ");
  line.append(parsed ? request.path.substr(0, LOGGED_MAX) : "-").append(" ").append(std::to_string(status)).append("\n");
  std::fwrite(line.data(), 1, line.size(), stdout);
}

// The response is sent when the socket takes it. Nothing of the request moves until then: the body may be a part of it.
void Connection::respond(const Response &response) {
  write_head(head_, response, !closes_, request_.http_1_0);
  out_[0] = {head_.data(), head_.size()};
  bool is_head = std::string_view(in_.data(), length_).substr(0, 5) == "HEAD ";
  out_[1] = {const_cast<char *>(response.body.data()), is_head ? 0 : response.body.size()};
  set_state(State::writing, SECONDS_MAX);
  log_line(request_, response.status);
}

void Connection::refuse(int status) {
  closes_ = is_refused_ = true;
  Response refused;
  refused.status = status;
  refused.body = "refused\n";
  respond(refused);
}

// Answers the request at the beginning of the buffer, where it is complete. Returns whether there is a response.
bool Connection::take_request() {
  std::string_view bytes(in_.data(), length_);
  bool had_head = head_length_ > 0;
  if (!had_head) {
    // RFC 9112, 2.2: empty lines before a request are skipped.
    std::size_t empty = 0;
    while (bytes.substr(empty, 2) == "\r\n") empty += 2;
    // Its first byte may have been there before.
    if (empty > 0) scanned_ = 0;
    std::copy(in_.data() + empty, in_.data() + length_, in_.data());
    bytes = {in_.data(), length_ -= empty};
    long head = scan_head(bytes, scanned_);
    request_ = Request();
    if (head < 0) return refuse(400), true;
    if (static_cast<std::size_t>(head) > HEAD_MAX || (head == 0 && length_ >= HEAD_MAX)) return refuse(431), true;
    if (head == 0) return false;
    if (int status = parse_head(bytes.substr(0, static_cast<std::size_t>(head)), request_)) return refuse(status), true;
    head_length_ = static_cast<std::size_t>(head);
    request_length_ = head_length_ + request_.body_length;
    if (request_.expects_continue && length_ < request_length_) {
      static char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
      out_[0] = {text, sizeof text - 1};
      out_[1].iov_len = 0;
      is_continue_ = true;
      set_state(State::writing, SECONDS_MAX);
      return true;
    }
  }
  if (length_ < request_length_) return false;
  // The buffer may have moved since the head was read, and the request is a part of it.
  if (had_head) parse_head(bytes.substr(0, head_length_), request_);
  request_.body = bytes.substr(head_length_, request_.body_length);
  head_length_ = 0;
  closes_ = !request_.keep_alive;
  respond(answer(request_));
  return true;
}

// Sends what the socket takes. Returns whether all is sent, and the next request can be taken.
bool Connection::send() {
  while (out_[0].iov_len + out_[1].iov_len > 0) {
    ssize_t written = writev(descriptor_, out_, 2);
    if (written < 0 && errno == EAGAIN) return false;
    if (written < 0) return state_ = State::closed, false;
    std::size_t sent = static_cast<std::size_t>(written);
    for (iovec &part : out_) {
      std::size_t taken = std::min(sent, part.iov_len);
      part.iov_base = static_cast<char *>(part.iov_base) + taken;
      part.iov_len -= taken;
      sent -= taken;
    }
  }
  if (is_continue_) {
    is_continue_ = false;
    set_state(State::reading, SECONDS_MAX);
    return true;
  }
  if (is_refused_) {
    shutdown(descriptor_, SHUT_WR);
    set_state(State::draining, SECONDS_DRAINING);
    return false;
  }
  if (closes_) return state_ = State::closed, false;
  std::copy(in_.data() + request_length_, in_.data() + length_, in_.data());
  length_ -= request_length_;
  if (in_.size() > HEAD_MAX && length_ <= BUFFER_FIRST) resize(BUFFER_FIRST);
  set_state(State::reading, SECONDS_MAX);
  return true;
}

void Connection::receive() {
  static char ignored[4096];
  bool draining = state_ == State::draining;
  if (!draining && length_ == in_.size() && !resize(in_.size() * 2)) {
    request_ = Request();
    return refuse(503);
  }
  // Of what follows a body nothing is read yet: only heads are looked for, and they are short.
  std::size_t room = in_.size() - length_;
  if (head_length_ > 0) room = std::min(room, request_length_ - length_);
  ssize_t got = draining ? read(descriptor_, ignored, sizeof ignored) : read(descriptor_, in_.data() + length_, room);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    state_ = State::closed;
    return;
  }
  if (draining) return;
  // The time for a request begins with its first byte.
  if (length_ == 0) deadline_ = now + SECONDS_MAX;
  length_ += static_cast<std::size_t>(got);
  // Several requests may have come at once.
  while (take_request() && send());
}

std::vector<std::unique_ptr<Connection>> connections;

// Makes room for a new connection: the one that has waited longest for a request goes.
bool make_room() {
  auto waits_longer = [](const auto &one, const auto &other) {
    if ((one->state() == State::writing) != (other->state() == State::writing)) return other->state() == State::writing;
    return one->deadline() < other->deadline();
  };
  auto oldest = std::min_element(connections.begin(), connections.end(), waits_longer);
  if (oldest == connections.end() || (*oldest)->state() == State::writing) return false;
  connections.erase(oldest);
  return true;
}

void accept_connections(int listener) {
  for (int turn = 0; turn < 64; turn++) {
    int descriptor = accept(listener, nullptr, nullptr);
    if (descriptor < 0) {
      if (errno == EMFILE || errno == ENFILE) make_room();
      return;
    }
    bool is_full = connections.size() == CONNECTIONS_MAX || memory + BUFFER_FIRST > MEMORY_MAX;
    if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0 || (is_full && !make_room())) {
      close(descriptor);
      continue;
    }
    connections.push_back(std::make_unique<Connection>(descriptor));
    // Its request is often there already.
    connections.back()->receive();
    if (connections.back()->state() == State::closed) connections.pop_back();
  }
}

std::time_t seconds() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

}  // namespace

void serve(int listener) {
  // Place 0 of `polled` is the listener; connection n is at n + 1.
  std::vector<pollfd> polled;
  for (;;) {
    polled.assign(1, {listener, POLLIN, 0});
    for (const auto &one : connections)
      polled.push_back({one->descriptor(), static_cast<short>(one->state() == State::writing ? POLLOUT : POLLIN), 0});
    // A log line waits until there is nothing else to do.
    std::fflush(stdout);
    int count = static_cast<int>(polled.size());
    if (wait_for(polled.data(), count, connections.empty() ? -1 : 1000) < 0 && errno != EINTR) return;
    now = seconds();
    for (std::size_t n = 0; n < connections.size(); n++)
      if (polled[n + 1].revents != 0) connections[n]->go_on();
    connections.erase(std::remove_if(connections.begin(), connections.end(),
                                     [](const auto &one) {
                                       return one->state() == State::closed || now > one->deadline();
                                     }),
                      connections.end());
    if (polled[0].revents != 0) accept_connections(listener);
  }
}
