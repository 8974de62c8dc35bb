// A backup in a database's place: whole, up to date, without what was erased since; or nothing is changed.
#include "store/sqlite/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/contract_checks.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"
#include "support/no_more_files.h"

namespace {

// The disk's moods: which of the moves of a file fail, counted from 0. Instead of those of the C library.
struct Moves {
  bool exchanges = true;  // the file system knows how to
  int pass = -1;          // so many, then none; -1: all
};
Moves moves;

int moved(unsigned flags, auto&& move) {
  if ((flags & RENAME_EXCHANGE) != 0 && !moves.exchanges) {
    errno = EINVAL;
    return -1;
  }
  if (moves.pass == 0) {
    errno = EIO;
    return -1;
  }
  if (moves.pass > 0) --moves.pass;
  return static_cast<int>(move());
}

}  // namespace

extern "C" int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return moved(flags, [&] { return ::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags); });
}
extern "C" int rename(const char* from, const char* to) noexcept {
  return moved(0, [&] { return ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0); });
}

namespace hebb {
namespace {

namespace fs = std::filesystem;
using store_contract::code_of;
using store_contract::got;
using store_contract::kNow;
using store_fixture::bytes_of_file;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// A backup of two meetings, and a database that has gone on since.
struct Fixture {
  ScratchFolder folder;
  fs::path database = folder.path() / "hebb.db";
  fs::path backup = folder.path() / "backup.db";
  fs::path elsewhere = folder.path() / "other" / "hebb.db";
  MeetingRecord kept = make_record({.number = 1, .word = "ordinary"});
  MeetingRecord erased = make_record({.number = 2, .word = "confidential"});
  MeetingRecord later = make_record({.number = 3});

