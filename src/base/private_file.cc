#include "base/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>

#include "base/system_error.h"

namespace hebb {
namespace {

std::unexpected<Error> cannot_write(const std::filesystem::path& file, int error) {
  return fail(code_until_mended(error), std::format("cannot write {}: {}", file.string(), std::strerror(error)));
}

}  // namespace

int make_private_file(const std::filesystem::path& file) {
  if (::unlink(file.c_str()) != 0 && errno != ENOENT) return -1;
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool write_whole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool lost_its_text(std::string_view text) {
  return text.find_first_not_of('\0') == std::string_view::npos;
}

Result<void> write_private_file(const std::filesystem::path& file, std::string_view text) {
  auto fresh = file;
  fresh += ".new";
  const int descriptor = make_private_file(fresh);
  if (descriptor < 0) return cannot_write(fresh, errno);
  const bool written = write_whole(descriptor, text) && ::fsync(descriptor) == 0;
  int error = written ? 0 : errno;
  ::close(descriptor);
  const bool placed = written && ::rename(fresh.c_str(), file.c_str()) == 0;
  if (placed) return {};
  if (written) error = errno;
  ::unlink(fresh.c_str());
  return cannot_write(written ? file : fresh, error);
}

}  // namespace hebb
