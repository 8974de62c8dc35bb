#include "engine/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <format>
#include <fstream>
#include <system_error>

#include "base/rename.h"
#include "base/sync.h"
#include "base/system_error.h"
#include "engine/background.h"
#include "store/companion_files.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;

fs::path with_suffix(const fs::path& file, const char* suffix) {
  auto path = file;
  return path += suffix;
}

std::unexpected<Error> failed(const char* what, const fs::path& file, int error) {
  return fail(code_of_errno(error), std::string("cannot ") + what + " the backup " + file.string() + ": " +
                                        std::generic_category().message(error));
}

Result<void> synced(const fs::path& path) {
  const auto failure = sync_to_disk(path);
  return failure ? failed(failure->what, path, failure->error) : Result<void>();
}

// What `VACUUM INTO` writes of a Hebb's database: a copy without a log. One that is worked on has a log, from its first
// opening on. https://www.sqlite.org/fileformat2.html, section 1.3.
bool is_a_backup(const fs::path& file) {
  constexpr std::string_view kFormat("SQLite format 3\0", 16);
  constexpr std::string_view kNoLog("\1\1", 2);
  constexpr std::string_view kApplication = "Hebb";
  std::array<char, 72> begin{};
  std::ifstream(file, std::ios::binary).read(begin.data(), begin.size());
  const std::string_view header(begin.data(), begin.size());
  return header.starts_with(kFormat) && header.substr(18, 2) == kNoLog && header.substr(68, 4) == kApplication;
}

// Of a database that is worked on, or was.
std::vector<fs::path> locks_of(const fs::path& file) {
  std::vector<fs::path> locks{with_suffix(file, ".lock")};
  if (file.filename() == "hebb.db") locks.push_back(file.parent_path() / "hebb.lock");
  std::error_code error;
  std::erase_if(locks, [&](const fs::path& lock) { return !fs::exists(lock, error); });
  return locks;
}

// One that cannot be looked into counts as held.
bool is_held(const fs::path& lock) {
  const int handle = ::open(lock.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_free = handle >= 0 && ::flock(handle, LOCK_SH | LOCK_NB) == 0;
  if (handle >= 0) ::close(handle);
  return !is_free;
}

std::unexpected<Error> not_replaced(const fs::path& file, const std::string& why) {
  return fail(ErrorCode::conflict, std::format("{} {} and is not replaced", file.string(), why));
}

Result<void> put_in_place(const fs::path& part, const fs::path& file, bool overwrite) {
  if (auto whole = synced(part); !whole) return whole;
  const int code = overwrite ? ::rename(part.c_str(), file.c_str()) : rename_to_free(part, file);
  if (code != 0) return failed("name", file, errno);
  return synced(file.parent_path());
}

std::vector<fs::path> files_of(const fs::path& part) {
  std::vector<fs::path> files;
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) files.push_back(with_suffix(part, suffix));
  return files;
}

void remove_part(const fs::path& part) {
  std::error_code ignored;
  for (const fs::path& file : files_of(part)) fs::remove(file, ignored);
}

constexpr std::string_view kName = "hebb-20260305T140000Z.db";  // of an instant, to the second
constexpr auto kRetryAfter = std::chrono::minutes(15);
constexpr auto kLookAtClock = std::chrono::minutes(1);  // it may be set, and a machine may sleep

std::optional<Instant> instant_in(std::string_view name) {
  if (name.size() != kName.size() || !name.starts_with("hebb-") || !name.ends_with("Z.db")) return std::nullopt;
  std::string text(name.substr(5, 16));
  for (const std::size_t at : {13, 11}) text.insert(at, ":");
  for (const std::size_t at : {6, 4}) text.insert(at, "-");
  return parse_rfc3339(text);
}

// Those that can be read: a folder may fail, or go, while it is walked through.
template <class Use>
void for_each_entry(const fs::path& folder, Use use) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    use(entry->path());
  }
}

// What a kill left of a scheduled one, whose name comes never again.
void remove_stale_parts(const fs::path& folder) {
  std::vector<fs::path> stale;
  for_each_entry(folder, [&](const fs::path& file) {
    if (file.extension() == ".part" && instant_in(file.stem().string())) stale.push_back(file);
  });
  for (const fs::path& part : stale) remove_part(part);
}

std::vector<fs::path> superfluous(const BackupPlan& plan, Instant now) {
  auto made = scheduled_backups(plan.folder);
  // Those of the future were made before the clock was set back: older than any other, as far as can be told.
  std::ranges::stable_partition(made, [&](const fs::path& file) { return instant_in(file.filename().string()) > now; });
  made.resize(made.size() - std::min(made.size(), std::max<std::size_t>(1, plan.keep)));
  return made;
}

}  // namespace

