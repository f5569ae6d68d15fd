// Greets, and shows its arguments.
#include <cstdio>
#include <string_view>

constexpr std::string_view greeting =
    "\n"
    "      ___________________________\n"
    "     /__________________________/|\n"
    "    |  |  |  |  |  |  |  |  |  | |\n"
    "    |  |  W   A   S   M  |  |  | |\n"
    "    |  |  |  |  |  |  |  |  |  | |\n"
    "    |__|__|__|__|__|__|__|__|__|/\n"
    "Hello from " "My App!" "!\n";

// fwrite keeps the module small: std::cout would make it 225 kB.
void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int main(int argc, char **argv) {
  print(greeting);
  print(argc > 1 ? "Arguments:\n" : "Arguments: none\n");
  for (int i = 1; i < argc; i++) {
    print("  ");
    print(argv[i]);
    print("\n");
  }
  return 0;
}
