// What opening does with whatever is in the file's place.
#include <grp.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>
#include <random>

#include "store/contract_checks.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

namespace fs = std::filesystem;
using store_contract::code_of;
using store_contract::got;
using store_contract::kNow;
using store_fixture::bytes_of_file;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

Result<std::unique_ptr<MemoryStore>> open(const fs::path& file) {
  return open_sqlite_store({.file = file, .busy_timeout = Milliseconds(50)});
}

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// Runs SQL of the test's own on the file.
void alter(const fs::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  CHECK(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

class StoreFile {
 public:
  StoreFile() { got(got(open(file_))->put_meeting(record_, kNow)); }
  const fs::path& file() const { return file_; }
  fs::path folder() const { return folder_.path(); }
  const MeetingRecord& record() const { return record_; }
  void check_readable(const MemoryStore& store) const {
    CHECK(got(store.memories_of(record_.meeting.id, true)) == record_.memories);
    CHECK(got(store.turns(record_.meeting.id, 0, 99)) == record_.turns);
    CHECK(got(store.check()).empty());
  }

 private:
  ScratchFolder folder_;
  fs::path file_ = folder_.path() / "hebb.db";
  MeetingRecord record_ = make_record({});
};

// The error of opening, whose message must name the file.
Error refusal(const fs::path& file) {
  const auto opened = open(file);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().message.find(file.string()) != std::string::npos);
  return opened.error();
}

void check_refuses_writing(MemoryStore& store, const fs::path& file) {
  const auto other = make_record({.number = 1});
  const auto outcome = store.put_meeting(other, kNow);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == ErrorCode::unavailable);
  CHECK(outcome.error().message.find(file.string()) != std::string::npos);
  CHECK(outcome.error().message.find("writable") != std::string::npos);
  CHECK(code_of(store.erase_meetings(std::array{other.meeting.id}, false)) == ErrorCode::unavailable);
  CHECK(code_of(store.rename_speaker("default", "Anna", "Anne")) == ErrorCode::unavailable);
  CHECK(code_of(store.put_probe({})) == ErrorCode::unavailable);
}

bool says_what_is_wrong(const Error& error) {
  return error.code == ErrorCode::corruption || error.code == ErrorCode::unsupported;
}

// Overwrites a piece of the used bytes, calls everything, and returns how often the damage was seen: that of text and
// numbers cannot be.
int damage_repeatedly(std::uint32_t seed, int rounds) {
  const StoreFile made;
  const auto sound = bytes_of_file(made.file());
  std::mt19937 random(seed);
  int seen = 0;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round << " of seed " << seed);
    auto damaged = sound;
    auto at = random() % sound.size();
    while (sound[at] == 0) at = random() % sound.size();
    const auto end = std::min(sound.size(), at + 1 + random() % 300);
    for (; at < end; ++at) damaged[at] = static_cast<char>(random());
    write(made.file(), damaged);
    const auto store = open(made.file());
    if (!store) {
      ++seen;
      INFO(store.error().message);
      CHECK(says_what_is_wrong(store.error()));
      continue;
    }
    const auto checked = (*store)->check();
    if (!checked || !checked->empty()) ++seen;
    (void)(*store)->scan({}, [](StoredMeeting&&) -> Result<void> { return {}; });
    (void)(*store)->counts({});
    (void)(*store)->meetings({});
    (void)(*store)->put_meeting(make_record({.number = 1}), kNow);
    (void)(*store)->erase_meetings(std::array{made.record().meeting.id}, false);
  }
  return seen;
}

}  // namespace

