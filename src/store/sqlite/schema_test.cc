#include "store/sqlite/schema.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>

#include "store/contract_checks.h"
#include "store/store_fixture.h"

namespace hebb::sqlite {
namespace {

namespace fs = std::filesystem;
using store_fixture::ScratchFolder;

constexpr Migration kFirst{.to = 1, .script = "CREATE TABLE words (word TEXT NOT NULL) STRICT"};
constexpr Migration kSecond{.to = 2,
                            .script =
                                "ALTER TABLE words ADD COLUMN times INTEGER NOT NULL DEFAULT 1; "
                                "CREATE INDEX words_by_times ON words (times)"};
constexpr Migration kBroken{.to = 2, .script = "UPDATE words SET word = 'lost'; CREATE TABLE words (again TEXT)"};

struct Fixture {
  ScratchFolder folder;
  fs::path file = folder.path() / "old.db";
  fs::path copy = folder.path() / "old.db.pre-migration";

  Fixture() {
    create_private_file(file);
    auto database = open();
    database.execute("PRAGMA journal_mode = WAL");
    migrate(database, std::array{kFirst});
    database.execute("INSERT INTO words (word) VALUES ('kept')");
  }
  Database open() const { return Database({.file = file, .access = Access::write}); }
};

std::string text_of(Database& database, const char* sql) {
  Query row = database.query(sql);
  return row.step() ? std::string(row.text(0)) : "";
}

}  // namespace

TEST_CASE("an older schema is brought to the present one, its rows kept", "[store][schema]") {
  const Fixture old;
  const bool leftover = GENERATE(false, true);
  if (leftover) std::ofstream(old.copy) << "of a crash";
  auto database = old.open();
  migrate(database, std::array{kFirst, kSecond});
  CHECK(schema_state(database).version == 2);
  CHECK(schema_state(database).application_id == kApplicationId);
  CHECK(text_of(database, "SELECT word FROM words WHERE times = 1") == "kept");
  CHECK_FALSE(fs::exists(old.copy));  // it holds what may have to be erased
}

TEST_CASE("a present schema is left alone", "[store][schema]") {
  const Fixture old;
  auto database = old.open();
  const auto before = fs::file_size(old.file);
  migrate(database, std::array{kFirst});
  CHECK(schema_state(database).version == 1);
  CHECK(fs::file_size(old.file) == before);
}

TEST_CASE("a migration that fails changes nothing and leaves the copy", "[store][schema]") {
  const Fixture old;
  {
    auto database = old.open();
    CHECK_THROWS_AS(migrate(database, std::array{kFirst, kBroken}), Failure);
    CHECK(schema_state(database).version == 1);
    CHECK(text_of(database, "SELECT word FROM words") == "kept");
  }
  REQUIRE(fs::exists(old.copy));
  CHECK(fs::status(old.copy).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  Database copy({.file = old.copy, .access = Access::write});
  CHECK(schema_state(copy).version == 1);
  CHECK(text_of(copy, "SELECT word FROM words") == "kept");
}

TEST_CASE("migrations are numbered 1, 2, 3 …", "[store][schema]") {
  int expected = 1;
  for (const Migration& step : migrations()) CHECK(step.to == expected++);
}

TEST_CASE("docs/format.md shows the tables as they are", "[store][schema]") {
  std::ifstream stream(fs::path(HEBB_SOURCE_DIR) / "docs" / "format.md");
  const std::string page{std::istreambuf_iterator<char>(stream), {}};
  const std::string opening = "```sql\n";
  const auto begin = page.find(opening);
  REQUIRE(begin != std::string::npos);
  const auto end = page.find("```", begin + opening.size());
  Database fresh({.file = kInMemory, .access = Access::write});
  for (const Migration& step : migrations()) fresh.execute(step.script);
  CHECK(page.substr(begin + opening.size(), end - begin - opening.size()) == schema_text(fresh));
  CHECK(page.find("schema version " + std::to_string(migrations().back().to)) != std::string::npos);
}

}  // namespace hebb::sqlite
