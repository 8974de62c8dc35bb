#include "embed/quiet_stderr.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace hebb {
namespace {

std::mutex& process_wide() {
  static std::mutex mutex;  // the descriptor is the process's, so its lock is too
  return mutex;
}

}  // namespace

QuietStderr::QuietStderr(std::string_view noise) : lock_(process_wide()), noise_(noise) {
  std::fflush(stderr);
  real_ = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (real_ < 0) return;  // closed: nothing to quieten
  kept_ = memfd_create("hebb-stderr", MFD_CLOEXEC);
  if (kept_ >= 0) dup2(kept_, STDERR_FILENO);
}

QuietStderr::~QuietStderr() {
  std::fflush(stderr);
  if (kept_ >= 0) {
    dup2(real_, STDERR_FILENO);
    pass_on_the_rest();
    close(kept_);
  }
  if (real_ >= 0) close(real_);
}

void QuietStderr::pass_on_the_rest() const {
  std::string text;
  std::array<char, 16384> block;
  for (ssize_t got; (got = pread(kept_, block.data(), block.size(), static_cast<off_t>(text.size()))) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  for (std::string_view rest = text; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty() || line.starts_with(noise_)) continue;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  }
}

}  // namespace hebb
