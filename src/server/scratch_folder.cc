#include "server/scratch_folder.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hebb::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kName = ".hebb-http-XXXXXX";  // for mkdtemp
constexpr std::string_view kBegins = kName.substr(0, kName.find('X'));
constexpr const char* kMark = ".made-by-hebb-serve";  // in a folder of ours; a name and a mode others may have

std::unexpected<Error> cannot(const fs::path& path, const std::string& why) {
  return fail(ErrorCode::unavailable, std::format("cannot create {}: {}", path.string(), why));
}

// By name and by the mark in it; a link is none.
bool is_ours(const fs::path& path) {
  const std::string name = path.filename().string();
  std::error_code error;
  return name.size() == kName.size() && name.starts_with(kBegins) &&
         fs::is_directory(fs::symlink_status(path, error)) &&
         fs::is_regular_file(fs::symlink_status(path / kMark, error));
}

void remove_leftovers(const fs::path& parent) {
  std::vector<fs::path> left;
  std::error_code error;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error)) {
    if (is_ours(entry->path())) left.push_back(entry->path());
  }
  for (const fs::path& path : left) fs::remove_all(path, error);
}

}  // namespace

Result<ScratchFolder> ScratchFolder::create(const fs::path& given) {
  std::error_code error;
  const auto parent = given.empty() ? fs::temp_directory_path(error) : fs::absolute(given, error);
  if (error) return cannot("a temporary folder", error.message());
  if (!given.empty()) {
    fs::create_directories(parent, error);
    if (error) return cannot(parent, error.message());
    remove_leftovers(parent);
  }
  std::string name = (parent / kName).string();
  if (::mkdtemp(name.data()) == nullptr) return cannot(name, std::strerror(errno));
  const std::ofstream mark(fs::path(name) / kMark);  // where it cannot be made, what a kill leaves stays
  return ScratchFolder(name);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // a leftover is removed at the next start
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace hebb::server
