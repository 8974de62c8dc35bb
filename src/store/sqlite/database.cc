#include "store/sqlite/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace hebb::sqlite {
namespace {

std::string uri_of(const DatabaseOptions& options) {
  if (options.file == kInMemory) return options.file.string();
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(options.file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr std::string_view kHex = "0123456789abcdef";
      uri += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      uri += c;
    }
  }
  return options.access == Access::immutable ? uri + "?immutable=1" : uri;
}

// While it lives, what the connection does is cut short soon after `stop`, which must outlive it.
class InterruptedBy {
 public:
  InterruptedBy(sqlite3* database, std::stop_token& stop) : database_(database) {
    constexpr int kStepsBetweenLooks = 10'000;
    const auto stopped = [](void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; };
    sqlite3_progress_handler(database_, kStepsBetweenLooks, stopped, &stop);
  }
  ~InterruptedBy() { sqlite3_progress_handler(database_, 0, nullptr, nullptr); }
  InterruptedBy(const InterruptedBy&) = delete;
  InterruptedBy& operator=(const InterruptedBy&) = delete;

 private:
  sqlite3* database_;
};

}  // namespace

void create_private_file(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (handle < 0 && errno != EEXIST) throw Failure(error_of(SQLITE_CANTOPEN, errno, file));
  if (handle >= 0) ::close(handle);
}

bool log_is_empty(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(std::filesystem::path(file) += "-wal", error);
  return error || size == 0;
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) expect_ok(code);
  return false;
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
double Query::real(int column) const {
  return sqlite3_column_double(statement_, column);
}
std::string_view Query::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(bytes), size);
}
std::span<const std::byte> Query::blob(int column) const {
  const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Query::set(int index, std::nullopt_t) {
  expect_ok(sqlite3_bind_null(statement_, index));
}
void Query::set(int index, std::int64_t value) {
  expect_ok(sqlite3_bind_int64(statement_, index, value));
}
void Query::set(int index, double value) {
  expect_ok(sqlite3_bind_double(statement_, index, value));
}
void Query::set(int index, std::string_view value) {
  const char* bytes = value.data() == nullptr ? "" : value.data();
  expect_ok(sqlite3_bind_text64(statement_, index, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}
void Query::set(int index, std::span<const std::byte> value) {
  const void* bytes = value.data() == nullptr ? "" : static_cast<const void*>(value.data());  // empty is not NULL
  expect_ok(sqlite3_bind_blob64(statement_, index, bytes, value.size(), SQLITE_TRANSIENT));
}

void Query::expect_ok(int code) const {
  if (code != SQLITE_OK) throw Failure(error_of(code, sqlite3_system_errno(database_), *file_));
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}
void Database::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Database::Database(const DatabaseOptions& options) : file_(options.file) {
  // Before its first use: to count its own memory SQLite would take a lock for every allocation of every connection.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const int mode = options.access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int flags = mode | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(uri_of(options).c_str(), &database, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  database_.reset(database);
  if (database == nullptr) throw std::bad_alloc();
  expect_ok(code);
  wait_for_locks(options.busy_timeout);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Temporary tables and sorters hold transcript text: never in a file of their own.
  execute(
      "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
      "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;");
  // So that what leads to a row of a large database stays at hand.
  if (options.access == Access::read) execute("PRAGMA cache_size = -8192");
}

Database::~Database() = default;

void Database::execute(const std::string& script) {
  expect_ok(sqlite3_exec(database_.get(), script.c_str(), nullptr, nullptr, nullptr));
}

void Database::wait_for_locks(Milliseconds timeout) {
  sqlite3_busy_timeout(database_.get(), static_cast<int>(timeout.count()));
}

bool Database::truncate_log() {
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return false;
  expect_ok(code);
  return true;
}

bool Database::log_is_empty() const {
  return sqlite::log_is_empty(file_);
}

void Database::copy_to(const std::filesystem::path& copy, std::stop_token stop) {
  create_private_file(copy);  // SQLite takes an empty file and leaves its mode
  const InterruptedBy interrupted(database_.get(), stop);
  Query statement(database_.get(), prepared("VACUUM INTO ?1"), copy);  // its failures are the copy's, but for damage
  statement.bind(copy.string());
  try {
    while (!stop.stop_requested() && statement.step()) {
    }
  } catch (const Failure& failure) {
    if (failure.error().code != ErrorCode::corruption) throw;
    throw Failure(error_of(sqlite3_extended_errcode(database_.get()), sqlite3_system_errno(database_.get()), file_));
  }
  if (stop.stop_requested()) throw Failure(error_of(SQLITE_INTERRUPT, 0, copy));
}

sqlite3_file* Database::file_handle() const {
  sqlite3_file* file = nullptr;
  expect_ok(sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)));
  return file;
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(database_.get()) == 0;
}

sqlite3_stmt* Database::prepared(const char* sql) {
  auto& kept = statements_[sql];
  if (!kept) {
    sqlite3_stmt* statement = nullptr;
    expect_ok(sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    kept.reset(statement);
  }
  HEBB_CHECK(sqlite3_stmt_busy(kept.get()) == 0);
  return kept.get();
}

void Database::expect_ok(int code) const {
  if (code != SQLITE_OK) throw Failure(error_of(code, sqlite3_system_errno(database_.get()), file_));
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!database_.in_transaction()) return;  // committed, or SQLite rolled back itself
  // Whether it fails is not looked at: the failure that brought us here is the one to report, and closing rolls back
  // too.
  sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.run("COMMIT");
}

}  // namespace hebb::sqlite
