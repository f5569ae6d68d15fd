// A strict parser: what two programs could read in two ways is refused, because one of them may be a proxy.
// The rules are those of RFC 9112; the numbers name its sections.
#include "http.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

long scan_head(const char *bytes, size_t length, size_t *scanned) {
  for (size_t at = *scanned; at < length; at++) {
    unsigned char byte = bytes[at];
    bool after_cr = at > 0 && bytes[at - 1] == '\r';
    // 2.2: a line ends in CR LF, and neither is anywhere else.
    if ((byte == '\n') != after_cr) return -1;
    if ((byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7f) return -1;
    if (byte == '\n' && at >= 3 && bytes[at - 2] == '\n') {
      *scanned = 0;
      return (long)at + 1;
    }
  }
  *scanned = length;
  return 0;
}

static bool is_token_byte(unsigned char byte) {
  return isalnum(byte) || (byte != 0 && strchr("!#$%&'*+-.^_`|~", byte) != NULL);
}

static size_t token_length(const char *text, const char *end) {
  const char *at = text;
  while (at < end && is_token_byte((unsigned char)*at)) at++;
  return (size_t)(at - text);
}

bool is_text(const char *text, size_t length, const char *other) {
  return length == strlen(other) && memcmp(text, other, length) == 0;
}

static bool is_name(const char *text, size_t length, const char *other) {
  return length == strlen(other) && strncasecmp(text, other, length) == 0;
}

// Whether a list that is separated by commas contains a word.
static bool has_word(const char *list, size_t length, const char *word) {
  for (const char *at = list, *end = list + length; at < end;) {
    while (at < end && (*at == ',' || *at == ' ' || *at == '\t')) at++;
    size_t word_length = token_length(at, end);
    const char *word_end = at + word_length;
    while (word_end < end && (*word_end == ' ' || *word_end == '\t')) word_end++;
    if (is_name(at, word_length, word) && (word_end == end || *word_end == ',')) return true;
    while (at < end && *at != ',') at++;
  }
  return false;
}

// 3: METHOD TARGET HTTP/1.x
static int parse_request_line(const char *line, const char *end, struct request *request) {
  request->method = line;
  request->method_length = token_length(line, end);
  const char *target = line + request->method_length;
  if (request->method_length == 0 || target == end || *target++ != ' ') return 400;
  const char *space = target;
  while (space < end && *space > ' ' && *space < 0x7f) space++;
  if (space == target || end - space != 9 || memcmp(space, " HTTP/", 6) != 0) return 400;
  if (!isdigit((unsigned char)space[6]) || space[7] != '.' || !isdigit((unsigned char)space[8])) return 400;
  if (space[6] != '1') return 505;
  request->http_1_0 = space[8] == '0';
  // 3.2.2: a client may name the whole URL.
  if (space - target > 7 && strncasecmp(target, "http://", 7) == 0) {
    target += 7;
    while (target < space && *target != '/' && *target != '?') target++;
  } else if (*target != '/' && !is_text(target, (size_t)(space - target), "*")) {
    return 400;
  }
  size_t length = (size_t)(space - target);
  const char *query = memchr(target, '?', length);
  request->path = target;
  request->path_length = query ? (size_t)(query - target) : length;
  if (request->path_length == 0) {
    request->path = "/";
    request->path_length = 1;
  }
  return 0;
}

// 6.2: digits. A length that is given twice is refused, even the same.
static int parse_length(const char *value, size_t length, size_t *body_length) {
  size_t sum = 0;
  if (length == 0) return 400;
  for (size_t at = 0; at < length; at++) {
    if (!isdigit((unsigned char)value[at])) return 400;
    // Not one more than the maximum: of a longer number the value does not matter.
    if (sum <= BODY_MAX) sum = sum * 10 + (size_t)(value[at] - '0');
  }
  *body_length = sum;
  return 0;
}

// 3.2: a Host that is none is refused.
static bool is_host(const char *value, size_t length) {
  for (size_t at = 0; at < length; at++)
    if (value[at] <= ' ' || value[at] >= 0x7f || strchr("/\\?#@,\"<>", value[at])) return false;
  return true;
}

int parse_head(const char *head, size_t length, struct request *request) {
  memset(request, 0, sizeof *request);
  const char *end = head + length - 2, *line_end = memchr(head, '\r', length);
  int status = parse_request_line(head, line_end, request);
  if (status != 0) return status;
  bool closes = false, keeps = false, has_length = false, has_coding = false, chunked = false;
  int hosts = 0;
  for (const char *line = line_end + 2; line < end; line = line_end + 2) {
    line_end = memchr(line, '\r', (size_t)(end - line));
    size_t name_length = token_length(line, line_end);
    const char *value = line + name_length;
    // 5.1, 5.2: no space before the colon, and no line that continues another.
    if (name_length == 0 || value == line_end || *value++ != ':') return 400;
    const char *value_end = line_end;
    while (value < value_end && (*value == ' ' || *value == '\t')) value++;
    while (value_end > value && (value_end[-1] == ' ' || value_end[-1] == '\t')) value_end--;
    size_t value_length = (size_t)(value_end - value);
    if (is_name(line, name_length, "Host")) {
      if (hosts++ > 0 || !is_host(value, value_length)) return 400;
    } else if (is_name(line, name_length, "Content-Length")) {
      if (has_length || parse_length(value, value_length, &request->body_length) != 0) return 400;
      has_length = true;
    } else if (is_name(line, name_length, "Transfer-Encoding")) {
      if (has_coding) return 400;
      has_coding = true;
      chunked = is_name(value, value_length, "chunked");
    } else if (is_name(line, name_length, "Connection")) {
      closes = closes || has_word(value, value_length, "close");
      keeps = keeps || has_word(value, value_length, "keep-alive");
    } else if (is_name(line, name_length, "Expect")) {
      if (!is_name(value, value_length, "100-continue")) return 417;
      request->expects_continue = !request->http_1_0;
    }
  }
  if (hosts == 0 && !request->http_1_0) return 400;                         // 3.2
  if (has_coding && (has_length || request->http_1_0)) return 400;          // 6.1, 6.3
  if (has_coding) return chunked ? 411 : 501;                               // 6.3, 6.1
  if (request->body_length > BODY_MAX) return 413;
  request->keep_alive = request->http_1_0 ? keeps && !closes : !closes;     // 9.3
  return 0;
}

static const char *reason(int status) {
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

static char *put(char *to, const char *text) {
  size_t length = strlen(text);
  memcpy(to, text, length);
  return to + length;
}

static char *put_number(char *to, size_t number) {
  char digits[20];
  size_t count = 0;
  do digits[count++] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  while (count > 0) *to++ = digits[--count];
  return to;
}

// Without printf, which takes ten times as long where a runtime interprets the module.
size_t write_head(char head[RESPONSE_HEAD_MAX], const struct response *response, bool keep_alive, bool http_1_0) {
  static char date[40];
  static time_t dated;
  time_t now = time(NULL);
  if (now != dated) {
    struct tm parts;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    dated = now;
  }
  char *at = put(head, "HTTP/1.1 ");
  at = put_number(at, (size_t)response->status);
  at = put(at, reason(response->status));
  at = put(put(at, "\r\nDate: "), date);
  at = put(put(at, "\r\nContent-Type: "), response->type);
  at = put_number(put(at, "\r\nContent-Length: "), response->body_length);
  if (response->allow) at = put(put(at, "\r\nAllow: "), response->allow);
  if (!keep_alive) at = put(at, "\r\nConnection: close");
  else if (http_1_0) at = put(at, "\r\nConnection: keep-alive");
  return (size_t)(put(at, "\r\n\r\n") - head);
}

struct response text_response(int status, const char *text) {
  return (struct response){status, "text/plain; charset=utf-8", text, strlen(text), NULL};
}
