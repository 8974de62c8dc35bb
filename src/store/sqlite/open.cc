#include "store/sqlite/open.h"

#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <tuple>

#include "base/sync.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/wipe.h"

namespace hebb::sqlite {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) {
  return fs::absolute(file).parent_path();
}

bool has_write_permission(const fs::path& path) {
  constexpr auto kAnyWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  std::error_code error;
  const auto permissions = fs::status(path, error).permissions();
  return !error && (permissions & kAnyWrite) != fs::perms::none && ::access(path.c_str(), W_OK) == 0;
}

}  // namespace

// https://www.sqlite.org/fileformat2.html, section 1.3. SQLite takes a write version it does not know for a file that
// may only be read, and a schema format it does not know for a mistake in the statement.
void expect_known_format(Database& database) {
  constexpr std::size_t kWriteVersion = 18;
  constexpr std::size_t kSchemaFormat = 44;
  std::array<unsigned char, kSchemaFormat + 4> header{};
  sqlite3_file* const file = database.file_handle();
  const int code = file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0);
  if (code != SQLITE_OK) return;  // a new file is empty; any other failure is met and reported by the reads that follow
  const bool format_known = header[kSchemaFormat] == 0 && header[kSchemaFormat + 1] == 0 &&
                            header[kSchemaFormat + 2] == 0 && header[kSchemaFormat + 3] <= 4;
  const bool a_database = header[0] == 'S';  // else SQLite says better what it is not
  if (!a_database || (header[kWriteVersion] <= 2 && format_known)) return;
  throw Failure({ErrorCode::corruption, "the database " + database.file().string() +
                                            " has a damaged first page, or was written by a later SQLite; restore a "
                                            "backup, or move the file away to begin anew"});
}

void expect_whole_file(Database& database) {
  const auto expected = database.integer("PRAGMA page_count") * database.integer("PRAGMA page_size");
  std::error_code error;
  const auto actual = fs::file_size(database.file(), error);
  if (error || static_cast<std::int64_t>(actual) >= expected) return;
  throw Failure(
      {ErrorCode::corruption, "the database " + database.file().string() + " is cut short (" + std::to_string(actual) +
                                  " of " + std::to_string(expected) +
                                  " bytes); restore a backup or import the meetings into a new data directory"});
}

namespace {

void set_up_writer(Database& writer, const SqliteOptions& options) {
  const bool full = options.durability == SqliteOptions::Durability::full;
  writer.execute(full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  writer.execute("PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864");
}

void start_log(Database& writer) {
  Query mode = writer.query("PRAGMA journal_mode = WAL");
  if (mode.step() && mode.text(0) == "wal") return;
  throw Failure({ErrorCode::unsupported, "the file system of " + writer.file().string() +
                                             " does not allow a write-ahead log (shared memory); choose a local disk"});
}

ErasureLedger open_ledger(const SqliteOptions& options) {
  auto ledger = ErasureLedger::open(options.ledger.empty() ? ledger_file_of(options.file) : options.ledger);
  if (!ledger) throw Failure(ledger.error());
  return std::move(*ledger);
}

// Takes in what a crash or an erasure left. Not needed for reading, so a full disk does not stop the start.
void tidy(Database& writer, ErasureLedger& ledger, bool record) {
  try {
    if (record) record_erasures(writer, ledger);
    if (writer.truncate_log()) expect_whole_file(writer);
    if (wipe_pending(writer)) wipe(writer);
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::resource_exhausted) throw;
  }
}

std::unique_ptr<Database> open_writer(const SqliteOptions& options, const DatabaseOptions& base,
                                      ErasureLedger& ledger) {
  create_private_file(options.file);
  auto open = base;
  open.access = Access::write;
  auto writer = std::make_unique<Database>(open);
  expect_known_format(*writer);
  const auto state = schema_state(*writer);
  refuse_foreign(state, migrations().back().to, options.file);
  set_up_writer(*writer, options);
  if (state.empty) writer->execute("PRAGMA page_size = " + std::to_string(kPageBytes));
  start_log(*writer);
  migrate(*writer, migrations());
  if (state.empty) std::ignore = sync_to_disk(folder_of(options.file));  // where its new name is
  expect_present_schema(*writer);
  const auto lost = told_of_lost_records(*writer, ledger);
  if (lost && options.warn) options.warn(*lost);
  replay_erasures(*writer, ledger, options.make_find_anew);
  tidy(*writer, ledger, options.record_erasures);
  return writer;
}

void check_for_reading(const DatabaseOptions& options, const ErasureLedger& ledger) {
  Database reader(options);
  expect_known_format(reader);
  const auto state = schema_state(reader);
  refuse_foreign(state, migrations().back().to, options.file);
  if (state.version < migrations().back().to) {
    throw Failure({ErrorCode::unavailable, "the database " + options.file.string() +
                                               " is read-only and of an older version; make it and its folder writable "
                                               "for this user once, so that it can be brought up to date"});
  }
  expect_present_schema(reader);
  if (options.access == Access::immutable) expect_whole_file(reader);  // else part of it is in the log
  expect_replayed(reader, ledger);
}

bool can_read_alone(const DatabaseOptions& reader, const ErasureLedger& ledger) {
  try {
    check_for_reading(reader, ledger);
    return true;
  } catch (const Failure&) {  // the failure to open for writing is the one to report
    return false;
  }
}

Opened open_for_writing(const SqliteOptions& options, const DatabaseOptions& base) {
  auto ledger = open_ledger(options);
  try {
    auto writer = open_writer(options, base, ledger);
    const bool pending = wipe_pending(*writer);
    return {.writer = std::move(writer), .reader = base, .wipe_pending = pending, .ledger = std::move(ledger)};
  } catch (const Failure& failure) {
    if (failure.error().code == ErrorCode::conflict) {  // opening adds nothing that rows could be in conflict with
      throw Failure({ErrorCode::corruption, "the database " + options.file.string() +
                                                " contradicts itself; run `hebb doctor`, then restore a backup (" +
                                                failure.error().message + ")"});
    }
    // Without space not even the log's shared memory can be made; but without a log the file can be read alone.
    const bool full = failure.error().code == ErrorCode::resource_exhausted;
    auto reader = base;
    reader.access = Access::immutable;
    if (!full || !options.read_only_ok || !log_is_empty(options.file) || !can_read_alone(reader, ledger)) throw;
    return {.writer = nullptr, .reader = reader, .ledger = std::move(ledger)};
  }
}

}  // namespace

bool may_write(const fs::path& file) {
  std::error_code error;
  return has_write_permission(folder_of(file)) && (!fs::exists(file, error) || has_write_permission(file));
}

Opened open_database(const SqliteOptions& options) {
  DatabaseOptions base{
      .file = options.file, .access = Access::read, .busy_timeout = options.busy_timeout, .vfs = options.vfs};
  std::error_code error;
  const bool there = fs::exists(options.file, error);
  if (may_write(options.file) || !fs::exists(folder_of(options.file), error)) return open_for_writing(options, base);
  if (!there || !options.read_only_ok) {
    throw Failure(
        {ErrorCode::unavailable, "the database " + options.file.string() +
                                     (there ? " or its folder is read-only" : " cannot be made in a read-only folder") +
                                     "; make it writable for this user"});
  }
  // Without a log nothing but the file is needed; with one, SQLite needs its shared memory beside it.
  if (log_is_empty(options.file)) base.access = Access::immutable;
  auto ledger = open_ledger(options);
  check_for_reading(base, ledger);
  return {.writer = nullptr, .reader = base, .ledger = std::move(ledger)};
}

}  // namespace hebb::sqlite
