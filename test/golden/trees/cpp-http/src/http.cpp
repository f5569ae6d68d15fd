// A strict parser: what two programs could read in two ways is refused, because one of them may be a proxy.
// The rules are those of RFC 9112; the numbers name its sections.
#include "http.hpp"

#include <algorithm>
#include <ctime>

using std::size_t;
using std::string_view;

long scan_head(string_view bytes, size_t &scanned) {
  for (size_t at = scanned; at < bytes.size(); at++) {
    unsigned char byte = static_cast<unsigned char>(bytes[at]);
    bool after_cr = at > 0 && bytes[at - 1] == '\r';
    // 2.2: a line ends in CR LF, and neither is anywhere else.
    if ((byte == '\n') != after_cr) return -1;
    if ((byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7f) return -1;
    if (byte == '\n' && at >= 3 && bytes[at - 2] == '\n') {
      scanned = 0;
      return static_cast<long>(at) + 1;
    }
  }
  scanned = bytes.size();
  return 0;
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; }

static bool is_token_byte(char byte) {
  char letter = lower(byte);
  return (letter >= 'a' && letter <= 'z') || is_digit(byte) || string_view("!#$%&'*+-.^_`|~").find(byte) < 15;
}

// Takes a token off the beginning of a text.
static string_view take_token(string_view &text) {
  string_view token = text.substr(0, static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_token_byte) - text.begin()));
  text.remove_prefix(token.size());
  return token;
}

// Names are the same in any case; `other` is in lower case.
static bool is_name(string_view text, string_view other) {
  return text.size() == other.size() &&
         std::equal(text.begin(), text.end(), other.begin(), [](char a, char b) { return lower(a) == b; });
}

static string_view trim(string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Whether a list that is separated by commas contains a word.
static bool has_word(string_view list, string_view word) {
  while (!list.empty()) {
    size_t comma = std::min(list.find(','), list.size());
    if (is_name(trim(list.substr(0, comma)), word)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// 3: METHOD TARGET HTTP/1.x
static int parse_request_line(string_view line, Request &request) {
  request.method = take_token(line);
  if (request.method.empty() || line.empty() || line.front() != ' ') return 400;
  line.remove_prefix(1);
  size_t length = static_cast<size_t>(
      std::find_if_not(line.begin(), line.end(), [](char byte) { return byte > ' ' && byte < 0x7f; }) - line.begin());
  string_view target = line.substr(0, length), version = line.substr(length);
  if (target.empty() || version.size() != 9 || version.substr(0, 6) != " HTTP/") return 400;
  if (!is_digit(version[6]) || version[7] != '.' || !is_digit(version[8])) return 400;
  if (version[6] != '1') return 505;
  request.http_1_0 = version[8] == '0';
  // 3.2.2: a client may name the whole URL.
  if (target.size() > 7 && is_name(target.substr(0, 7), "http://")) {
    target.remove_prefix(7);
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
  } else if (target.front() != '/' && target != "*") {
    return 400;
  }
  request.path = target.substr(0, target.find('?'));
  if (request.path.empty()) request.path = "/";
  return 0;
}

// 6.2: digits. A length that is given twice is refused, even the same.
static int parse_length(string_view value, size_t &body_length) {
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) return 400;
  body_length = 0;
  for (char digit : value)
    // Not one more than the maximum: of a longer number the value does not matter.
    if (body_length <= BODY_MAX) body_length = body_length * 10 + static_cast<size_t>(digit - '0');
  return 0;
}

// 3.2: a Host that is none is refused.
static bool is_host(string_view value) {
  return std::all_of(value.begin(), value.end(), [](char byte) {
    return byte > ' ' && byte < 0x7f && string_view("/\\?#@,\"<>").find(byte) == string_view::npos;
  });
}

int parse_head(string_view head, Request &request) {
  request = Request();
  // The last line is empty.
  head.remove_suffix(2);
  auto take_line = [&head] {
    size_t end = head.find('\r');
    string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    return line;
  };
  if (int status = parse_request_line(take_line(), request)) return status;
  bool closes = false, keeps = false, has_host = false, has_length = false, has_coding = false, chunked = false;
  while (!head.empty()) {
    string_view value = take_line();
    string_view name = take_token(value);
    // 5.1, 5.2: no space before the colon, and no line that continues another.
    if (name.empty() || value.empty() || value.front() != ':') return 400;
    value = trim(value.substr(1));
    if (is_name(name, "host")) {
      if (has_host || !is_host(value)) return 400;
      has_host = true;
    } else if (is_name(name, "content-length")) {
      if (has_length || parse_length(value, request.body_length) != 0) return 400;
      has_length = true;
    } else if (is_name(name, "transfer-encoding")) {
      if (has_coding) return 400;
      has_coding = true;
      chunked = is_name(value, "chunked");
    } else if (is_name(name, "connection")) {
      closes = closes || has_word(value, "close");
      keeps = keeps || has_word(value, "keep-alive");
    } else if (is_name(name, "expect")) {
      if (!is_name(value, "100-continue")) return 417;
      request.expects_continue = !request.http_1_0;
    }
  }
  if (!has_host && !request.http_1_0) return 400;                           // 3.2
  if (has_coding && (has_length || request.http_1_0)) return 400;           // 6.1, 6.3
  if (has_coding) return chunked ? 411 : 501;                               // 6.3, 6.1
  if (request.body_length > BODY_MAX) return 413;
  request.keep_alive = request.http_1_0 ? keeps && !closes : !closes;       // 9.3
  return 0;
}

static string_view reason(int status) {
  switch (status) {
    case 200: return " OK";
    case 400: return " Bad Request";
    case 404: return " Not Found";
    case 405: return " Method Not Allowed";
    case 411: return " Length Required";
    case 413: return " Content Too Large";
    case 417: return " Expectation Failed";
    case 431: return " Request Header Fields Too Large";
    case 501: return " Not Implemented";
    case 503: return " Service Unavailable";
    case 505: return " HTTP Version Not Supported";
    default: return " ";
  }
}

// Without printf, which takes ten times as long where a runtime interprets the module.
void write_head(std::string &to, const Response &response, bool keep_alive, bool http_1_0) {
  static char date[40];
  static std::time_t dated;
  std::time_t now = std::time(nullptr);
  if (now != dated) {
    std::tm parts;
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    dated = now;
  }
  to.assign("HTTP/1.1 ").append(std::to_string(response.status)).append(reason(response.status));
  to.append("\r\nDate: ").append(date).append("\r\nContent-Type: ").append(response.type);
  to.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
  if (!response.allow.empty()) to.append("\r\nAllow: ").append(response.allow);
  if (!keep_alive) to.append("\r\nConnection: close");
  else if (http_1_0) to.append("\r\nConnection: keep-alive");
  to.append("\r\n\r\n");
}
