// HTTP/1.1 requests and responses, as far as this service needs them. Nothing here reads or writes.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

constexpr std::size_t HEAD_MAX = 8 * 1024, BODY_MAX = 1024 * 1024;

// The texts are parts of the bytes that were read.
struct Request {
  std::string_view method, path, body;
  std::size_t body_length = 0;
  bool http_1_0 = false, keep_alive = false, expects_continue = false;
};

struct Response {
  int status = 200;
  std::string_view type = "text/plain; charset=utf-8";
  std::string_view body;   // a part of the request, or of the program
  std::string_view allow;  // the methods that the path has, with status 405
};

// Looks for the end of a head in what is new since `scanned`. Returns the length of the head, 0 where more must come,
// and -1 at a byte that no head contains.
long scan_head(std::string_view bytes, std::size_t &scanned);

// Parses a whole head. Returns 0, or the status of the error response. The body follows the head.
int parse_head(std::string_view head, Request &request);

// Writes the head of a response.
void write_head(std::string &to, const Response &response, bool keep_alive, bool http_1_0);
