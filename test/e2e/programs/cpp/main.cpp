// Shows that arguments, environment, stdin and a mounted file reach the program.
#include <cstdio>
#include <cstdlib>
#include <iostream>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) std::cout << "arg " << argv[i] << '\n';
  const char *value = std::getenv("GREETING");
  std::cout << "env " << (value ? value : "-") << "\nstdin " << std::cin.rdbuf() << "file ";
  // Not <fstream>: the C++ library of Debian's wasm32 packages is built without it.
  if (FILE *file = std::fopen("/data/note.txt", "r"))
    for (int c; (c = std::fgetc(file)) != EOF;) std::cout << static_cast<char>(c);
}
