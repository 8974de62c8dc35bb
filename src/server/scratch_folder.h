// A folder for what Drogon creates when it starts (a tree for uploads that we never use), gone when the server is.
// Private to server/.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace hebb::server {

class ScratchFolder {
 public:
  // `.hebb-http-XXXXXX`, under a name that nobody has and with a mark in it: in `parent`, which is created and in which
  // what a killed server left is removed, by name and mark, and nothing else; or, when that is empty, in the system's
  // temporary folder.
  // Requires: no other server has `parent`. Errors: unavailable (cannot be created).
  static Result<ScratchFolder> create(const std::filesystem::path& parent);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace hebb::server
