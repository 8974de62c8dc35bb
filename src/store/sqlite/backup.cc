#include "store/sqlite/backup.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <optional>
#include <set>
#include <system_error>

#include "base/digest.h"
#include "store/sqlite/check.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/open.h"
#include "store/sqlite/put_in_place.h"
#include "store/sqlite/read.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using sqlite::Beside;
using sqlite::Database;
using sqlite::Failure;
using sqlite::failure_of;
using sqlite::files_of;
using sqlite::remove_all_of;
using sqlite::with_suffix;

// Not the words that a database in use gets, whose mend is to restore a backup.
Failure not_usable(const fs::path& backup, const Error& error) {
  if (error.code != ErrorCode::corruption) return Failure(error);
  return Failure({ErrorCode::corruption,
                  backup.string() + " is damaged or no backup of Hebb; take another one (" + error.message + ")"});
}

constexpr std::uintmax_t kLeastBytes = 512;  // SQLite takes less for a database with nothing in it

void expect_backup_file(const fs::path& backup) {
  std::error_code error;
  const auto status = fs::status(backup, error);
  if (status.type() == fs::file_type::not_found) {
    throw Failure({ErrorCode::not_found, "there is no backup " + backup.string()});
  }
  if (!fs::is_regular_file(status)) {
    throw Failure({ErrorCode::invalid_argument, backup.string() + " is not a file"});
  }
  if (fs::file_size(backup, error) < kLeastBytes || error) {
    throw Failure({ErrorCode::corruption, backup.string() + " is empty or cut short, so it is no backup"});
  }
  if (sqlite::log_is_empty(backup)) return;
  throw Failure({ErrorCode::unsupported, backup.string() +
                                             " is a database in use (there is a write-ahead log beside it), not a "
                                             "backup; `hebb backup` makes one"});
}

BackupFacts facts_of(Database& database, const fs::path& file) {
  BackupFacts facts{.file = file, .bytes = fs::file_size(file), .seq = sqlite::read_seq(database)};
  const auto counts = sqlite::read_counts(database, {});
  facts.meetings = counts.meetings;
  facts.memories = counts.memories;
  return facts;
}

BackupCheck check_of(const fs::path& backup) {
  Database database({.file = backup, .access = sqlite::Access::immutable, .busy_timeout = {}, .vfs = {}});
  sqlite::expect_known_format(database);
  const auto state = sqlite::schema_state(database);
  BackupCheck check{.schema = state.version, .present_schema = sqlite::migrations().back().to};
  if (state.empty) throw Failure({ErrorCode::unsupported, backup.string() + " holds nothing of Hebb"});
  sqlite::refuse_foreign(state, static_cast<int>(check.present_schema), backup);
  sqlite::expect_whole_file(database);
  check.findings = sqlite::check_database(database);
  if (check.schema == check.present_schema) sqlite::expect_present_schema(database);
  if (check.findings.empty()) check.facts = facts_of(database, backup);
  return check;
}

BackupCheck checked(const fs::path& backup) {
  expect_backup_file(backup);
  try {
    auto check = check_of(backup);
    check.facts.file = backup;
    check.facts.bytes = fs::file_size(backup);
    const auto digest = sha256_of_file(backup);
    if (!digest) throw Failure(digest.error());
    check.digest = to_hex(*digest);
    return check;
  } catch (const Failure& failure) {
    throw not_usable(backup, failure.error());
  }
}

void copy_private(const fs::path& from, const fs::path& to) {
  sqlite::create_private_file(to);
  std::error_code error;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  if (error) throw failure_of("write", to, error.value());
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
}

bool is_free(const fs::path& database) {
  return std::ranges::none_of(files_of(database), [](const fs::path& file) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file, ignored));
  });
}

// Named after the first second from `now` on that no other restore beside the database is named after.
Beside free_names(const fs::path& database, Instant now) {
  for (;; now += std::chrono::seconds(1)) {
    const auto stamp = std::format("{:%Y%m%dT%H%M%SZ}", std::chrono::floor<std::chrono::seconds>(now));
    Beside names{.work = with_suffix(database, ".restore-" + stamp),
                 .aside = with_suffix(database, ".before-restore-" + stamp)};
    if (is_free(names.work) && is_free(names.aside)) return names;
  }
}

