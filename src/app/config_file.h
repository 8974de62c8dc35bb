// hebb.toml as a flat list of keys and values. Private to app/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace hebb::app {

struct FileEntry {
  std::string key;    // "server.port"
  std::string value;  // of a list: its items, joined by commas
};

// Errors: not_found, invalid_argument (not TOML as far as we use it: sections, key = value, comments, lists).
Result<std::vector<FileEntry>> read_config_file(const std::filesystem::path& file);

}  // namespace hebb::app
