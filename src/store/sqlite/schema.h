// The tables of the database file, their versions, and the way from an older version to the present one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "store/sqlite/database.h"

namespace hebb::sqlite {

inline constexpr std::int64_t kApplicationId = 0x48656262;  // "Hebb"
inline constexpr int kPageBytes = 8192;                     // five vectors fill a page of their table to 98 %

// The script that takes a database from version `to - 1` to `to`. Persisted: a released script never changes.
struct Migration {
  int to;
  const char* script;
};
std::span<const Migration> migrations();

// What `file` is before anything is done with it.
struct SchemaState {
  std::int64_t application_id = 0;
  std::int64_t version = 0;
  bool empty = false;  // no table at all: a new file
};
SchemaState schema_state(Database& database);

// Throws Failure: unsupported where the file is another program's or newer than `newest`.
void refuse_foreign(const SchemaState& state, int newest, const std::filesystem::path& file);

// Brings the database to the last version of `steps`, in one transaction. An existing one is first copied beside it
// (`<file>.pre-migration`); the copy goes when the migration has been committed, and so does one left by a crash.
// Throws Failure: corruption where its tables are not those of its version.
void migrate(Database& writer, std::span<const Migration> steps);

// Every CREATE statement of the database, by type (tables first) and name, one a paragraph.
std::string schema_text(Database& database);
// Throws Failure: corruption where the tables are not those of the present version.
void expect_present_schema(Database& database);

}  // namespace hebb::sqlite
