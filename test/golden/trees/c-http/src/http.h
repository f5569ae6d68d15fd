// HTTP/1.1 requests and responses, as far as this service needs them. Nothing here reads or writes.
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { HEAD_MAX = 8 * 1024, BODY_MAX = 1024 * 1024, RESPONSE_HEAD_MAX = 512 };

// The texts are parts of the bytes that were read: they have a length, and no NUL at their end.
struct request {
  const char *method, *path, *body;
  size_t method_length, path_length, body_length;
  bool http_1_0, keep_alive, expects_continue;
};

struct response {
  int status;
  const char *type, *body;  // the type and `allow` have at most 100 bytes
  size_t body_length;
  const char *allow;  // the methods that the path has, with status 405
};

// Looks for the end of a head in what is new since *scanned. Returns the length of the head, 0 where more must come,
// and -1 at a byte that no head contains.
long scan_head(const char *bytes, size_t length, size_t *scanned);

// Parses a whole head. Returns 0, or the status of the error response. The body follows the head.
int parse_head(const char *head, size_t length, struct request *request);

// Writes the head of a response. Returns its length.
size_t write_head(char head[RESPONSE_HEAD_MAX], const struct response *response, bool keep_alive, bool http_1_0);

// Whether a text with a length is another one.
bool is_text(const char *text, size_t length, const char *other);

struct response text_response(int status, const char *text);
