#include "cli/hold.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <iterator>
#include <utility>

#include "cli/json.h"

namespace hebb::cli {
namespace {

std::unexpected<Error> failed(const std::string& what, const std::filesystem::path& where, int error) {
  const auto code = error == ENOSPC || error == EDQUOT ? ErrorCode::resource_exhausted : ErrorCode::internal;
  return fail(code, std::format("cannot {} {}: {}", what, where.string(), std::strerror(error)));
}

}  // namespace

std::string ServeNote::text() const {
  return JsonObject().add("pid", pid).add("host", host).add("port", port).add("token", token).text();
}

std::optional<ServeNote> ServeNote::parse(std::string_view json) {
  const auto parsed = Json::parse(json);
  if (!parsed) return std::nullopt;
  ServeNote note{.host = (*parsed)["host"].text(),
                 .port = static_cast<int>((*parsed)["port"].integer_or(0)),
                 .token = (*parsed)["token"].text(),
                 .pid = (*parsed)["pid"].integer_or(0)};
  if (note.host.empty() || note.port <= 0 || note.port > 65535) return std::nullopt;
  return note;
}

std::filesystem::path serve_note_file(const std::filesystem::path& data_dir) {
  return data_dir / "serve.json";
}

std::optional<ServeNote> read_serve_note(const std::filesystem::path& data_dir) {
  std::ifstream file(serve_note_file(data_dir), std::ios::binary);
  if (!file) return std::nullopt;
  return ServeNote::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

DataHold::DataHold(int descriptor, std::filesystem::path data_dir)
    : descriptor_(descriptor), data_dir_(std::move(data_dir)) {}

DataHold::DataHold(DataHold&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      data_dir_(std::move(other.data_dir_)),
      published_(std::exchange(other.published_, false)) {}

DataHold::~DataHold() {
  std::error_code ignored;  // what stays behind is cleared by the next who takes the hold
  if (published_) std::filesystem::remove(serve_note_file(data_dir_), ignored);
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::optional<DataHold>> DataHold::try_take(const std::filesystem::path& data_dir) {
  const auto file = data_dir / "hebb.lock";
  int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0 && (errno == EACCES || errno == EROFS || errno == EPERM)) {
    descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::optional(DataHold(-1, data_dir));
  }
  if (descriptor < 0) return failed("open", file, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(descriptor);
    if (error == EWOULDBLOCK) return std::nullopt;
    return failed("lock", file, error);
  }
  std::error_code ignored;
  std::filesystem::remove(serve_note_file(data_dir), ignored);
  return std::optional(DataHold(descriptor, data_dir));
}

Result<void> DataHold::publish(const ServeNote& note) {
  const auto file = serve_note_file(data_dir_);
  const auto fresh = data_dir_ / "serve.json.new";
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed("write", fresh, errno);
  const std::string text = note.text() + "\n";
  const ssize_t written = ::write(descriptor, text.data(), text.size());
  const int error = errno;
  ::close(descriptor);
  if (written != static_cast<ssize_t>(text.size())) return failed("write", fresh, written < 0 ? error : ENOSPC);
  if (::rename(fresh.c_str(), file.c_str()) != 0) return failed("write", file, errno);
  published_ = true;
  return {};
}

}  // namespace hebb::cli
