/* Each program does its work once and prints the result to stdout; how long the loop took, in seconds, to stderr. */
#include <stdio.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double started;
static void begin(void) { started = now(); }
static void end(void) { fprintf(stderr, "%.6f\n", now() - started); }
