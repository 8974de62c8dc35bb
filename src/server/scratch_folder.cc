#include "server/scratch_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <format>
#include <string>
#include <utility>

namespace hebb::server {
namespace {

std::unexpected<Error> cannot(const std::filesystem::path& path, const std::string& why) {
  return fail(ErrorCode::unavailable, std::format("cannot create {}: {}", path.string(), why));
}

}  // namespace

Result<ScratchFolder> ScratchFolder::create(const std::filesystem::path& parent) {
  std::error_code error;
  if (!parent.empty()) {
    const auto path = std::filesystem::absolute(parent) / "http";
    std::filesystem::remove_all(path, error);
    if (!std::filesystem::create_directories(path, error)) return cannot(path, error.message());
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    if (error) return cannot(path, error.message());
    return ScratchFolder(path);
  }
  const auto temporary = std::filesystem::temp_directory_path(error);
  if (error) return cannot("a temporary folder", error.message());
  std::string name = (temporary / "hebb-http-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return cannot(name, std::strerror(errno));
  return ScratchFolder(name);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;  // a leftover is removed at the next start
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace hebb::server
