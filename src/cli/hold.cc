#include "cli/hold.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <format>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/private_file.h"
#include "base/system_error.h"
#include "cli/json.h"
#include "text/placed_words.h"

namespace hebb::cli {
namespace {

constexpr const char* kLockSuffix = ".lock";
constexpr const char* kNoteSuffix = ".serve.json";

// Beside the file itself, by whichever link it is named.
std::filesystem::path beside(const std::filesystem::path& database, const char* suffix) {
  std::error_code error;
  auto file = std::filesystem::weakly_canonical(database, error);
  if (error) file = database;
  return file += suffix;
}

std::optional<std::string> read_text(const std::filesystem::path& name) {
  std::ifstream file(name, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::optional<ServeNote> read_note(const std::filesystem::path& name) {
  const auto text = read_text(name);
  return text ? ServeNote::parse(*text) : std::nullopt;
}

// What a power cut left of a note: notes were not always on the disk before they had their name.
bool is_cut_note(const std::filesystem::path& name) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(name, error))) return false;
  const auto text = read_text(name);
  if (!text) return false;
  return lost_its_text(*text) || (text->starts_with("{\"pid\":") && !Json::parse(*text));
}

// A note of a server, which may have been killed, or what is left of one; no file of somebody else's that has the name.
bool is_ours(const std::filesystem::path& name) {
  return read_note(name) || is_cut_note(name);
}

void clear_note(const std::filesystem::path& name) {
  std::error_code ignored;
  if (is_ours(name)) std::filesystem::remove(name, ignored);
}

std::unexpected<Error> failed(const std::string& what, const std::filesystem::path& where, int error) {
  return fail(code_of_errno(error), std::format("cannot {} {}: {}", what, where.string(), std::strerror(error)));
}

}  // namespace

std::string ServeNote::text() const {
  return JsonObject()
      .add("pid", pid)
      .add("host", host)
      .add("port", port)
      .add("token", token)
      .add("database", database)
      .add("max_body_bytes", static_cast<std::int64_t>(max_body_bytes))
      .text();
}

std::optional<ServeNote> ServeNote::parse(std::string_view json) {
  const auto parsed = Json::parse(json);
  if (!parsed) return std::nullopt;
  ServeNote note{
      .host = (*parsed)["host"].text(),
      .port = static_cast<int>((*parsed)["port"].integer_or(0)),
      .token = (*parsed)["token"].text(),
      .pid = (*parsed)["pid"].integer_or(0),
      .database = (*parsed)["database"].text(),
      .max_body_bytes = static_cast<std::size_t>(std::max<std::int64_t>(0, (*parsed)["max_body_bytes"].integer_or(0)))};
  if (note.host.empty() || note.port <= 0 || note.port > 65535) return std::nullopt;
  // A file of another program may have a host and a port.
  if (!(*parsed)["token"].optional_text() || !(*parsed)["pid"].integer()) return std::nullopt;
  return note;
}

std::string path_in_note(const std::filesystem::path& path) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  const auto canonical = std::filesystem::weakly_canonical(whole, error);
  return valid_utf8((error ? whole : canonical).string());
}

std::filesystem::path serve_note_file(const std::filesystem::path& data_dir) {
  return data_dir / "serve.json";
}

std::optional<ServeNote> read_serve_note(const std::filesystem::path& data_dir, const std::filesystem::path& database) {
  auto note = read_note(serve_note_file(data_dir));
  return note || database.empty() ? note : read_note(beside(database, kNoteSuffix));
}

DataHold::DataHold(int descriptor, std::filesystem::path note) : descriptor_(descriptor), note_(std::move(note)) {}

DataHold::DataHold(DataHold&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      note_(std::move(other.note_)),
      published_(std::exchange(other.published_, false)),
      database_(std::move(other.database_)) {}

DataHold::~DataHold() {
  if (published_) clear_note(note_);  // what stays behind is cleared by the next who takes the hold
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::optional<DataHold>> DataHold::try_take(const std::filesystem::path& data_dir,
                                                   const std::filesystem::path& database) {
  const auto own = data_dir / "hebb.lock";
  auto hold = take(own, serve_note_file(data_dir));
  if (!hold || !*hold || database.empty()) return hold;
  const auto lock = beside(database, kLockSuffix), note = beside(database, kNoteSuffix);
  std::error_code ignored;
  if (std::filesystem::equivalent(own, lock, ignored)) {  // of a database named "hebb" in it: one lock for both
    clear_note(note);
    const int again = ::fcntl((*hold)->descriptor_, F_DUPFD_CLOEXEC, 0);
    (*hold)->database_ = std::make_unique<DataHold>(DataHold(again, note));
    return hold;
  }
  auto other = take(lock, note);
  if (!other) return std::unexpected(other.error());
  if (!*other) return std::nullopt;
  (*hold)->database_ = std::make_unique<DataHold>(std::move(**other));
  return hold;
}

Result<std::optional<DataHold>> DataHold::take(const std::filesystem::path& file, const std::filesystem::path& note) {
  int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0 && (errno == EACCES || errno == EROFS || errno == EPERM)) {
    descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::optional(DataHold(-1, note));
  }
  if (descriptor < 0) return failed("open", file, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(descriptor);
    if (error == EWOULDBLOCK) return std::nullopt;
    return failed("lock", file, error);
  }
  clear_note(note);
  return std::optional(DataHold(descriptor, note));
}

Result<void> DataHold::may_publish() const {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(note_, ignored)) && !is_ours(note_)) {
    return fail(ErrorCode::conflict, std::format("{} is no note of hebb serve and is not replaced; move it away, or "
                                                 "choose another data directory",
                                                 note_.string()));
  }
  return tells_of_database() ? database_->may_publish() : Result<void>();
}

// Whom nothing stops needs no note.
bool DataHold::tells_of_database() const {
  return database_ && database_->descriptor_ >= 0;
}

Result<void> DataHold::publish(const ServeNote& note) {
  if (auto may = may_publish(); !may) return may;
  if (auto written = write_private_file(note_, note.text() + "\n"); !written) return written;
  published_ = true;
  return tells_of_database() ? database_->publish(note) : Result<void>();
}

}  // namespace hebb::cli
