// An HTTP service. PORT and ADDRESS say where it listens: 8080 and 0.0.0.0 unless they are set.
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "net.h"
#include "server.hpp"

[[noreturn]] static void fail(std::string_view what, std::string_view value, std::string_view why) {
  std::string line("error: ");
  line.append(what).append(" \"");
  // Of the value no byte that acts on a terminal.
  for (char byte : value) line.push_back(byte >= ' ' && byte <= '~' ? byte : '?');
  line.append("\": ").append(why).append("\n");
  std::fputs(line.c_str(), stderr);
#ifdef __wasi__
  // crun with WasmEdge loses exit codes: only a trap makes `podman run` fail.
  __builtin_trap();
#endif
  std::exit(1);
}

static std::string setting(const char *name, const char *otherwise) {
  const char *value = std::getenv(name);
  return value && *value ? value : otherwise;
}

// A number of digits only.
static std::optional<unsigned> number(std::string_view text, unsigned max) {
  unsigned value = 0;
  const char *end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end || value > max) return std::nullopt;
  return value;
}

int main() {
  std::string port_text = setting("PORT", "8080"), address_text = setting("ADDRESS", "0.0.0.0");
  std::optional<unsigned> port = number(port_text, 65535);
  if (!port || *port == 0) fail("PORT", port_text, "a number from 1 to 65535 is needed");
  std::uint8_t address[4];
  std::string_view rest = address_text;
  for (int part = 0; part < 4; part++) {
    std::size_t end = part < 3 ? rest.find('.') : rest.size();
    std::optional<unsigned> value;
    if (end != std::string_view::npos) value = number(rest.substr(0, end), 255);
    // "010" is 8 to some programs and 10 to others.
    if (end != 1 && !rest.empty() && rest[0] == '0') value.reset();
    if (!value) fail("ADDRESS", address_text, "an IPv4 address is needed, such as 0.0.0.0 or 127.0.0.1");
    address[part] = static_cast<std::uint8_t>(*value);
    if (part < 3) rest.remove_prefix(end + 1);
  }
  int listener = listen_on(address, static_cast<std::uint16_t>(*port));
  std::string place = address_text + ":" + std::to_string(*port);
  if (listener < 0) fail("cannot listen on", place, std::strerror(errno));
  std::printf("listening on %s\n", place.c_str());
  serve(listener);
  fail("cannot wait for connections", "poll", std::strerror(errno));
}
