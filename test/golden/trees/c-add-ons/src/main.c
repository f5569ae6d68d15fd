// Greets, and shows its arguments.
#include <stdio.h>

static const char greeting[] =
    "\n"
    "      ___________________________\n"
    "     /__________________________/|\n"
    "    |  |  |  |  |  |  |  |  |  | |\n"
    "    |  |  W   A   S   M  |  |  | |\n"
    "    |  |  |  |  |  |  |  |  |  | |\n"
    "    |__|__|__|__|__|__|__|__|__|/\n"
    "Hello from " "My App!" "!\n";

int main(int argc, char **argv) {
  fputs(greeting, stdout);
  // fputs and puts keep the module small: printf would double it.
  puts(argc > 1 ? "Arguments:" : "Arguments: none");
  for (int i = 1; i < argc; i++) {
    fputs("  ", stdout);
    puts(argv[i]);
  }
  return 0;
}
