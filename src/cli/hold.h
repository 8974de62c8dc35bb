// Who owns a data directory: one process at a time, by a lock on hebb.lock; a server says in serve.json how to reach
// it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/error.h"

namespace hebb::cli {

// What `hebb serve` writes to serve.json (mode 0600) beside its database, for commands of the same user.
struct ServeNote {
  std::string host;  // to connect to
  int port = 0;
  std::string token;
  std::int64_t pid = 0;

  std::string text() const;  // JSON
  static std::optional<ServeNote> parse(std::string_view json);
};

std::filesystem::path serve_note_file(const std::filesystem::path& data_dir);
std::optional<ServeNote> read_serve_note(const std::filesystem::path& data_dir);

// The lock on a data directory, given back when destroyed, or by the system when the process ends.
class DataHold {
 public:
  DataHold(DataHold&& other) noexcept;
  DataHold& operator=(DataHold&&) = delete;
  ~DataHold();

  // Nothing when another process holds it. Clears what a dead server left. A directory that cannot be written
  // (read-only medium) is held without a lock, since nobody can change it. Errors: internal (the directory or the lock
  // file cannot be used; names it).
  static Result<std::optional<DataHold>> try_take(const std::filesystem::path& data_dir);

  // For other commands to find; gone again with the hold. Errors: internal, resource_exhausted.
  Result<void> publish(const ServeNote& note);

 private:
  DataHold(int descriptor, std::filesystem::path data_dir);

  int descriptor_;  // -1: held without a lock
  std::filesystem::path data_dir_;
  bool published_ = false;
};

}  // namespace hebb::cli
