#include "base/sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace hebb {

std::optional<SyncFailure> sync_to_disk(const std::filesystem::path& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return SyncFailure{.what = "open", .error = errno};
  const int code = ::fsync(handle);
  const int error = errno;
  ::close(handle);
  return code == 0 ? std::nullopt : std::optional(SyncFailure{.what = "write", .error = error});
}

}  // namespace hebb
