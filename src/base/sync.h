// What outlives a loss of power.
#pragma once

#include <filesystem>
#include <optional>

namespace hebb {

struct SyncFailure {
  const char* what;  // could not be done: "open" or "write"
  int error;         // errno
};

// Waits until a file's bytes, or the names in a folder, are on the disk.
std::optional<SyncFailure> sync_to_disk(const std::filesystem::path& path);

}  // namespace hebb