  Fixture() {
    const auto store = open(database);
    got(store->put_meeting(kept, kNow));
    got(store->put_meeting(erased, kNow));
    got(store->copy_to(backup, {}));
    got(store->put_meeting(later, kNow));
    fs::create_directory(elsewhere.parent_path());
  }
  static std::unique_ptr<MemoryStore> open(const fs::path& file) {
    return got(open_sqlite_store({.file = file, .readers = 1}));
  }
  void erase() const { got(open(database)->erase_meetings(std::array{erased.meeting.id}, false)); }
  std::vector<fs::path> left_overs() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      if (entry.path().filename().string().contains("restore")) found.push_back(entry.path());
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a copy of a damaged database names the database", "[store][backup]") {
  const Fixture made;
  const auto store = Fixture::open(made.database);
  {
    std::fstream file(made.database, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(8192);
    file << std::string(fs::file_size(made.database) - 8192, '\xff');
  }
  const auto copied = store->copy_to(made.folder.path() / "copy.db.part", {});
  REQUIRE_FALSE(copied);
  CHECK(copied.error().code == ErrorCode::corruption);
  CHECK(copied.error().message.contains("hebb.db"));
  CHECK_FALSE(copied.error().message.contains("copy.db"));
}

TEST_CASE("a backup is restored into an empty folder, everything with it", "[store][backup]") {
  const Fixture made;
  const auto report = got(restore_backup(made.backup, made.elsewhere, false, kNow));
  CHECK(report.erased_again == 0);
  CHECK_FALSE(report.kept_aside);
  CHECK(report.backup.facts.meetings == 2);
  CHECK(fs::status(made.elsewhere).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  const auto store = Fixture::open(made.elsewhere);
  for (const auto& record : {made.kept, made.erased}) {
    CHECK(got(store->memories_of(record.meeting.id, true)) == record.memories);
    CHECK(got(store->turns(record.meeting.id, 0, 99)) == record.turns);
  }
  CHECK_FALSE(got(store->has_meeting(made.later.meeting.id)));
  CHECK(got(store->check()).empty());
}

TEST_CASE("a database that is there stays unless told, and is kept aside then", "[store][backup]") {
  const Fixture made;
  CHECK(code_of(restore_backup(made.backup, made.database, false, kNow)) == ErrorCode::conflict);
  CHECK(got(Fixture::open(made.database)->has_meeting(made.later.meeting.id)));
  const auto report = got(restore_backup(made.backup, made.database, true, kNow));
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.later.meeting.id)));
  REQUIRE(report.kept_aside);
  CHECK(got(Fixture::open(*report.kept_aside)->has_meeting(made.later.meeting.id)));
}

TEST_CASE("two restores within one second keep both databases aside", "[store][backup]") {
  const Fixture made;
  const auto first = got(restore_backup(made.backup, made.database, true, kNow));
  const auto between = make_record({.number = 4});
  got(Fixture::open(made.database)->put_meeting(between, kNow));
  const auto second = got(restore_backup(made.backup, made.database, true, kNow));
  REQUIRE(first.kept_aside);
  REQUIRE(second.kept_aside);
  REQUIRE(first.kept_aside->string() != second.kept_aside->string());
  CHECK(got(Fixture::open(*first.kept_aside)->has_meeting(made.later.meeting.id)));
  CHECK(got(Fixture::open(*second.kept_aside)->has_meeting(between.meeting.id)));
  CHECK(got(Fixture::open(made.database)->counts({})).meetings == 2);
}

TEST_CASE("what a restore prepares is guarded until the database that is there moves", "[store][backup]") {
  const Fixture made;
  std::string there;
  std::vector<fs::path> guarded;
  bool whole = false;
  const auto report = got(restore_backup(made.backup, made.database, true, kNow, {}, [&](const auto& files) {
    guarded = files;
    there = bytes_of_file(made.database);
    CHECK(std::ranges::none_of(files, [](const fs::path& file) { return fs::exists(file); }));
    return std::shared_ptr<void>(
        nullptr, [&](void*) { whole = fs::exists(guarded.front()) && bytes_of_file(made.database) == there; });
  }));
  CHECK(whole);
  REQUIRE(report.kept_aside);
  CHECK_FALSE(std::ranges::contains(guarded, made.database));
  CHECK_FALSE(std::ranges::contains(guarded, *report.kept_aside));
  CHECK(bytes_of_file(*report.kept_aside) == there);
}

TEST_CASE("a restore replaces nothing that a killed one left", "[store][backup]") {
  const Fixture made;
  const auto left = made.database.string() + ".restore-20260202T024000Z";  // of kNow
  write(left, "perhaps the database that was there");
  got(restore_backup(made.backup, made.database, true, kNow));
  CHECK(bytes_of_file(left) == "perhaps the database that was there");
}

TEST_CASE("what was erased after the backup is not restored", "[store][backup]") {
  const Fixture made;
  made.erase();
  const auto report = got(restore_backup(made.backup, made.database, true, kNow));
  CHECK(report.erased_again == 1);
  CHECK_FALSE(bytes_of_file(made.database).contains("confidential"));
  const auto store = Fixture::open(made.database);
  CHECK(got(store->has_meeting(made.kept.meeting.id)));
  CHECK_FALSE(got(store->has_meeting(made.erased.meeting.id)));
}

namespace {

// Another machine that had the same meeting, and erased it and one more.
fs::path backup_from_elsewhere(const Fixture& made) {
  const auto other = make_record({.number = 9});
  const auto store = Fixture::open(made.elsewhere);
  for (const auto& record : {made.kept, made.erased, other}) got(store->put_meeting(record, kNow));
  got(store->erase_meetings(std::array{made.erased.meeting.id, other.meeting.id}, false));
  auto file = made.folder.path() / "from-elsewhere.db";
  got(store->copy_to(file, {}));
  return file;
}

ErasureLedger ledger_of(const Fixture& made) {
  return got(ErasureLedger::open(ledger_file_of(made.database)));
}

}  // namespace

TEST_CASE("what another machine erased is not erased here by looking into its backup", "[store][backup]") {
  const Fixture made;
  const auto others = backup_from_elsewhere(made);
  const auto own = make_record({.number = 8});
  const bool erased_before = GENERATE(true, false);
  CAPTURE(erased_before);
  if (erased_before) {  // else this machine has no ledger yet
    const auto store = Fixture::open(made.database);
    got(store->put_meeting(own, kNow));
    got(store->erase_meetings(std::array{own.meeting.id}, false));
  }
  const auto aside = got(restore_backup(others, made.database, true, kNow)).kept_aside;
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));  // after its first start too
  CHECK_FALSE(ledger_of(made).stands_against(made.erased.meeting.id));
  CHECK(ledger_of(made).stands_against(own.meeting.id) == erased_before);
  SECTION("going back by a restore") {
    CHECK(got(restore_backup(*aside, made.database, true, kNow)).erased_again == 0);
  }
  SECTION("going back by hand") {
    fs::rename(*aside, made.database);
  }
  const auto store = Fixture::open(made.database);
  CHECK(got(store->memories_of(made.erased.meeting.id, true)) == made.erased.memories);
  CHECK(got(store->check()).empty());
}

