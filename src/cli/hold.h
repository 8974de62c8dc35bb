// Who owns a data directory and its database: one process at a time, by locks on hebb.lock and on `.lock` beside the
// database, which may lie elsewhere; a server says beside each (serve.json, `.serve.json`) how to reach it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"

namespace hebb::cli {

// What `hebb serve` writes (mode 0600) beside its locks, for commands of the same user.
struct ServeNote {
  std::string host;  // to connect to
  int port = 0;
  std::string token;
  std::int64_t pid = 0;
  std::string database;            // that it serves, as path_in_note has it; empty in notes of before there was this
  std::size_t max_body_bytes = 0;  // of one request; what is larger goes to it in pieces

  std::string text() const;  // JSON
  static std::optional<ServeNote> parse(std::string_view json);
};

// Absolute, links followed, with U+FFFD for what is not UTF-8.
std::string path_in_note(const std::filesystem::path& path);

std::filesystem::path serve_note_file(const std::filesystem::path& data_dir);
// Of the server that has the data directory, else of the one that has the database from another.
std::optional<ServeNote> read_serve_note(const std::filesystem::path& data_dir,
                                         const std::filesystem::path& database = {});

// The locks on a data directory and a database, given back when destroyed, or by the system when the process ends.
class DataHold {
 public:
  DataHold(DataHold&& other) noexcept;
  DataHold& operator=(DataHold&&) = delete;
  ~DataHold();

  // Nothing when another process holds either. Clears what a dead server left. A directory that cannot be written
  // (read-only medium) is held without a lock, since nobody can change it. Without `database` only the directory is
  // held. Errors: resource_exhausted and internal (the directory or a lock file cannot be used; names it).
  static Result<std::optional<DataHold>> try_take(const std::filesystem::path& data_dir,
                                                  const std::filesystem::path& database = {});

  // Whether `publish` may write: to be asked before a server loads what takes long. Errors: conflict, as below.
  Result<void> may_publish() const;
  // For other commands to find; gone again with the hold. Errors: conflict (a file that is no note has its name),
  // internal, resource_exhausted.
  Result<void> publish(const ServeNote& note);

 private:
  DataHold(int descriptor, std::filesystem::path note);
  bool tells_of_database() const;
  static Result<std::optional<DataHold>> take(const std::filesystem::path& file, const std::filesystem::path& note);

  int descriptor_;              // -1: held without a lock
  std::filesystem::path note_;  // the file for it
  bool published_ = false;
  std::unique_ptr<DataHold> database_;  // the other lock
};

}  // namespace hebb::cli
