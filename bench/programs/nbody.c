/* The outer planets around the sun, with a symplectic step: floating point and square roots. */
#include <math.h>
#include "clock.h"

#define BODIES 5
#define STEPS 500000

static double place[BODIES][3] = {
    {0, 0, 0}, {4.84, -1.16, -0.10}, {8.34, 4.12, -0.40}, {12.89, -15.11, -0.22}, {15.38, -25.92, 0.18}};
static double speed[BODIES][3] = {
    {0, 0, 0}, {0.61, 2.81, -0.02}, {-1.01, 1.82, 0.008}, {1.08, 0.87, -0.01}, {0.98, 0.59, -0.03}};
static const double mass[BODIES] = {39.48, 0.0377, 0.0113, 0.0017, 0.0020};

static void step(double dt) {
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++) {
            double d[3], square = 0;
            for (int k = 0; k < 3; k++) {
                d[k] = place[i][k] - place[j][k];
                square += d[k] * d[k];
            }
            double pull = dt / (square * sqrt(square));
            for (int k = 0; k < 3; k++) {
                speed[i][k] -= d[k] * mass[j] * pull;
                speed[j][k] += d[k] * mass[i] * pull;
            }
        }
    }
    for (int i = 0; i < BODIES; i++)
        for (int k = 0; k < 3; k++) place[i][k] += dt * speed[i][k];
}

int main(void) {
    begin();
    for (int i = 0; i < STEPS; i++) step(0.001);
    end();
    printf("%.6f %.6f %.6f\n", place[1][0], place[1][1], place[1][2]);
    return 0;
}
