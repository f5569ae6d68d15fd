/* How many of the points of a square grid stay in the Mandelbrot set: floating point, and branches that go both ways. */
#include "clock.h"

#define SIDE 1000
#define LIMIT 200

int main(void) {
    long inside = 0;
    begin();
    for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
            double cr = 3.0 * column / SIDE - 2.25, ci = 3.0 * row / SIDE - 1.5, r = 0, i = 0;
            int n = 0;
            while (n < LIMIT && r * r + i * i <= 4) {
                double next = r * r - i * i + cr;
                i = 2 * r * i + ci;
                r = next;
                n++;
            }
            inside += n == LIMIT;
        }
    }
    end();
    printf("%ld\n", inside);
    return 0;
}
