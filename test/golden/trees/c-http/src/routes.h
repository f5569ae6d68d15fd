// What the service answers. This is the place for your own routes.
#pragma once
#include "http.h"

struct response answer(const struct request *request);
