#include "store/sqlite/sqlite_store.h"

#include <sqlite3.h>

#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/sqlite/database.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

using store_contract::got;
using store_contract::kNow;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

class Folder {
 public:
  std::unique_ptr<MemoryStore> open_new() { return open(std::to_string(++files_) + ".db"); }
  std::unique_ptr<MemoryStore> reopen(std::unique_ptr<MemoryStore> store) {
    store.reset();
    return open(std::to_string(files_) + ".db");
  }
  std::filesystem::path last_file() const { return folder_.path() / (std::to_string(files_) + ".db"); }

 private:
  std::unique_ptr<MemoryStore> open(const std::string& name) {
    return got(open_sqlite_store({.file = folder_.path() / name}));
  }
  ScratchFolder folder_;
  int files_ = 0;
};

}  // namespace

TEST_CASE("SQLite keeps the contract of stores", "[store]") {
  Folder folder;
  const StoreFactory make = [&] { return folder.open_new(); };
  const StoreReopener reopen = [&](std::unique_ptr<MemoryStore> store) { return folder.reopen(std::move(store)); };
  SECTION("reading") {
    check_reading_contract(make);
  }
  SECTION("paging") {
    check_paging_contract(make);
  }
  SECTION("writing") {
    check_writing_contract(make);
  }
  SECTION("renaming") {
    check_renaming_contract(make);
  }
  SECTION("erasure") {
    check_erasure_contract(make);
  }
  SECTION("listing") {
    check_listing_contract(make);
  }
  SECTION("editing") {
    check_editing_contract(make);
  }
  SECTION("consolidation") {
    check_consolidation_contract(make);
  }
  SECTION("readings and fading") {
    check_access_contract(make);
  }
  SECTION("declarations") {
    check_declarations_contract(make);
  }
  SECTION("reducing") {
    check_reducing_contract(make);
  }
  SECTION("changes") {
    check_changes_contract(make);
  }
  SECTION("random operations") {
    check_random_operations(make, reopen, 300);
  }
}

TEST_CASE("SQLite keeps the contract for long", "[.deep][store]") {
  Folder folder;
  check_random_operations([&] { return folder.open_new(); },
                          [&](std::unique_ptr<MemoryStore> store) { return folder.reopen(std::move(store)); }, 5000);
}

// No call of the port appends turns yet; the tables are ready for the one that will.
TEST_CASE("the tables let an open meeting grow by turns", "[store]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  const auto growing = make_record({.number = 1});
  {
    const auto store = got(open_sqlite_store({.file = file}));
    got(store->put_meeting(growing, kNow));
    got(store->put_meeting(make_record({.number = 2}), kNow));
  }
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database,
                       "PRAGMA foreign_keys = ON; BEGIN;"
                       "INSERT INTO changes (seq, kind, meeting) SELECT 3, 0, id FROM meetings WHERE seq = 1;"
                       "INSERT INTO turns VALUES (1, 6, 0, 60000, 61000, 'And one thing more.');"
                       "UPDATE speakers SET turns = turns + 1 WHERE meeting = 1 AND number = 0;"
                       "UPDATE meetings SET seq = 3, state = 1, turns = 7, duration_ms = 61000 WHERE key = 1; COMMIT",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);

  const auto store = got(open_sqlite_store({.file = file}));
  CHECK(got(store->check()).empty());
  const auto summary = got(store->meeting(growing.meeting.id));
  REQUIRE(summary);
  CHECK(summary->meeting.state == MeetingState::open);
  CHECK(summary->turns == 7);
  CHECK(got(store->turns(growing.meeting.id, 6, 6)).size() == 1);
  std::vector<Seq> order;
  got(store->scan({}, [&](StoredMeeting&& stored) -> Result<void> {
    order.push_back(stored.summary.seq);
    return {};
  }));
  CHECK(order == std::vector<Seq>{2, 3});
}

TEST_CASE("a look at the database finds rubbish among what is declared", "[store]") {
  Folder folder;
  auto store = folder.open_new();
  got(store->put_meeting(make_record({}), kNow));
  got(store->put_declaration("default", {.stakeholders = {{.name = "Anna", .also = {"A."}, .role = ""}},
                                         .deliverables = {{.name = "report", .also = {}, .due = {}}}}));
  CHECK(got(store->check()).empty());
  const auto spoil = [&](const std::string& sql) {
    sqlite::Database database(
        {.file = folder.last_file(), .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    database.execute(sql);
    return got(store->check()).size();
  };
  CHECK(spoil("UPDATE declarations SET also = '9:A.,' WHERE kind = 0") == 1);
  CHECK(spoil("UPDATE declarations SET also = '' WHERE kind = 0; UPDATE declarations SET name = ' '") == 1);
  CHECK(spoil("UPDATE declarations SET name = 'x', place = place + 3") == 1);
}

}  // namespace hebb
