// What the service answers. This is the place for your own routes.
#pragma once
#include "http.hpp"

Response answer(const Request &request);
