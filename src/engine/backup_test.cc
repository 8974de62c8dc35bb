#include "engine/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <latch>
#include <new>

#include "store/companion_files.h"
#include "store/contract_checks.h"
#include "store/erasure_ledger.h"
#include "store/sqlite/backup.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using store_contract::code_of;
using store_contract::got;
using store_contract::kNow;
using store_fixture::bytes_of_file;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

struct Fixture {
  ScratchFolder folder;
  fs::path file = folder.path() / "copy.db";
  std::unique_ptr<MemoryStore> store = got(open_sqlite_store({.file = folder.path() / "hebb.db"}));
  MeetingRecord record = make_record({});

  Fixture() { got(store->put_meeting(record, kNow)); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename());
    return names;
  }
};

void touch(const fs::path& file, const std::string& text = "x") {
  std::ofstream(file) << text;
}

Instant at(const char* text) {
  return *parse_rfc3339(text);
}

}  // namespace

TEST_CASE("a backup is whole, private and sound, and nothing else is left", "[engine][backup]") {
  const Fixture made;
  const auto facts = got(write_backup(*made.store, made.file, false));
  CHECK(facts.file == made.file);
  CHECK(facts.bytes == fs::file_size(made.file));
  CHECK(facts.meetings == 1);
  CHECK(facts.seq == got(made.store->seq()));
  CHECK(fs::status(made.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  const auto check = got(verify_backup(made.file));
  CHECK(check.findings.empty());
  CHECK(check.facts.memories[2] == facts.memories[2]);
  for (const auto& name : made.names()) CHECK_FALSE(name.contains(".part"));
  const auto copy = got(open_sqlite_store({.file = made.file}));
  CHECK(got(copy->memories_of(made.record.meeting.id, true)) == made.record.memories);
  CHECK(got(copy->turns(made.record.meeting.id, 0, 99)) == made.record.turns);
}

TEST_CASE("a backup takes the place of nothing but a backup, and that only when told", "[engine][backup]") {
  const Fixture made;
  got(write_backup(*made.store, made.file, false));
  CHECK(code_of(write_backup(*made.store, made.file, false)) == ErrorCode::conflict);
  CHECK(write_backup(*made.store, made.file, true));
  const auto letter = made.folder.path() / "letter.txt";
  touch(letter, "Dear Anna");
  CHECK(code_of(write_backup(*made.store, letter, true)) == ErrorCode::conflict);
  CHECK(bytes_of_file(letter) == "Dear Anna");
  CHECK(code_of(write_backup(*made.store, made.folder.path() / "hebb.db", true)) == ErrorCode::conflict);
  CHECK(code_of(write_backup(*made.store, "relative.db", false)) == ErrorCode::invalid_argument);
  CHECK(code_of(write_backup(*made.store, made.folder.path() / "none" / "b.db", false)) == ErrorCode::not_found);
}

TEST_CASE("a database that is no backup is not replaced, though nobody works on it", "[engine][backup]") {
  const Fixture made;
  const auto at_rest = made.folder.path() / "other.db";
  got(open_sqlite_store({.file = at_rest})).reset();
  const auto foreign = made.folder.path() / "bookmarks.sqlite";
  touch(foreign, bytes_of_file(at_rest).replace(18, 2, "\1\1").replace(68, 4, "Mine"));
  for (const auto& file : {at_rest, foreign}) {
    const auto before = bytes_of_file(file);
    CHECK(code_of(write_backup(*made.store, file, true)) == ErrorCode::conflict);
    CHECK(bytes_of_file(file) == before);
  }
}

TEST_CASE("a backup that is a data directory's database by now is not replaced", "[engine][backup]") {
  const Fixture made;
  const auto put_by_hand = made.folder.path() / "D" / "hebb.db";
  fs::create_directory(put_by_hand.parent_path());
  for (const char* lock : {"hebb.lock", "hebb.db.lock"}) {
    got(write_backup(*made.store, put_by_hand, true));
    const auto beside = put_by_hand.parent_path() / lock;
    touch(beside);
    const auto refused = write_backup(*made.store, put_by_hand, true);
    CHECK(code_of(refused) == ErrorCode::conflict);
    CHECK(refused.error().message.contains("remove it and " + beside.string()));
    const int handle = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC);
    REQUIRE(::flock(handle, LOCK_EX | LOCK_NB) == 0);
    CHECK(write_backup(*made.store, put_by_hand, true).error().message.contains("is a database in use"));
    ::close(handle);
    fs::remove(beside);
  }
  touch(put_by_hand.parent_path() / "hebb.lock");
  CHECK(write_backup(*made.store, put_by_hand.parent_path() / "hebb.bak", false));
  CHECK(write_backup(*made.store, put_by_hand.parent_path() / "hebb.bak", true));
}

TEST_CASE("no backup has the name of what is kept beside a database, there or not", "[engine][backup]") {
  const Fixture made;
  for (const char* name : {"hebb.db-journal", "hebb.db-wal", "hebb.db.erased", "hebb.db.index", "hebb.db.lock",
                           "hebb.db.serve.json", "hebb.lock", "keys.json", "serve.json", "admin.key"}) {
    INFO("name: " << name);
    const auto file = made.folder.path() / name;
    const auto refused = write_backup(*made.store, file, false);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("kept beside a database"));
  }
  CHECK(is_companion_name(ledger_file_of(made.file)));
  CHECK(write_backup(*made.store, made.folder.path() / "keys.json.db", false));
}

