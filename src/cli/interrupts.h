// Ctrl-C, SIGTERM and SIGHUP for commands that are no server. Not for `serve`, whose server listens for signals itself.
#pragma once

#include <filesystem>
#include <vector>

namespace hebb::cli {

// A signal ends the process at once with status 130: what was acknowledged is durable, the rest leaves no part behind.
// One that is ignored (SIGHUP under nohup) stays so.
void end_on_signals();
// The first signal is only noted, for the command to stop at the next whole thing; a second one ends at once.
void note_signals();
bool interrupted();

// Files that do not outlive a signal which ends the process, whichever that is, but for SIGKILL. One of these at a
// time. Thread safety: confined to the main thread.
class RemovedOnSignal {
 public:
  // Six at most, which may not be there yet.
  explicit RemovedOnSignal(const std::vector<std::filesystem::path>& files);
  ~RemovedOnSignal();  // the files are left as they are
  RemovedOnSignal(const RemovedOnSignal&) = delete;
  RemovedOnSignal& operator=(const RemovedOnSignal&) = delete;
};

}  // namespace hebb::cli