TEST_CASE("what another machine erased is not erased here by looking twice", "[store][backup]") {
  const Fixture made;
  const auto nothing_erased = made.folder.path() / "nothing-erased.db";
  const auto others = made.folder.path() / "others.db";
  {
    const auto store = Fixture::open(made.elsewhere);
    got(store->put_meeting(made.kept, kNow));
    got(store->copy_to(nothing_erased, {}));
    got(store->put_meeting(made.erased, kNow));
    got(store->erase_meetings(std::array{made.erased.meeting.id}, false));  // nothing but what is held here
    got(store->copy_to(others, {}));
  }
  const auto aside =
      got(restore_backup(GENERATE(true, false) ? others : nothing_erased, made.database, true, kNow)).kept_aside;
  got(restore_backup(others, made.database, true, kNow));
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
  CHECK(got(restore_backup(*aside, made.database, true, kNow)).erased_again == 0);
  CHECK(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
}

TEST_CASE("a database from elsewhere put in by hand tells a ledger with records nothing", "[store][backup]") {
  const Fixture made;
  const auto others = backup_from_elsewhere(made);
  got(Fixture::open(made.database)->erase_meetings(std::array{made.later.meeting.id}, false));
  const auto aside = made.folder.path() / "aside.db";
  fs::rename(made.database, aside);
  fs::copy_file(others, made.database);
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
  CHECK(ledger_of(made).records().size() == 1);
  fs::rename(aside, made.database);
  CHECK(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
}

TEST_CASE("into an empty folder a backup brings along what it knows to be erased", "[store][backup]") {
  const Fixture made;
  const auto others = backup_from_elsewhere(made);
  fs::remove(ledger_file_of(made.elsewhere));
  fs::remove(made.elsewhere);
  got(restore_backup(others, made.elsewhere, false, kNow));
  const auto ledger = got(ErasureLedger::open(ledger_file_of(made.elsewhere)));  // no start between
  CHECK(ledger.stands_against(made.erased.meeting.id));
  CHECK(got(restore_backup(made.backup, made.elsewhere, true, kNow)).erased_again == 1);
}

TEST_CASE("an older backup restored after the ledger was lost brings nothing back", "[store][backup]") {
  const Fixture made;
  made.erase();
  const auto newer = made.folder.path() / "newer.db";
  got(Fixture::open(made.database)->copy_to(newer, {}));
  fs::remove(ledger_file_of(made.database));
  SECTION("over the database that knows") {
    CHECK(got(restore_backup(made.backup, made.database, true, kNow)).erased_again == 1);
  }
  SECTION("nor after the newer backup, where a new database was begun") {
    fs::remove(made.database);
    got(Fixture::open(made.database)->put_meeting(made.kept, kNow));
    CHECK(got(restore_backup(newer, made.database, true, kNow)).erased_again == 0);
    CHECK(got(restore_backup(made.backup, made.database, true, kNow)).erased_again == 1);
  }
  CHECK_FALSE(got(Fixture::open(made.database)->has_meeting(made.erased.meeting.id)));
  CHECK(ledger_of(made).stands_against(made.erased.meeting.id));
}

TEST_CASE("a restore tells what the ledger lost, which nobody knows once the database is gone", "[store][backup]") {
  const Fixture made;
  made.erase();
  const auto lost = [&] { return got(restore_backup(made.backup, made.database, true, kNow)).lost_records; };
  SECTION("nothing") {
    CHECK_FALSE(lost());
  }
  SECTION("a record") {
    const auto copy = made.folder.path() / "copy.erased";
    fs::copy_file(ledger_file_of(made.database), copy);
    got(Fixture::open(made.database)->erase_meetings(std::array{made.later.meeting.id}, false));
    fs::copy_file(copy, ledger_file_of(made.database), fs::copy_options::overwrite_existing);
    CHECK(lost().value_or("").contains("1 records of the 2"));
    CHECK_FALSE(lost());
  }
}

TEST_CASE("a restore is refused while what was erased cannot be recorded", "[store][backup]") {
  const Fixture made;
  made.erase();
  fs::remove(ledger_file_of(made.database));
  const auto before = bytes_of_file(made.database);
  {
    sqlite::Database other({.file = made.database, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    const sqlite::Transaction writing(other, sqlite::Transaction::Kind::write);
    const auto refused = restore_backup(made.backup, made.database, true, kNow);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unavailable);
    for (const std::string& part : {ledger_file_of(made.database).string(), std::string("in use by another process"),
                                    std::string("restore again"), std::string("nothing was changed")}) {
      CHECK(refused.error().message.contains(part));
    }
    CHECK(made.left_overs().empty());
  }
  CHECK(bytes_of_file(made.database) == before);
  CHECK(got(restore_backup(made.backup, made.database, true, kNow)).erased_again == 1);
  CHECK(ledger_of(made).stands_against(made.erased.meeting.id));
}

TEST_CASE("a ledger is not taken for whole that a damaged database could tell nothing", "[store][backup]") {
  const Fixture made;
  made.erase();
  fs::remove(ledger_file_of(made.database));
  const auto sound = bytes_of_file(made.database);
  write(made.database, std::string(sound.size(), 'x'));
  CHECK(got(restore_backup(made.backup, made.database, true, kNow)).erased_again == 0);
  CHECK_FALSE(fs::exists(ledger_file_of(made.database)));
  write(made.database, sound);  // it could be mended
  CHECK(got(restore_backup(made.backup, made.database, true, kNow)).erased_again == 1);
  CHECK(ledger_of(made).stands_against(made.erased.meeting.id));
}

TEST_CASE("a restore that is in place but cannot be made durable says so", "[store][backup]") {
  const Fixture made;
  const bool replace = GENERATE(true, false);
  const auto& database = replace ? made.database : made.elsewhere;
  NoMoreFiles::skip_under_sanitizer();
  std::optional<NoMoreFiles> none;
  const auto restored = restore_backup(made.backup, database, replace, kNow, {}, [&](const auto&) {
    return std::shared_ptr<void>(nullptr, [&](void*) { none.emplace(); });  // moves and a sync are left
  });
  none.reset();
  REQUIRE_FALSE(restored);
  const std::string& message = restored.error().message;
  CHECK_FALSE(message.contains("nothing was changed"));
  CHECK(message.contains(database.string() + " is the backup now"));
  CHECK(got(Fixture::open(database)->counts({})).meetings == 2);
  if (!replace) return;
  const auto kept = made.left_overs();
  REQUIRE(kept.size() == 1);
  CHECK(message.contains(kept[0].string()));
  CHECK(got(Fixture::open(kept[0])->counts({})).meetings == 3);
}

TEST_CASE("a restore that can neither be ended nor be taken back says what lies where", "[store][backup]") {
  const Fixture made;
  const bool exchanges = GENERATE(true, false);
  const bool has_log = GENERATE(false, true);
  moves.exchanges = exchanges;
  const auto restored = restore_backup(made.backup, made.database, true, kNow, {}, [&](const auto&) {
    return std::shared_ptr<void>(nullptr, [&](void*) {
      if (has_log) write(made.database.string() + "-wal", "what could not be moved into the file");
      moves.pass = has_log ? 2 : 1;
    });
  });
  moves = {};
  REQUIRE_FALSE(restored);
  const std::string& message = restored.error().message;
  CHECK_FALSE(message.contains("nothing was changed"));
  CHECK(fs::exists(made.database) == exchanges);
  CHECK(message.contains(made.database.string() + (exchanges ? " is the backup now" : " is missing now")));
  const auto left = made.left_overs();
  CHECK(left.size() == (exchanges ? 1U : 2U) + (has_log ? 1U : 0U));
  for (const auto& file : left) CHECK(message.contains(file.string()));
}

TEST_CASE("a restore that fails but leaves the log aside says so", "[store][backup]") {
  const Fixture made;
  const auto restored = restore_backup(made.backup, made.database, true, kNow, {}, [&](const auto&) {
    return std::shared_ptr<void>(nullptr, [&](void*) {
      write(made.database.string() + "-wal", "what could not be moved into the file");
      moves.pass = 1;
    });
  });
  moves = {};
  REQUIRE_FALSE(restored);
  const auto left = made.left_overs();
  REQUIRE(left.size() == 1);
  CHECK(left[0].string().ends_with("-wal"));
  CHECK(restored.error().message.contains(left[0].string()));
  CHECK_FALSE(restored.error().message.contains("nothing was changed"));
}

TEST_CASE("a restore that fails last changes nothing, and tells the ledger nothing", "[store][backup]") {
  const Fixture made;
  const auto others = backup_from_elsewhere(made);
  // So long that the name to keep it aside under is too long.
  const auto database = made.folder.path() / (std::string(222, 'd') + ".db");
  fs::rename(made.database, database);
  const auto before = bytes_of_file(database);
  REQUIRE_FALSE(restore_backup(others, database, true, kNow));
  CHECK(bytes_of_file(database) == before);
  CHECK(made.left_overs().empty());
  CHECK(got(ErasureLedger::open(ledger_file_of(database))).records().empty());
  CHECK(got(Fixture::open(database)->has_meeting(made.erased.meeting.id)));
}

TEST_CASE("a restore tells of how many meetings a part was erased again", "[store][backup]") {
  const Fixture made;
  auto left = made.erased;
  left.turns[0].text.clear();
  left.turns[0].speaker.reset();
  std::erase_if(left.memories, [](const Memory& memory) { return memory.first_turn == 0; });
  left.connections.clear();
  for (Memory& memory : left.memories) memory.parent.reset();
  got(Fixture::open(made.database)->reduce_meetings(std::array{left}, false));
  const auto report = got(restore_backup(made.backup, made.database, true, kNow));
  CHECK(report.erased_again == 0);
  CHECK(report.reduced_again == 1);
  CHECK(got(restore_backup(made.backup, made.elsewhere, false, kNow)).reduced_again == 0);
}

TEST_CASE("the log of the database that was there does not reach the restored one", "[store][backup]") {
  const Fixture made;
  {  // as a kill leaves it: the last writes in the log alone
    const auto store = Fixture::open(made.database);
    got(store->put_meeting(make_record({.number = 4}), kNow));
    fs::copy_file(made.database, made.folder.path() / "copy");
    fs::copy_file(made.database.string() + "-wal", made.folder.path() / "copy-wal");
  }
  fs::rename(made.folder.path() / "copy", made.database);
  fs::rename(made.folder.path() / "copy-wal", made.database.string() + "-wal");
  const auto report = got(restore_backup(made.backup, made.database, true, kNow));
  const auto store = Fixture::open(made.database);
  CHECK(got(store->counts({})).meetings == 2);
  CHECK(got(store->check()).empty());
  CHECK(got(Fixture::open(*report.kept_aside)->counts({})).meetings == 4);
}

TEST_CASE("a backup of the version before is brought up to date", "[store][backup]") {
  const Fixture made;
  {
    sqlite::Database database({.file = made.backup, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    database.execute(
        "DROP INDEX IF EXISTS memories_by_filter; DROP TABLE IF EXISTS corrections; DROP TABLE tasks; "
        "DROP TABLE index_snapshot; DROP TABLE pattern_members; DROP TABLE consolidations; DROP TABLE accesses; "
        "DROP TABLE declarations; "
        "DROP TABLE erasure_ledger; DROP TABLE erasures_noted; PRAGMA user_version = 1");
  }
  const auto check = got(verify_backup(made.backup));
  CHECK(check.schema == 1);
  CHECK(check.findings.empty());
  got(restore_backup(made.backup, made.elsewhere, false, kNow));
  CHECK(got(Fixture::open(made.elsewhere)->check()).empty());
}

TEST_CASE("a file that is no sound backup is refused, and nothing is changed", "[store][backup]") {
  const Fixture made;
  const auto sound = bytes_of_file(made.backup);
  const auto before = bytes_of_file(made.database);
  const auto refused = [&](const std::string& bytes, ErrorCode code) {
    write(made.backup, bytes);
    const auto check = verify_backup(made.backup);
    REQUIRE_FALSE(check);
    CHECK(check.error().code == code);
    CHECK(check.error().message.contains(made.backup.string()));
    CHECK(code_of(restore_backup(made.backup, made.database, true, kNow)) == code);
    CHECK(bytes_of_file(made.database) == before);
    CHECK(made.left_overs().empty());
  };
  SECTION("cut short") {
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{100}, std::size_t{4096}, sound.size() / 2, sound.size() - 1})
      refused(sound.substr(0, size), ErrorCode::corruption);
  }
  SECTION("empty") {
    refused("", ErrorCode::corruption);
  }
  SECTION("something else") {
    refused(std::string(20'000, 'x'), ErrorCode::corruption);
  }
  SECTION("another program's database") {
    auto bytes = sound;
    bytes[71] = 'x';  // the application id
    refused(bytes, ErrorCode::unsupported);
  }
  SECTION("a newer Hebb's") {
    auto bytes = sound;
    bytes[63] = 99;  // the user version
    refused(bytes, ErrorCode::unsupported);
  }
  SECTION("not there") {
    CHECK(code_of(verify_backup(made.folder.path() / "none")) == ErrorCode::not_found);
    CHECK(code_of(restore_backup(made.folder.path() / "none", made.database, true, kNow)) == ErrorCode::not_found);
  }
  SECTION("a database in use") {
    const auto store = Fixture::open(made.database);
    got(store->put_meeting(make_record({.number = 5}), kNow));
    CHECK(code_of(verify_backup(made.database)) == ErrorCode::unsupported);
  }
}

TEST_CASE("damage inside a backup is found, and it is not restored", "[store][backup]") {
  const Fixture made;
  auto bytes = bytes_of_file(made.backup);
  for (std::size_t page = 3; page * 8192 + 8 < bytes.size(); page += 2) bytes[page * 8192] = 77;
  write(made.backup, bytes);
  const auto check = verify_backup(made.backup);
  CHECK((!check || !check->findings.empty()));
  CHECK(code_of(restore_backup(made.backup, made.database, true, kNow)) == ErrorCode::corruption);
  CHECK(got(Fixture::open(made.database)->has_meeting(made.later.meeting.id)));
}

}  // namespace hebb
