#include "routes.h"

#include <string.h>

static struct response hello(const struct request *request) {
  (void)request;
  return text_response(200, "Hello from " "My App!" "!\n");
}

static struct response health(const struct request *request) {
  (void)request;
  return text_response(200, "ok\n");
}

// The body that it was sent, as bytes: a type that the client names could make it a page of this site.
static struct response echo(const struct request *request) {
  return (struct response){200, "application/octet-stream", request->body, request->body_length, NULL};
}

static const struct route {
  const char *path, *method;
  struct response (*answer)(const struct request *);
} routes[] = {
    {"/", "GET", hello},
    {"/healthz", "GET", health},
    {"/echo", "POST", echo},
};

struct response answer(const struct request *request) {
  // A response to HEAD is that to GET, and the server sends only its head.
  bool is_head = is_text(request->method, request->method_length, "HEAD");
  const char *allow = NULL;
  for (size_t at = 0; at < sizeof routes / sizeof *routes; at++) {
    const struct route *route = &routes[at];
    if (!is_text(request->path, request->path_length, route->path)) continue;
    if (is_text(is_head ? "GET" : request->method, is_head ? 3 : request->method_length, route->method))
      return route->answer(request);
    allow = strcmp(route->method, "GET") == 0 ? "GET, HEAD" : route->method;
  }
  struct response refused = allow ? text_response(405, "method not allowed\n") : text_response(404, "not found\n");
  refused.allow = allow;
  return refused;
}
