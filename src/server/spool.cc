#include "server/spool.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <format>
#include <string>

#include "base/system_error.h"

namespace hebb::server {
namespace {

// Anything but a full disk may pass: want of descriptors or of memory is over with the requests that have them.
std::unexpected<Error> cannot(const std::filesystem::path& folder, int error) {
  const bool full = code_of_errno(error) == ErrorCode::resource_exhausted;
  return fail(full ? ErrorCode::resource_exhausted : ErrorCode::unavailable,
              std::format("cannot keep a large body in {}: {}", folder.string(), std::strerror(error)));
}

// Where the file system has no files without names, one is made and its name removed.
int open_nameless(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return file;
  std::string name = (folder / "reply-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

Result<std::shared_ptr<Spool>> Spool::create(const std::filesystem::path& folder) {
  const int file = open_nameless(folder);
  if (file < 0) return cannot(folder, errno);
  return std::shared_ptr<Spool>(new Spool(file));
}

Result<std::shared_ptr<Spool>> Spool::of(api::BodyParts& parts, const std::filesystem::path& folder,
                                         const Budget& budget) {
  auto spool = create(folder);
  while (spool) {
    if (auto spent = budget.check(); !spent) return std::unexpected(spent.error());
    const auto part = parts();
    if (!part) return std::unexpected(part.error());
    if (!*part) break;
    if (auto kept = (*spool)->append(**part); !kept) return std::unexpected(kept.error());
  }
  return spool;
}

Spool::~Spool() {
  if (map_ != nullptr) ::munmap(map_, size_);
  ::close(file_);
}

Result<void> Spool::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return cannot("the data directory", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<std::string_view> Spool::mapped() {
  if (size_ == 0) return std::string_view();
  if (map_ == nullptr) {
    void* map = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
    if (map == MAP_FAILED) return cannot("the data directory", errno);
    map_ = map;
  }
  return std::string_view(static_cast<const char*>(map_), size_);
}

std::size_t Spool::read(std::uint64_t offset, char* buffer, std::size_t size) const {
  for (;;) {
    const ssize_t got = ::pread(file_, buffer, size, static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return 0;
  }
}

}  // namespace hebb::server
