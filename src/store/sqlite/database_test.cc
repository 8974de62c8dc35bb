#include "store/sqlite/database.h"

#include <sqlite3.h>

#include <catch2/catch_test_macros.hpp>

#include "store/store_fixture.h"

namespace hebb::sqlite {
namespace {

using store_fixture::ScratchFolder;

std::int64_t counted_to_a_million(Database& database) {
  return database.integer(
      "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000000) "
      "SELECT count(*) FROM numbers");
}

}  // namespace

TEST_CASE("a copy that ends early leaves nothing that interrupts its connection", "[store]") {
  const ScratchFolder folder;
  create_private_file(folder.path() / "hebb.db");
  Database database({.file = folder.path() / "hebb.db", .access = Access::write});
  const auto copy = folder.path() / "copy.db";
  std::stop_source stop;
  SECTION("for its statement cannot be prepared") {
    const int usual = sqlite3_limit(database.handle(), SQLITE_LIMIT_SQL_LENGTH, 1);
    CHECK_THROWS_AS(database.copy_to(copy, stop.get_token()), Failure);
    sqlite3_limit(database.handle(), SQLITE_LIMIT_SQL_LENGTH, usual);
    stop.request_stop();
  }
  SECTION("for nothing can be bound to it") {
    const int usual = sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, 1);
    CHECK_THROWS_AS(database.copy_to(copy, stop.get_token()), Failure);
    sqlite3_limit(database.handle(), SQLITE_LIMIT_LENGTH, usual);
    stop.request_stop();
  }
  SECTION("for it was to stop") {
    stop.request_stop();
    CHECK_THROWS_AS(database.copy_to(copy, stop.get_token()), Failure);
  }
  CHECK(counted_to_a_million(database) == 1'000'000);
}

}  // namespace hebb::sqlite
