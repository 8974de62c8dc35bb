#include "store/sqlite/put_in_place.h"

#include <fcntl.h>
#include <stdio.h>  // renameat2

#include <cerrno>
#include <format>
#include <system_error>

#include "base/rename.h"
#include "base/sync.h"
#include "base/system_error.h"

namespace hebb::sqlite {
namespace {

namespace fs = std::filesystem;

// Replaces nothing: what is kept aside may be the only one.
void move_aside(const fs::path& from, const fs::path& aside) {
  if (rename_to_free(from, aside) != 0) throw failure_of("move", from, errno);
}

std::string with_log(const fs::path& database, const fs::path& log) {
  std::error_code ignored;
  if (!fs::exists(log, ignored)) return database.string();
  const auto own = with_suffix(database, "-wal");
  if (log == own) return std::format("{} (and its log {})", database.string(), log.string());
  return std::format("{} (its log is {}: move that to {} before you open it)", database.string(), log.string(),
                     own.string());
}

void move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw failure_of("move", from, errno);
}

// After `failure`: `old` is where the database that was there ended, to which its log goes if it can.
[[noreturn]] void tell(const Failure& failure, const Beside& beside, const fs::path& database, const fs::path& old) {
  const auto log = with_suffix(beside.aside, "-wal");
  std::error_code ignored;
  fs::rename(log, with_suffix(old, "-wal"), ignored);
  const auto& [code, why] = failure.error();
  const auto there = with_log(old, log);
  if (old == beside.work) {
    throw Unsettled({code, std::format("{}; {} is the backup now, the database that was there is {}", why,
                                       database.string(), there)});
  }
  if (old == beside.aside) {
    throw Unsettled({code, std::format("{}; {} is missing now: the database that was there is {}, the backup is {}; "
                                       "move one of the two to that name",
                                       why, database.string(), there, beside.work.string())});
  }
  if (there != database) throw Unsettled({code, std::format("{}; the database that was there is {}", why, there)});
  throw failure;
}

// The database's name is never without a file, where the file system can exchange two. After a failure the database
// that was there has its name and its log again, or Unsettled says where they are.
void exchange(const Beside& beside, const fs::path& database) {
  const auto& [work, aside] = beside;
  const auto exchanged = [&] {
    return ::renameat2(AT_FDCWD, work.c_str(), AT_FDCWD, database.c_str(), RENAME_EXCHANGE) == 0;
  };
  const bool at_once = exchanged();
  try {
    move_aside(at_once ? work : database, aside);
    if (!at_once) move(work, database);
  } catch (const Failure& failure) {
    std::error_code ignored;
    const bool back =
        at_once ? exchanged() : fs::exists(database, ignored) || ::rename(aside.c_str(), database.c_str()) == 0;
    if (back) remove_all_of(work);
    tell(failure, beside, database, back ? database : at_once ? work : aside);
  }
}

}  // namespace

fs::path with_suffix(const fs::path& file, const std::string& suffix) {
  auto path = file;
  return path += suffix;
}

Failure failure_of(const char* what, const fs::path& file, int error) {
  return Failure({code_of_errno(error),
                  std::format("cannot {} {}: {}", what, file.string(), std::generic_category().message(error))});
}

std::vector<fs::path> files_of(const fs::path& database) {
  std::vector<fs::path> files;
  for (const char* suffix : {"", "-journal", "-wal", "-shm", ".pre-migration", ".pre-migration-journal"}) {
    files.push_back(with_suffix(database, suffix));
  }
  return files;
}

void remove_all_of(const fs::path& database) {
  std::error_code ignored;
  for (const auto& file : files_of(database)) fs::remove(file, ignored);
}

void sync_path(const fs::path& path) {
  if (const auto failure = sync_to_disk(path)) throw failure_of(failure->what, path, failure->error);
}

void keep_log(const fs::path& database, const fs::path& aside) {
  std::error_code error;
  if (!log_is_empty(database)) fs::rename(with_suffix(database, "-wal"), with_suffix(aside, "-wal"), error);
  if (error) throw failure_of("move", with_suffix(database, "-wal"), error.value());
}

void put_in_place(const Beside& beside, const fs::path& database, bool there) {
  there ? exchange(beside, database) : move(beside.work, database);
  try {
    sync_path(fs::absolute(database).parent_path());
  } catch (const Failure& failure) {
    const auto& [code, why] = failure.error();
    const auto kept = there ? ", the database that was there is " + beside.aside.string() : "";
    throw Unsettled({code, std::format("{} is the backup now{}, but a power failure could undo that: {}; mend that and "
                                       "run `sync`",
                                       database.string(), kept, why)});
  }
}

}  // namespace hebb::sqlite