TEST_CASE("a part that a kill left is removed by the next backup there", "[engine][backup]") {
  const Fixture made;
  touch(made.folder.path() / "copy.db.part", "half a backup");
  CHECK(write_backup(*made.store, made.file, false));
  CHECK(got(verify_backup(made.file)).findings.empty());
}

TEST_CASE("a backup that is stopped leaves nothing", "[engine][backup]") {
  const Fixture made;
  for (std::uint32_t i = 1; i < 20; ++i) got(made.store->put_meeting(make_record({.number = i, .turns = 200}), kNow));
  std::stop_source stop;
  stop.request_stop();
  CHECK(code_of(write_backup(*made.store, made.file, false, stop.get_token())) == ErrorCode::cancelled);
  for (const auto& name : made.names()) CHECK_FALSE(name.starts_with("copy.db"));
}

TEST_CASE("a backup's name is its second, and sorts by it", "[engine][backup]") {
  CHECK(scheduled_backup_name(at("2026-03-05T14:00:09Z")) == "hebb-20260305T140009Z.db");
  const ScratchFolder folder;
  for (const char* name : {"hebb-20260305T140009Z.db", "hebb-20251231T235959Z.db", "notes.txt", "hebb.db",
                           "hebb-20260305T140009Z.db.part", "hebb-20269905T140009Z.db"}) {
    touch(folder.path() / name);
  }
  const auto found = scheduled_backups(folder.path());
  REQUIRE(found.size() == 2);
  CHECK(found[0].filename() == "hebb-20251231T235959Z.db");
}

TEST_CASE("the next backup is due a while after the newest, whatever the clock did", "[engine][backup]") {
  const ScratchFolder folder;
  const BackupPlan plan{.folder = folder.path(), .every = 24h};
  const auto now = at("2026-03-05T14:00:00Z");
  CHECK(next_backup(plan, now) == now);
  touch(folder.path() / "hebb-20260305T120000Z.db");
  CHECK(next_backup(plan, now) == at("2026-03-06T12:00:00Z"));
  touch(folder.path() / "hebb-20300101T000000Z.db");  // the clock was wrong once
  CHECK(next_backup(plan, now) == at("2026-03-06T12:00:00Z"));
  CHECK(next_backup(plan, at("2026-03-01T00:00:00Z")) == at("2026-03-01T00:00:00Z"));
}

TEST_CASE("a schedule keeps so many", "[engine][backup]") {
  const ScratchFolder folder;
  for (const char* name : {"hebb-20260301T000000Z.db", "hebb-20260302T000000Z.db", "hebb-20990101T000000Z.db",
                           "mine.db", "hebb-20260304T000000Z.db"}) {
    touch(folder.path() / name);
  }
  std::latch made(1);
  {
    BackupSchedule schedule(
        {.folder = folder.path(), .every = 24h, .keep = 2},
        [&](const std::stop_token&) -> Result<void> {
          touch(folder.path() / "hebb-20260305T140000Z.db");
          made.count_down();  // a second time would be one too many
          return {};
        },
        [] { return at("2026-03-05T14:00:00Z"); });
    made.wait();
    while (!schedule.status().last_success) std::this_thread::yield();
  }
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  CHECK(names == std::vector<std::string>{"hebb-20260304T000000Z.db", "hebb-20260305T140000Z.db", "mine.db"});
}

TEST_CASE("a schedule that fails says so, and ends when told", "[engine][backup]") {
  const ScratchFolder folder;
  BackupSchedule schedule(
      {.folder = folder.path(), .every = 24h},
      [](const std::stop_token&) -> Result<void> { return fail(ErrorCode::resource_exhausted, "no space left"); },
      [] { return at("2026-03-05T14:00:00Z"); });
  while (!schedule.status().failure) std::this_thread::yield();
  CHECK(schedule.status().failure->code == ErrorCode::resource_exhausted);
  CHECK_FALSE(schedule.status().last_success);
}

TEST_CASE("a schedule whose backup throws says so too", "[engine][backup]") {
  const ScratchFolder folder;
  BackupSchedule schedule(
      {.folder = folder.path(), .every = 24h}, [](const std::stop_token&) -> Result<void> { throw std::bad_alloc(); },
      [] { return at("2026-03-05T14:00:00Z"); });
  while (!schedule.status().failure) std::this_thread::yield();
  CHECK(schedule.status().failure->code == ErrorCode::resource_exhausted);
}

TEST_CASE("backups asked for in one second have names of their own, and a killed one's part goes", "[engine][backup]") {
  const Fixture made;
  const auto folder = made.folder.path() / "new" / "backups";
  fs::create_directories(folder);
  touch(folder / "hebb-20260303T000000Z.db.part");
  const auto now = at("2026-03-05T14:00:00Z");
  CHECK(got(make_backup(*made.store, folder, now)).file.filename() == "hebb-20260305T140000Z.db");
  CHECK(got(make_backup(*made.store, folder, now)).file.filename() == "hebb-20260305T140001Z.db");
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
}

}  // namespace hebb