TEST_CASE("a new store is made where its folder is, for its owner alone", "[store][open]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "a file? with#odd%20name'.db";
  {
    const auto store = got(open(file));
    got(store->put_meeting(make_record({}), kNow));
    for (const char* suffix : {"", "-wal", "-shm"}) {
      const auto mode = fs::status(fs::path(file) += suffix).permissions();
      CHECK(mode == (fs::perms::owner_read | fs::perms::owner_write));
    }
  }
  CHECK(fs::exists(file));
  CHECK_FALSE(fs::exists(fs::path(file) += "-wal"));  // closing leaves one file
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("an empty file becomes a store", "[store][open]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  write(file, "");
  CHECK(got(got(open(file))->counts({})).meetings == 0);
}

TEST_CASE("what is no store is refused and left as it is", "[store][open]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  SECTION("a text") {
    write(file, std::string(20'000, 'x'));
    CHECK(refusal(file).code == ErrorCode::corruption);
  }
  SECTION("a short text") {
    write(file, "hello");
    CHECK(refusal(file).code == ErrorCode::corruption);
  }
  SECTION("another program's database") {
    alter(file, "CREATE TABLE bookmarks (url TEXT)");
    CHECK(refusal(file).code == ErrorCode::unsupported);
  }
  SECTION("an empty database that is marked as another program's") {
    alter(file, "PRAGMA application_id = 7; PRAGMA user_version = 1");
    CHECK(refusal(file).code == ErrorCode::unsupported);
  }
  SECTION("a folder") {
    fs::create_directory(file);
    CHECK(refusal(file).code == ErrorCode::unavailable);
    return;
  }
  const auto before = bytes_of_file(file);
  CHECK_FALSE(open(file));
  CHECK(bytes_of_file(file) == before);
}

TEST_CASE("a missing folder is named", "[store][open]") {
  const ScratchFolder folder;
  const auto error = refusal(folder.path() / "nowhere" / "hebb.db");
  CHECK(error.code == ErrorCode::not_found);
  CHECK(error.message.find("--data-dir") != std::string::npos);
}

TEST_CASE("a newer version's store is refused", "[store][open]") {
  const StoreFile made;
  alter(made.file(), "PRAGMA user_version = 99");
  const auto before = bytes_of_file(made.file());
  const auto error = refusal(made.file());
  CHECK(error.code == ErrorCode::unsupported);
  CHECK(error.message.find("newer Hebb") != std::string::npos);
  CHECK(bytes_of_file(made.file()) == before);
}

TEST_CASE("tables that are not those of the version are found at once", "[store][open]") {
  const StoreFile made;
  alter(made.file(),
        GENERATE("DROP TABLE vectors", "ALTER TABLE turns ADD COLUMN mood TEXT", "DROP INDEX memories_by_type",
                 "CREATE TRIGGER t AFTER INSERT ON turns BEGIN DELETE FROM changes; END"));
  CHECK(refusal(made.file()).code == ErrorCode::corruption);
}

TEST_CASE("a file cut short is found at once", "[store][open]") {
  const StoreFile made;
  const auto whole = fs::file_size(made.file());
  for (const auto size : {whole - 1, whole - 8192, whole / 2, std::uintmax_t{8192}, std::uintmax_t{100}}) {
    INFO(size << " of " << whole);
    fs::resize_file(made.file(), size);
    CHECK(refusal(made.file()).code == ErrorCode::corruption);
  }
}

TEST_CASE("a header that SQLite would take for something else is damage", "[store][open]") {
  const StoreFile made;
  auto damaged = bytes_of_file(made.file());
  SECTION("a write version it does not know, which it would open for reading only") {
    damaged.at(18) = 3;
    write(made.file(), damaged);
    CHECK(refusal(made.file()).code == ErrorCode::corruption);
  }
  SECTION("a schema format it does not know, for which it would blame the statement") {
    const std::size_t at = GENERATE(44, 45, 46, 47);
    damaged.at(at) = 5;
    write(made.file(), damaged);
    CHECK(refusal(made.file()).code == ErrorCode::corruption);
  }
  SECTION("a version below zero, which would have the tables made again") {
    damaged.at(60) = '\x80';
    write(made.file(), damaged);
    CHECK(refusal(made.file()).code == ErrorCode::unsupported);
  }
  CHECK(bytes_of_file(made.file()) == damaged);
}

TEST_CASE("every byte of the header can be damaged", "[.deep][store][open]") {
  const StoreFile made;
  const auto sound = bytes_of_file(made.file());
  for (std::size_t at = 0; at < 100; ++at) {
    for (const int flipped : {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x7f, 0xff}) {
      INFO("byte " << at << " xor " << flipped);
      auto damaged = sound;
      damaged[at] = static_cast<char>(damaged[at] ^ flipped);
      write(made.file(), damaged);
      const auto store = open(made.file());
      if (!store) {
        INFO(store.error().message);
        CHECK(says_what_is_wrong(store.error()));
      } else if (const auto stored = (*store)->put_meeting(make_record({.number = 1}), kNow); !stored) {
        CHECK(says_what_is_wrong(stored.error()));
      }
    }
  }
}

TEST_CASE("a damaged file gives errors, never a crash", "[store][open]") {
  CHECK(damage_repeatedly(1, 15) > 0);
}

TEST_CASE("a damaged file gives errors, never a crash, at many places", "[.deep][store][open]") {
  for (const std::uint32_t seed : {1U, 2U, 3U, 1795568921U}) CHECK(damage_repeatedly(seed, 400) > 100);
}

TEST_CASE("a log left by a crash is read", "[store][open]") {
  const StoreFile made;
  const ScratchFolder copy;
  const auto later = make_record({.number = 1});
  {
    const auto store = got(open(made.file()));
    got(store->put_meeting(later, kNow));
    for (const auto& entry : fs::directory_iterator(made.folder()))
      fs::copy(entry.path(), copy.path() / entry.path().filename());
  }
  const auto store = got(open(copy.path() / "hebb.db"));
  made.check_readable(*store);
  CHECK(got(store->memories_of(later.meeting.id, true)) == later.memories);
}

TEST_CASE("a store that may not be written is read, and written once it may be", "[store][open]") {
  const StoreFile made;
  const auto locked = GENERATE("file", "folder") == std::string("file") ? made.file() : made.folder();
  const auto mode = fs::status(locked).permissions();
  constexpr auto kAllWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  fs::permissions(locked, kAllWrite, fs::perm_options::remove);
  {
    const auto store = got(open(made.file()));
    made.check_readable(*store);
    check_refuses_writing(*store, made.file());
    CHECK(got(store->erase_meetings(std::array{made.record().meeting.id}, true)).meetings == 1);  // only counted
    CHECK(std::distance(fs::directory_iterator(made.folder()), {}) == 1);  // nothing made beside it

    fs::permissions(locked, mode);
    CHECK(got(store->put_meeting(make_record({.number = 1}), kNow)).seq == 2);
    made.check_readable(*store);
  }
  CHECK(got(got(open(made.file()))->counts({})).meetings == 2);
}

TEST_CASE("a read-only store can be refused instead", "[store][open]") {
  const StoreFile made;
  fs::permissions(made.file(), fs::perms::owner_read);
  CHECK(code_of(open_sqlite_store({.file = made.file(), .read_only_ok = false})) == ErrorCode::unavailable);
}

TEST_CASE("in a read-only folder no store is made", "[store][open]") {
  const ScratchFolder folder;
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(refusal(folder.path() / "hebb.db").code == ErrorCode::unavailable);
}

TEST_CASE("a read-only store with a log is read with it", "[store][open]") {
  const StoreFile made;
  const ScratchFolder copy;
  {
    const auto store = got(open(made.file()));
    got(store->put_meeting(make_record({.number = 1}), kNow));
    for (const auto& entry : fs::directory_iterator(made.folder()))
      fs::copy(entry.path(), copy.path() / entry.path().filename());
  }
  const auto file = copy.path() / "hebb.db";
  fs::permissions(file, fs::perms::owner_read);
  const auto store = got(open(file));
  CHECK(got(store->counts({})).meetings == 2);
  check_refuses_writing(*store, file);
}

TEST_CASE("another user's store is read where its permissions allow", "[store][open]") {
  if (::geteuid() != 0) SKIP("root: needed to become another user");
  const StoreFile made;
  const bool readable = GENERATE(true, false);
  fs::permissions(made.folder(), fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
  if (readable) fs::permissions(made.file(), fs::perms::others_read, fs::perm_options::add);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(9);
    const auto store = open(made.file());
    if (!readable) ::_exit(!store && store.error().code == ErrorCode::unavailable ? 0 : 1);
    if (!store) ::_exit(2);
    const auto memories = (*store)->memories_of(made.record().meeting.id, true);
    if (memories != made.record().memories) ::_exit(3);
    ::_exit(code_of((*store)->put_probe({})) == ErrorCode::unavailable ? 0 : 4);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a store that another process holds is unavailable, and soon again there", "[store][open]") {
  const StoreFile made;
  const auto store = got(open(made.file()));
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(made.file().c_str(), &other) == SQLITE_OK);
  REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
  const auto record = make_record({.number = 1});
  CHECK(code_of(store->put_meeting(record, kNow)) == ErrorCode::unavailable);
  made.check_readable(*store);
  REQUIRE(sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(other);
  CHECK(got(store->put_meeting(record, kNow)).created);
}

}  // namespace hebb
