// One SQLite database, its prepared statements and transactions. Not a general wrapper: what the store needs.
//
// Thread safety – a connection and what comes from it are used by one thread at a time.
// Errors – inside this folder failures travel as exceptions of type Failure, so that transactions roll back on the way;
// SqliteStore turns them into Error at the port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "base/time.h"

struct sqlite3;
struct sqlite3_file;
struct sqlite3_stmt;

namespace hebb::sqlite {

class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

// What a result code of SQLite means for an administrator of `file`. `system_error` is the errno, 0 where there is
// none.
Error error_of(int code, int system_error, const std::filesystem::path& file);

// Readable for its owner alone, empty; nothing happens where it is already. Throws Failure.
void create_private_file(const std::filesystem::path& file);

bool log_is_empty(const std::filesystem::path& file);

// One run of a prepared statement; its end makes the statement ready for the next.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement, const std::filesystem::path& file)
      : database_(database), statement_(statement), file_(&file) {}
  Query(Query&& other) noexcept
      : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)), file_(other.file_) {}
  Query& operator=(Query&&) = delete;
  ~Query();

  template <class... Values>
  void bind(const Values&... values) {
    int index = 0;
    (set(++index, values), ...);
  }
  bool step();  // false: no more rows

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;            // valid until the next step
  std::span<const std::byte> blob(int column) const;  // valid until the next step

 private:
  void set(int index, std::nullopt_t);
  void set(int index, std::int64_t value);
  void set(int index, double value);
  void set(int index, std::string_view value);
  void set(int index, std::span<const std::byte> value);
  void set(int index, const std::string& value) { set(index, std::string_view(value)); }
  void set(int index, float value) { set(index, static_cast<double>(value)); }
  void set(int index, Instant value) { set(index, value.time_since_epoch().count()); }
  void set(int index, Milliseconds value) { set(index, static_cast<std::int64_t>(value.count())); }
  template <class Number>
    requires std::is_integral_v<Number> || std::is_enum_v<Number>
  void set(int index, Number value) {
    set(index, static_cast<std::int64_t>(value));
  }
  template <class Tag>
  void set(int index, const Id<Tag>& id) {
    set(index, std::as_bytes(std::span(id.bytes())));
  }
  template <class Value>
  void set(int index, const std::optional<Value>& value) {
    set_pointer(index, value ? std::addressof(*value) : nullptr);
  }
  template <class Value>
  void set_pointer(int index, const Value* value) {
    value == nullptr ? set(index, std::nullopt) : set(index, *value);
  }
  void expect_ok(int code) const;

  sqlite3* database_;
  sqlite3_stmt* statement_;
  const std::filesystem::path* file_;
};

enum class Access {
  write,      // creates nothing: the file is there
  read,       // beside a writing connection
  immutable,  // of a file that nobody writes: no locks, no files beside it
};

inline constexpr std::string_view kInMemory = ":memory:";  // as DatabaseOptions::file: a database of its own

struct DatabaseOptions {
  std::filesystem::path file;
  Access access = Access::read;
  Milliseconds busy_timeout{5000};
  std::string vfs;
};

class Database {
 public:
  explicit Database(const DatabaseOptions& options);  // throws Failure
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Requires: `sql` is one statement and a literal: prepared once, it is known by its address.
  template <class... Values>
  Query query(const char* sql, const Values&... values) {
    Query query(database_.get(), prepared(sql), file_);
    query.bind(values...);
    return query;
  }
  template <class... Values>
  void run(const char* sql, const Values&... values) {
    Query query = this->query(sql, values...);
    while (query.step()) {
    }
  }
  // The first column of the only row.
  template <class... Values>
  std::int64_t integer(const char* sql, const Values&... values) {
    Query query = this->query(sql, values...);
    return query.step() ? query.integer(0) : 0;
  }
  void execute(const std::string& script);  // statements without parameters, any number

  void wait_for_locks(Milliseconds timeout);
  // Moves the write-ahead log into the database and empties its file; false: a reader pins it.
  bool truncate_log();
  bool log_is_empty() const;
  // A copy of the database as it stands, at a path where nothing is. Throws Failure: cancelled soon after `stop`, and
  // of the copy's disk with the copy's name.
  void copy_to(const std::filesystem::path& copy, std::stop_token stop = {});
  bool in_transaction() const;
  const std::filesystem::path& file() const { return file_; }
  sqlite3* handle() const { return database_.get(); }
  // SQLite's own handle of the file, as long as this is there. One opened beside it would drop this process's locks
  // when it is closed. Throws Failure.
  sqlite3_file* file_handle() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  sqlite3_stmt* prepared(const char* sql);
  void expect_ok(int code) const;

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> database_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

// Rolls back unless committed. A read transaction only holds one state of the database still.
class Transaction {
 public:
  enum class Kind { read, write };
  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
};

}  // namespace hebb::sqlite
