// Tests of the program: `make test` runs them on this machine, the stage test of the Containerfile as WebAssembly.
#include <cassert>

#define main program
#include "../src/main.cpp"
#undef main

int main() {
  assert(greeting.find("Hello from ") != std::string_view::npos);
  print("ok\n");
  return 0;
}
