// Backups: one file, whole or not there at all; and the making of them by schedule.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "store/backup.h"
#include "store/memory_store.h"

namespace hebb {

// A copy of one consistent state under its final name, durable and readable for its owner alone, while writes go on.
// Until it is complete it has another name (`.part`), which a kill may leave and the next backup there removes;
// `guard_unfinished` is told of it.
// With `overwrite` it takes the place of a backup that is there, but never of a database in use or of another file.
// Errors: invalid_argument (not an absolute path), not_found (no such folder), conflict (there already, or not to be
// overwritten), cancelled, and those of the store.
Result<BackupFacts> write_backup(const MemoryStore& store, const std::filesystem::path& file, bool overwrite,
                                 std::stop_token stop = {}, const GuardUnfinished& guard_unfinished = {});

// Whether `write_backup` may put one there: the first three of its errors.
Result<void> check_backup_place(const std::filesystem::path& file, bool overwrite);

// In `folder`, which is made when it is not there, under a name made of `now` that a schedule knows.
Result<BackupFacts> make_backup(const MemoryStore& store, const std::filesystem::path& folder, Instant now,
                                std::stop_token stop = {});

struct BackupPlan {
  std::filesystem::path folder;  // made when it is not there, for its owner alone
  std::chrono::hours every{0};   // 0: only when asked
  std::size_t keep = 7;          // the newest so many of those made by this schedule; at least 1
};

// Those of `folder` that a schedule made (by their names), oldest first.
std::vector<std::filesystem::path> scheduled_backups(const std::filesystem::path& folder);
std::string scheduled_backup_name(Instant now);
// When the next one is to be made: at once where there is none. One of the future does not count: the clock was set
// back since.
Instant next_backup(const BackupPlan& plan, Instant now);

// Has backups made in a thread of its own for as long as it lives, and removes those beyond the plan's. A failure is
// kept until one succeeds, and is tried again after a quarter of an hour. Thread safety: thread-safe.
class BackupSchedule {
 public:
  using Clock = std::function<Instant()>;
  BackupSchedule(BackupPlan plan, std::function<Result<void>(std::stop_token)> back_up, Clock clock);

  struct Status {
    std::optional<Instant> last_success;  // of this process
    std::optional<Error> failure;         // of the last attempt
  };
  Status status() const;

 private:
  void work(const std::stop_token& stop);
  Result<void> make_one(const std::stop_token& stop);

  const BackupPlan plan_;
  const std::function<Result<void>(std::stop_token)> back_up_;
  const Clock clock_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  Status status_;        // guarded by mutex_
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace hebb
