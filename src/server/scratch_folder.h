// A folder for what Drogon creates when it starts (a tree for uploads that we never use), gone when the server is.
// Private to server/.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace hebb::server {

class ScratchFolder {
 public:
  // In `parent`, which is created and in which what a killed server left is removed; or, when that is empty, under a
  // new name in the system's temporary folder. Errors: unavailable (cannot be created).
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