Result<void> check_backup_place(const fs::path& file, bool overwrite) {
  std::error_code error;
  if (!file.is_absolute()) return fail(ErrorCode::invalid_argument, "file: give an absolute path");
  if (!fs::is_directory(file.parent_path(), error)) {
    return fail(ErrorCode::not_found, "the folder " + file.parent_path().string() + " does not exist; create it");
  }
  if (is_companion_name(file)) {
    return fail(ErrorCode::conflict, file.string() +
                                         " has the name of a file that is kept beside a database; name "
                                         "another, such as backup.db");
  }
  if (!fs::exists(fs::symlink_status(file, error))) return {};
  if (!overwrite) return fail(ErrorCode::conflict, file.string() + " is there already; --force replaces it");
  const auto locks = locks_of(file);
  const bool has_log = fs::exists(with_suffix(file, "-wal"), error) || fs::exists(with_suffix(file, "-shm"), error);
  if (has_log || std::ranges::any_of(locks, is_held)) return not_replaced(file, "is a database in use");
  if (!fs::is_regular_file(fs::symlink_status(file, error)) || !is_a_backup(file)) {
    return not_replaced(file, "is no backup");
  }
  if (locks.empty()) return {};
  return fail(ErrorCode::conflict, std::format("{} has been worked on as a database and is not replaced; name another "
                                               "file, or remove it and {}",
                                               file.string(), locks.front().string()));
}

Result<BackupFacts> write_backup(const MemoryStore& store, const fs::path& file, bool overwrite, std::stop_token stop,
                                 const GuardUnfinished& guard_unfinished) {
  if (auto place = check_backup_place(file, overwrite); !place) return std::unexpected(place.error());
  const auto part = with_suffix(file, ".part");
  remove_part(part);
  const auto unfinished = guard_unfinished ? guard_unfinished(files_of(part)) : nullptr;
  auto copied = store.copy_to(part, std::move(stop));
  const auto placed = copied ? put_in_place(part, file, overwrite) : Result<void>(std::unexpected(copied.error()));
  if (!placed) {
    remove_part(part);
    return std::unexpected(placed.error());
  }
  copied->file = file;
  return copied;
}

Result<BackupFacts> make_backup(const MemoryStore& store, const fs::path& folder, Instant now, std::stop_token stop) {
  if (folder.empty()) return fail(ErrorCode::invalid_argument, "there is no folder for backups; set HEBB_BACKUP_DIR");
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    fs::create_directories(folder, error);
    if (error) return failed("make the folder of", folder, error.value());
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  remove_stale_parts(folder);
  while (fs::exists(folder / scheduled_backup_name(now), error)) now += std::chrono::seconds(1);
  return write_backup(store, fs::absolute(folder) / scheduled_backup_name(now), false, std::move(stop));
}

std::vector<fs::path> scheduled_backups(const fs::path& folder) {
  std::vector<fs::path> found;
  for_each_entry(folder, [&](const fs::path& file) {
    if (instant_in(file.filename().string())) found.push_back(file);
  });
  std::ranges::sort(found);
  return found;
}

std::string scheduled_backup_name(Instant now) {
  std::string name = "hebb-" + rfc3339(std::chrono::floor<std::chrono::seconds>(now)) + ".db";
  std::erase_if(name, [&, at = 0](char c) mutable { return ++at > 5 && (c == '-' || c == ':'); });
  return name;
}

Instant next_backup(const BackupPlan& plan, Instant now) {
  std::optional<Instant> newest;
  for (const fs::path& made : scheduled_backups(plan.folder)) {
    if (const auto at = instant_in(made.filename().string()); at <= now) newest = at;
  }
  return newest ? *newest + plan.every : now;
}

BackupSchedule::BackupSchedule(BackupPlan plan, std::function<Result<void>(std::stop_token)> back_up, Clock clock)
    : plan_(std::move(plan)),
      back_up_(std::move(back_up)),
      clock_(std::move(clock)),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

BackupSchedule::Status BackupSchedule::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

Result<void> BackupSchedule::make_one(const std::stop_token& stop) {
  if (auto made = back_up_(stop); !made) return made;
  std::error_code error;
  for (const fs::path& old : superfluous(plan_, clock_())) {
    fs::remove(old, error);
    if (error) return failed("remove", old, error.value());
  }
  return {};
}

void BackupSchedule::work(const std::stop_token& stop) {
  Instant not_before{};
  while (!stop.stop_requested()) {
    const Instant now = clock_();
    const auto next = background_or_failed([&, this]() -> Result<Instant> { return next_backup(plan_, now); });
    const Instant due = std::max(next.value_or(now + kLookAtClock), std::min(not_before, now + kRetryAfter));
    if (due <= now) {
      const auto made = background_or_failed([&, this] { return make_one(stop); });
      if (stop.stop_requested()) return;
      std::lock_guard lock(mutex_);
      if (made)
        status_ = {.last_success = clock_()};
      else
        status_.failure = made.error();
      not_before = made ? Instant{} : clock_() + kRetryAfter;
      continue;
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, std::min<Milliseconds>(due - now, kLookAtClock), [] { return false; });
  }
}

}  // namespace hebb
