#include "cli/sources.h"

#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <format>
#include <memory>

#include "cli/archive.h"
#include "cli/interrupts.h"

namespace hebb::cli {
namespace {

constexpr std::string_view kStandardInput = "-";
constexpr int kLookForSignals = 200;  // milliseconds

std::unexpected<Error> refused(ErrorCode code, const std::string& name, std::string_view why) {
  return fail(code, std::format("{}: {}", name == kStandardInput ? "standard input" : name, why));
}

// Waits for bytes or the end. False: a signal came meanwhile.
bool readable(int descriptor) {
  while (!interrupted()) {
    pollfd waiting{.fd = descriptor, .events = POLLIN};
    if (::poll(&waiting, 1, kLookForSignals) != 0 && !(waiting.revents == 0 && errno == EINTR)) return true;
  }
  return false;
}

Result<std::string> read_all(int descriptor, const std::string& name) {
  std::string bytes;
  std::array<char, 1 << 16> buffer;
  for (;;) {
    if (!readable(descriptor)) return refused(ErrorCode::cancelled, name, "reading was stopped");
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused(ErrorCode::internal, name, std::format("cannot be read: {}", std::strerror(errno)));
    if (got == 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    const bool archive = is_archive(bytes);
    const std::size_t most = archive ? kLargestArchive : kLargestSource;
    if (bytes.size() > most) {
      return refused(ErrorCode::invalid_argument, name,
                     std::format("is larger than {} MiB, more than one {} may be", most >> 20,
                                 archive ? "archive" : "transcript"));
    }
  }
  if (bytes.empty()) return refused(ErrorCode::invalid_argument, name, "is empty");
  return bytes;
}

}  // namespace

Result<std::vector<std::string>> expand_pattern(const std::string& word) {
  std::error_code error;
  if (word == kStandardInput || word.find_first_of("*?[") == std::string::npos ||
      std::filesystem::exists(word, error)) {
    return std::vector{word};
  }
  glob_t found{};
  const int result = ::glob(word.c_str(), 0, nullptr, &found);
  std::vector<std::string> names(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (result != 0 || names.empty()) return refused(ErrorCode::not_found, word, "no file matches this pattern");
  return names;
}

Result<std::string> read_source(const std::string& name) {
  if (name == kStandardInput) return read_all(STDIN_FILENO, name);
  struct stat status{};
  if (::stat(name.c_str(), &status) != 0) {
    return errno == ENOENT ? refused(ErrorCode::not_found, name, "there is no such file")
                           : refused(ErrorCode::internal, name, std::strerror(errno));
  }
  if (S_ISDIR(status.st_mode)) {
    return refused(
        ErrorCode::invalid_argument, name,
        std::format("is a folder; name its files, for example {}/*", name.substr(0, name.find_last_not_of('/') + 1)));
  }
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return refused(ErrorCode::internal, name, std::format("cannot be opened: {}", std::strerror(errno)));
  }
  auto bytes = read_all(descriptor, name);
  ::close(descriptor);
  return bytes;
}

}  // namespace hebb::cli
