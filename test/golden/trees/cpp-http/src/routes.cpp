#include "routes.hpp"

static Response text(std::string_view body) {
  Response response;
  response.body = body;
  return response;
}

static Response hello(const Request &) { return text("Hello from " "My App!" "!\n"); }

static Response health(const Request &) { return text("ok\n"); }

// The body that it was sent, as bytes: a type that the client names could make it a page of this site.
static Response echo(const Request &request) {
  Response response = text(request.body);
  response.type = "application/octet-stream";
  return response;
}

static constexpr struct {
  std::string_view path, method;
  Response (*answer)(const Request &);
} routes[] = {
    {"/", "GET", hello},
    {"/healthz", "GET", health},
    {"/echo", "POST", echo},
};

Response answer(const Request &request) {
  // A response to HEAD is that to GET, and the server sends only its head.
  std::string_view method = request.method == "HEAD" ? "GET" : request.method;
  Response refused = text("not found\n");
  refused.status = 404;
  for (const auto &route : routes) {
    if (request.path != route.path) continue;
    if (method == route.method) return route.answer(request);
    refused.status = 405;
    refused.body = "method not allowed\n";
    refused.allow = route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return refused;
}
