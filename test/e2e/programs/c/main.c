// Shows that arguments, environment, stdin and a mounted file reach the program.
#include <stdio.h>
#include <stdlib.h>

static void copy(FILE *from) {
  int c;
  while ((c = fgetc(from)) != EOF) putchar(c);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("arg %s\n", argv[i]);
  const char *value = getenv("GREETING");
  printf("env %s\n", value ? value : "-");
  fputs("stdin ", stdout);
  copy(stdin);
  FILE *file = fopen("/data/note.txt", "r");
  fputs("file ", stdout);
  if (file) copy(file);
  return 0;
}
