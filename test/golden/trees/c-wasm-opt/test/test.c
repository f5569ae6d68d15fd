// Tests of the program: `make test` runs them on this machine, the stage test of the Containerfile as WebAssembly.
#include <assert.h>
#include <string.h>

#define main program
#include "../src/main.c"
#undef main

int main(void) {
  assert(strstr(greeting, "Hello from ") != NULL);
  puts("ok");
  return 0;
}
