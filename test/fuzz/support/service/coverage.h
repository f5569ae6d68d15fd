// How often each place of the server ran since it was set to 0.
#pragma once
#include <stdint.h>

enum { PLACES = 4096 };
extern uint32_t covered[PLACES];
