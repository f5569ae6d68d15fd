#pragma once

// Serves the connections of a listener, for ever.
void serve(int listener);
