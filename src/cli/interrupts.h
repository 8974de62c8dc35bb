// Ctrl-C and SIGTERM for commands that are no server. Not for `serve`, whose server listens for signals itself.
#pragma once

namespace hebb::cli {

// A signal ends the process at once with status 130: what was acknowledged is durable, the rest leaves no part behind.
void end_on_signals();
// The first signal is only noted, for the command to stop at the next whole thing; a second one ends at once.
void note_signals();
bool interrupted();

}  // namespace hebb::cli