Database writer_of(const fs::path& file) {
  return Database({.file = file, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
}

// The database in whose place the backup is to be.
struct Replaced {
  bool recorded = false;                    // the ledger has all that it has erased, but what that lost
  std::optional<std::string> lost_records;  // of erased parts: nobody can say it once this database is gone
  std::set<MeetingId> held;                 // those were not erased here; of a damaged database those that can be read
};

struct Prepared {
  std::uint64_t meetings = 0;  // that are left
  std::uint64_t reduced = 0;   // of which a part was erased again
};

// Up to date, and without what was erased since. What the backup knows and the ledger lacks stays noted in it: recorded
// before it is in its place, it would be held against the database that is there when the restore fails.
// `there`: of the database that it is to replace; nothing where there is none.
Prepared prepare(const fs::path& work, const fs::path& database, const std::optional<Replaced>& there, Seq copied,
                 const MakeFindAnew& make_find_anew) {
  auto store = open_sqlite_store({.file = work,
                                  .ledger = ledger_file_of(database),
                                  .make_find_anew = make_find_anew,
                                  .readers = 1,
                                  .record_erasures = false,
                                  .read_only_ok = false});
  if (!store) throw Failure(store.error());
  const auto counts = (*store)->counts({});
  if (!counts) throw Failure(counts.error());
  store->reset();
  auto ledger = ErasureLedger::open(ledger_file_of(database));
  if (!ledger) throw Failure(ledger.error());
  auto writer = writer_of(work);
  // A ledger that lacks what is known there is not made now: it would pass for one that was never short of it.
  if (there && (there->recorded || ledger->is_made())) sqlite::withdraw_notes_against(writer, there->held, *ledger);
  const auto reduced = writer.integer("SELECT count(DISTINCT meeting) FROM changes WHERE kind = ?1 AND seq > ?2",
                                      Change::Kind::meeting_changed, copied);
  writer.truncate_log();
  return {.meetings = counts->meetings, .reduced = static_cast<std::uint64_t>(reduced)};
}

constexpr std::int64_t kFirstSchemaWithLedger = 2;

// Records what a crash left noted there, and what a ledger that was lost has to know before an older copy meets it. A
// damaged database is left as it is; of any other an erasure that is not recorded would come back, and a ledger made
// after that would pass for whole.
Replaced record_known(const fs::path& database) {
  Replaced known;
  auto ledger = ErasureLedger::open(ledger_file_of(database));
  if (!ledger) throw Failure(ledger.error());
  try {
    auto writer = writer_of(database);
    const auto schema = sqlite::schema_state(writer);
    const bool ours = schema.application_id == sqlite::kApplicationId;
    if (!schema.empty && (!ours || schema.version > sqlite::migrations().back().to)) return known;
    if (schema.version >= kFirstSchemaWithLedger) {
      known.lost_records = sqlite::told_of_lost_records(writer, *ledger);
      sqlite::note_lost_records(writer, *ledger);
      sqlite::record_erasures(writer, *ledger);
    }
    known.recorded = true;
    return known;
  } catch (const Failure& failure) {
    const auto& [code, why] = failure.error();
    if (code == ErrorCode::corruption) return known;
    throw Failure({code, std::format("what was erased from {} cannot be recorded in the ledger of erasures {}, and an "
                                     "older backup would bring it back ({}); mend that and restore again, or move the "
                                     "database away and take back what was erased since the backup",
                                     database.string(), ledger->file().string(), why)});
  }
}

// Moves the log into the file, where that can be done: else it is kept with it.
void settle_log(const fs::path& database) {
  try {
    writer_of(database).truncate_log();
  } catch (const Failure&) {
    return;
  }
}

std::set<MeetingId> meetings_of(const fs::path& database) {
  std::set<MeetingId> found;
  try {
    auto writer = writer_of(database);
    sqlite::Query row = writer.query("SELECT id FROM meetings");
    while (row.step()) found.insert(sqlite::id_of<MeetingId>(row.blob(0)));
  } catch (const Failure&) {
    return found;
  }
  return found;
}

// What stays noted where this fails, the next opening records.
void record_noted(const fs::path& database) {
  try {
    auto writer = writer_of(database);
    auto ledger = ErasureLedger::open(ledger_file_of(database));
    if (ledger) sqlite::record_erasures(writer, *ledger);
    writer.truncate_log();
  } catch (const Failure&) {
    return;
  }
}

RestoreReport restored(const fs::path& backup, const fs::path& database, bool replace, Instant now,
                       const MakeFindAnew& make_find_anew, const GuardUnfinished& guard_unfinished) {
  std::error_code error;
  const bool there = fs::exists(database, error);
  if (there && !replace) {
    throw Failure({ErrorCode::conflict, "there is a database " + database.string() +
                                            " already; --force puts the backup in its place and keeps it aside"});
  }
  RestoreReport report{.backup = checked(backup)};
  if (!report.backup.findings.empty()) {
    throw Failure({ErrorCode::corruption,
                   backup.string() + " is damaged (" + report.backup.findings.front() + "); take another one"});
  }
  const auto beside = free_names(database, now);
  const auto& [work, aside] = beside;
  std::optional<Replaced> replaced;
  if (there) {
    replaced = record_known(database);
    replaced->held = meetings_of(database);
    report.lost_records = replaced->lost_records;
    settle_log(database);
  }
  auto unfinished = guard_unfinished ? guard_unfinished(files_of(work)) : nullptr;
  try {
    copy_private(backup, work);
    const auto& copied = report.backup.facts;
    const auto prepared = prepare(work, database, replaced, copied.seq, make_find_anew);
    report.erased_again = copied.meetings - prepared.meetings;
    report.reduced_again = prepared.reduced;
    sqlite::sync_path(work);
    unfinished.reset();  // the database's own log moves next: what is to stand in its place must stay
    sqlite::keep_log(database, aside);
  } catch (...) {
    remove_all_of(work);
    throw;
  }
  fs::remove(with_suffix(database, "-shm"), error);
  sqlite::put_in_place(beside, database, there);
  if (there) report.kept_aside = aside;
  record_noted(database);
  return report;
}

}  // namespace

BackupFacts sqlite::backup_facts(const fs::path& copy) {
  Database database({.file = copy, .access = sqlite::Access::immutable, .busy_timeout = {}, .vfs = {}});
  return facts_of(database, copy);
}

Result<BackupCheck> verify_backup(const fs::path& backup) {
  try {
    return checked(backup);
  } catch (const Failure& failure) {
    return std::unexpected(failure.error());
  }
}

Result<RestoreReport> restore_backup(const fs::path& backup, const fs::path& database, bool replace, Instant now,
                                     const MakeFindAnew& make_find_anew, const GuardUnfinished& guard_unfinished) {
  try {
    return restored(backup, database, replace, now, make_find_anew, guard_unfinished);
  } catch (const sqlite::Unsettled& failure) {
    return std::unexpected(failure.error());
  } catch (const Failure& failure) {
    return fail(failure.error().code, failure.error().message + "; nothing was changed");
  }
}

}  // namespace hebb
