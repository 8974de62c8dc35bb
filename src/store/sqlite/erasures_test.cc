// What was erased stays erased when an older copy of the database is put back, and what was imported again stays.
#include "store/sqlite/erasures.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fstream>

#include "store/contract_checks.h"
#include "store/sqlite/fault_vfs.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/write.h"
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

constexpr std::size_t kLedgerUnit = 64;

// A store with one meeting that stays and one to be erased.
struct Fixture {
  ScratchFolder folder;
  fs::path file = folder.path() / "hebb.db";
  fs::path copy = folder.path() / "older";
  fs::path ledger_file = folder.path() / "hebb.db.erased";
  MeetingRecord kept = make_record({.number = 1, .word = "ordinary"});
  MeetingRecord erased = make_record({.number = 2, .word = "confidential"});
  MeetingId id = erased.meeting.id;

  Fixture() {
    const auto store = open();
    got(store->put_meeting(kept, kNow));
    got(store->put_meeting(erased, kNow));
  }
  std::unique_ptr<MemoryStore> open() const { return got(open_sqlite_store({.file = file, .readers = 1})); }
  ErasureLedger ledger() const { return got(ErasureLedger::open(ledger_file)); }
  void erase() const { CHECK_FALSE(got(open()->erase_meetings(std::array{id}, false)).traces_remain); }
  void import_again() const { CHECK(got(open()->put_meeting(erased, kNow)).created); }
  void keep_copy() const { fs::copy_file(file, copy, fs::copy_options::overwrite_existing); }
  void put_copy_back() const { fs::copy_file(copy, file, fs::copy_options::overwrite_existing); }
  bool is_there() const {
    const auto store = open();
    CHECK(got(store->has_meeting(kept.meeting.id)));
    CHECK(got(store->check()).empty());
    return got(store->has_meeting(id));
  }
  bool word_is_there() const {
    std::string bytes;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      if (entry.path() != copy) bytes += bytes_of_file(entry.path());
    }
    return bytes.contains("confidential");
  }
  // The erasing transaction alone, as a process leaves it that is killed right after.
  void erase_and_be_killed() const {
    sqlite::Database database({.file = file, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    sqlite::Transaction transaction(database, sqlite::Transaction::Kind::write);
    sqlite::delete_meetings(database, std::array{id});
    transaction.commit();
  }
};

}  // namespace

TEST_CASE("a ledger that lost records at its end is told of", "[store][erasures]") {
  const Fixture made;
  made.erase();
  std::vector<std::string> told;
  const SqliteOptions options{
      .file = made.file, .readers = 1, .warn = [&](std::string_view text) { told.emplace_back(text); }};
  got(open_sqlite_store(options)).reset();
  CHECK(told.empty());
  fs::resize_file(made.ledger_file, kLedgerUnit + 36);
  got(open_sqlite_store(options)).reset();
  REQUIRE(told.size() == 1);
  CHECK(told[0].contains("0 records of the 1 that its database knew"));
  got(open_sqlite_store(options)).reset();  // recorded again
  CHECK(told.size() == 1);
}

TEST_CASE("an erasure is in the ledger when it is acknowledged", "[store][erasures]") {
  const Fixture made;
  const auto store = made.open();
  CHECK_FALSE(fs::exists(made.ledger_file));  // nothing was erased yet
  got(store->erase_meetings(std::array{made.id}, true));
  CHECK_FALSE(made.ledger().stands_against(made.id));
  got(store->erase_meetings(std::array{made.id}, false));
  CHECK(made.ledger().stands_against(made.id));
  CHECK_FALSE(made.ledger().stands_against(made.kept.meeting.id));
}

TEST_CASE("an older copy of the database forgets what was erased since, before it is read", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  made.put_copy_back();
  REQUIRE(made.word_is_there());
  {
    const auto store = made.open();
    CHECK_FALSE(got(store->has_meeting(made.id)));
    CHECK_FALSE(made.word_is_there());
    CHECK(got(store->changes(0, 10)).back().kind == Change::Kind::meeting_erased);
  }
  CHECK(made.ledger().records().size() == 1);  // done again, not recorded again
  SECTION("and keeps what is imported on purpose after that") {
    made.import_again();
    CHECK(made.is_there());
    CHECK(made.is_there());
  }
}

TEST_CASE("what is imported again after its erasure stays", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  made.import_again();
  CHECK(made.is_there());
  SECTION("also when a copy from before the erasure is put back") {
    made.put_copy_back();
    CHECK(made.is_there());
  }
  SECTION("until it is erased again") {
    made.erase();
    CHECK_FALSE(made.is_there());
    made.put_copy_back();
    CHECK_FALSE(made.is_there());
  }
}

TEST_CASE("a kill between the erasing transaction and the ledger loses nothing", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase_and_be_killed();
  CHECK_FALSE(made.ledger().stands_against(made.id));
  const auto killed = bytes_of_file(made.file);
  CHECK_FALSE(made.is_there());
  CHECK_FALSE(made.word_is_there());
  CHECK(made.ledger().stands_against(made.id));
  SECTION("nor one after it was written there") {
    std::ofstream(made.file, std::ios::binary) << killed;
    CHECK_FALSE(made.is_there());
    CHECK(made.ledger().records().size() == 1);
  }
  SECTION("nor a half-written record") {
    std::ofstream(made.file, std::ios::binary) << killed;
    fs::resize_file(made.ledger_file, kLedgerUnit + 20);
    CHECK_FALSE(made.is_there());
    CHECK(made.ledger().records().size() == 1);
    CHECK(made.ledger().stands_against(made.id));
  }
  made.put_copy_back();
  CHECK_FALSE(made.is_there());
}

TEST_CASE("a kill between an import and its word in the ledger loses neither", "[store][erasures]") {
  const Fixture made;
  made.erase();
  const auto ledger = bytes_of_file(made.ledger_file);
  made.import_again();
  std::ofstream(made.ledger_file, std::ios::binary) << ledger;  // as if the word had not been written
  CHECK(made.is_there());
  CHECK(made.is_there());
}

TEST_CASE("an erasure that cannot be recorded is refused before anything is gone", "[store][erasures]") {
  const Fixture made;
  const auto store = made.open();
  fs::create_directory(made.ledger_file);
  const auto refused = store->erase_meetings(std::array{made.id}, false);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.contains(made.ledger_file.string()));
  CHECK(got(store->has_meeting(made.id)));
  fs::remove(made.ledger_file);
  CHECK(got(store->erase_meetings(std::array{made.id}, false)).meetings == 1);
  CHECK(made.ledger().stands_against(made.id));
}

TEST_CASE("an older copy that cannot be written is not served", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  made.put_copy_back();
  fs::permissions(made.file, fs::perms::owner_read);
  const auto opened = open_sqlite_store({.file = made.file});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ErrorCode::unavailable);
  CHECK(opened.error().message.contains("writable"));
}

TEST_CASE("a database that can only be read is served when it has taken in its ledger", "[store][erasures]") {
  const Fixture made;
  made.erase();
  fs::permissions(made.file, fs::perms::owner_read);
  CHECK(got(open_sqlite_store({.file = made.file}))->seq());
}

TEST_CASE("a ledger that was lost begins with what the database knows", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  fs::remove(made.ledger_file);
  CHECK_FALSE(made.is_there());
  CHECK(made.ledger().stands_against(made.id));
  made.put_copy_back();
  CHECK_FALSE(made.is_there());
}

TEST_CASE("damage in the ledger stops only a copy that would need it", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  auto bytes = bytes_of_file(made.ledger_file);
  bytes[kLedgerUnit + 9] = static_cast<char>(bytes[kLedgerUnit + 9] ^ 1);
  std::ofstream(made.ledger_file, std::ios::binary) << bytes;
  SECTION("the database that did the erasing goes on, and writes down again what it knows") {
    CHECK_FALSE(made.is_there());
    CHECK(made.ledger().damaged() == 1);
    CHECK(made.ledger().stands_against(made.id));
  }
  SECTION("an older one is refused with a word on what to do") {
    made.put_copy_back();
    const auto opened = open_sqlite_store({.file = made.file});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::corruption);
    CHECK(opened.error().message.contains(made.ledger_file.string()));
    CHECK(opened.error().message.contains("move it away"));
  }
}

TEST_CASE("a ledger with records of a later Hebb stops a copy that has not taken them in", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  auto ledger = made.ledger();
  REQUIRE(ledger.append(std::array{ErasureRecord{.kind = static_cast<ErasureRecord::Kind>(200)}}));
  made.put_copy_back();
  CHECK(code_of(open_sqlite_store({.file = made.file})) == ErrorCode::unsupported);
}

TEST_CASE("a database from before there was a ledger gives one what it has erased", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase_and_be_killed();
  {
    sqlite::Database database({.file = made.file, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    database.execute(
        "DROP INDEX IF EXISTS memories_by_filter; DROP TABLE IF EXISTS corrections; DROP TABLE tasks; "
        "DROP TABLE index_snapshot; DROP TABLE pattern_members; DROP TABLE consolidations; DROP TABLE accesses; "
        "DROP TABLE declarations; "
        "DROP TABLE erasure_ledger; DROP TABLE erasures_noted; PRAGMA user_version = 1");
  }
  CHECK_FALSE(made.is_there());
  CHECK(made.ledger().stands_against(made.id));
  made.put_copy_back();
  CHECK_FALSE(made.is_there());
}

namespace {

// What is left of the meeting to be erased without its turns 1 and 2 and without "Silent confidential".
MeetingRecord reduced() {
  auto left = make_record({.number = 2, .word = "plain"});  // the id and numbers of the other
  for (Turn& turn : left.turns) {
    if (turn.number == 1 || turn.number == 2) turn.text.clear(), turn.speaker.reset();
  }
  left.meeting.participants = {"Anna", "Ben", "Chen"};
  std::erase_if(left.memories, [](const Memory& memory) { return memory.first_turn <= 2 && memory.last_turn >= 1; });
  left.connections.clear();
  for (Memory& memory : left.memories) memory.parent.reset();
  return left;
}

}  // namespace

TEST_CASE("an older copy forgets the turns and names that were erased since", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  const auto left = reduced();
  CHECK(got(made.open()->reduce_meetings(std::array{left}, false)).turns == 2);
  const auto records = made.ledger().records().size();
  CHECK(records == 3);
  made.put_copy_back();
  {
    const auto store = made.open();
    const auto turns = got(store->turns(made.id, 0, 99));
    REQUIRE(turns.size() == made.erased.turns.size());
    for (const Turn& turn : turns) CHECK(turn.text.empty() == (turn.number == 1 || turn.number == 2));
    for (const Memory& memory : got(store->memories_of(made.id, false))) {
      CHECK((memory.last_turn < 1 || memory.first_turn > 2));
    }
    CHECK(got(store->meeting(made.id))->meeting.participants == left.meeting.participants);
    CHECK(got(store->changes(0, 10)).back().kind == Change::Kind::meeting_changed);
    CHECK(got(store->check()).empty());
  }
  CHECK(made.ledger().records().size() == records);
  CHECK(made.is_there());
}

namespace {

// In the place of extraction: a memory stays where one of its turns has words, and loses "confidential" where one has
// none any more; a context only if all have.
void keep_what_is_said(MeetingRecord& remains, std::span<const Memory> known) {
  for (const Memory& memory : known) {
    const auto silent = std::ranges::count_if(remains.turns, [&](const Turn& turn) {
      return turn.text.empty() && turn.number >= memory.first_turn && turn.number <= memory.last_turn;
    });
    const bool gone = silent > memory.last_turn - memory.first_turn;
    if (gone || (silent > 0 && memory.level == Level::context)) continue;
    Memory& left = remains.memories.emplace_back(memory);
    left.parent.reset();
    if (silent > 0) left.text = left.text.substr(left.text.find(" at "));
  }
}

// A meeting more, of which a part goes too; in both a person corrected what a part of which goes.
struct PartsFixture : Fixture {
  MeetingRecord other = make_record({.number = 3, .word = "confidential"});
  mutable int found = 0;  // meetings found anew

  PartsFixture() {
    got(open()->put_meeting(other, kNow));
    for (const MeetingRecord* record : {&erased, &other}) {
      got(open()->correct_memory(record->memories[4].id, {.importance = 0.75f}, kNow));  // of turns 4 and 5
    }
    keep_copy();
    const auto store = open();
    std::vector<MeetingRecord> remains;
    for (const MeetingRecord* record : {&erased, &other}) {
      MeetingRecord left{.meeting = got(store->meeting(record->meeting.id))->meeting, .turns = record->turns};
      left.turns[4].text.clear();
      left.turns[4].speaker.reset();
      keep_what_is_said(left, got(store->memories_of(left.meeting.id, true)));
      remains.push_back(std::move(left));
    }
    CHECK(got(store->reduce_meetings(remains, false)).lost_corrections == 0);
  }

  // As many meetings are found anew, and the next fails.
  Result<std::unique_ptr<MemoryStore>> open_with_finder(int meetings, const std::string& vfs = {}) const {
    const auto make = [this, meetings](const std::optional<EncoderProbe>&) -> Result<FindAnew> {
      if (meetings < 0) return fail(ErrorCode::not_found, "no model");
      return [this, left = meetings](MeetingRecord& remains, std::span<const Memory> known) mutable -> Result<void> {
        if (left-- == 0) return fail(ErrorCode::resource_exhausted, "no memory");
        ++found;
        keep_what_is_said(remains, known);
        return {};
      };
    };
    return open_sqlite_store({.file = file, .make_find_anew = make, .readers = 1, .vfs = vfs});
  }
};

struct Holds {
  std::vector<Memory> memories;
  std::vector<Turn> turns;
  std::vector<std::optional<Extracted>> extracted;

  friend bool operator==(const Holds&, const Holds&) = default;
};

Holds holds(const MemoryStore& store, const MeetingId& id) {
  Holds found{.memories = got(store.memories_of(id, true)), .turns = got(store.turns(id, 0, 99)), .extracted = {}};
  for (const Memory& memory : found.memories) found.extracted.push_back(got(store.extracted(memory.id)));
  return found;
}

}  // namespace

TEST_CASE("an older copy finds anew what is left of what was erased in part since", "[store][erasures]") {
  const PartsFixture made;
  const std::array ids{made.id, made.other.meeting.id};
  std::vector<Holds> before;
  for (const auto& id : ids) before.push_back(holds(*made.open(), id));
  const auto corrected = [](const Memory& memory) { return memory.importance == 0.75f && memory.text == " at 4"; };
  CHECK(std::ranges::count_if(before[0].memories, corrected) == 1);
  const auto records = made.ledger().records().size();
  made.put_copy_back();
  SECTION("at once") {}
  SECTION("and where it is stopped the next opening goes on") {
    const auto stopped = made.open_with_finder(1);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::resource_exhausted);
    CHECK(made.found == 1);
  }
  SECTION("and another model is told as one, not as a damaged database") {
    const auto refused = open_sqlite_store(
        {.file = made.file,
         .make_find_anew = [](const auto&) -> Result<FindAnew> { return fail(ErrorCode::conflict, "another model"); },
         .readers = 1});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK(refused.error().message.contains("another model"));
    CHECK_FALSE(refused.error().message.contains("contradicts"));
  }
  SECTION("and is not opened where that cannot be done") {
    const auto refused = made.open_with_finder(-1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::not_found);
    CHECK(refused.error().message.contains("no model"));
    CHECK(refused.error().message.contains(made.file.string()));
  }
  {
    const auto store = got(made.open_with_finder(2));
    for (std::size_t i = 0; i < ids.size(); ++i) CHECK(holds(*store, ids[i]) == before[i]);
    CHECK(got(store->check()).empty());
    CHECK(made.found == 2);
  }
  CHECK(made.ledger().records().size() == records);
  CHECK(got(made.open_with_finder(0))->seq());  // nothing is left to be found
}

TEST_CASE("a failing disk leaves what an older copy has to forget to the next opening", "[store][erasures][fault]") {
  const PartsFixture made;
  const std::array ids{made.id, made.other.meeting.id};
  std::vector<Holds> before;
  for (const auto& id : ids) before.push_back(holds(*made.open(), id));
  const auto ledger = bytes_of_file(made.ledger_file);
  bool fired = true;
  for (int n = 1; fired; n += 3) {
    CAPTURE(n);
    made.put_copy_back();
    sqlite::FaultVfs vfs;
    vfs.fail_at(n, n % 2 == 0 ? sqlite::FaultVfs::Fault::io_error : sqlite::FaultVfs::Fault::disk_full, true);
    if (const auto opened = made.open_with_finder(2, vfs.name())) {
      for (std::size_t i = 0; i < ids.size(); ++i) CHECK(holds(**opened, ids[i]) == before[i]);
    }
    fired = vfs.fired();
    vfs.heal();
    const auto store = got(made.open_with_finder(2));
    for (std::size_t i = 0; i < ids.size(); ++i) CHECK(holds(*store, ids[i]) == before[i]);
    CHECK(got(store->check()).empty());
    CHECK(bytes_of_file(made.ledger_file) == ledger);
  }
}

TEST_CASE("nothing is found anew in an older copy's meeting that was erased whole since", "[store][erasures]") {
  const PartsFixture made;
  got(made.open()->erase_meetings(std::array{made.other.meeting.id}, false));
  made.put_copy_back();
  CHECK_FALSE(got(got(made.open_with_finder(2))->has_meeting(made.other.meeting.id)));
  CHECK(made.found == 1);
}

TEST_CASE("an older copy that records a note of its own has still to take in what was erased since",
          "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  made.erase();
  made.put_copy_back();
  {
    sqlite::Database database({.file = made.file, .access = sqlite::Access::write, .busy_timeout = {}, .vfs = {}});
    sqlite::Transaction transaction(database, sqlite::Transaction::Kind::write);
    sqlite::note_erasure(database, turn_erased(made.kept.meeting.id, 99));  // as a kill leaves it
    transaction.commit();
    auto ledger = made.ledger();
    sqlite::record_erasures(database, ledger);
  }
  CHECK_FALSE(made.is_there());
}

TEST_CASE("importing what an erasure left of a meeting brings no erased turn back", "[store][erasures]") {
  const Fixture made;
  made.keep_copy();
  got(made.open()->reduce_meetings(std::array{reduced()}, false));
  const auto exported = got(made.open()->record(made.id));
  made.erase();
  REQUIRE(exported);
  CHECK(got(made.open()->put_record(*exported)).created);
  CHECK(made.ledger().stands(turn_erased(made.id, 1)));
  CHECK(made.ledger().stands(turn_erased(made.id, 2)));
  CHECK_FALSE(made.ledger().stands(turn_erased(made.id, 3)));
  CHECK_FALSE(made.ledger().stands(meeting_erased(made.id)));
  const auto silent = [&](std::uint32_t number) {
    return got(made.open()->turns(made.id, number, number))[0].text.empty();
  };
  SECTION("with an older copy") {
    made.put_copy_back();
    for (std::uint32_t number = 0; number < made.erased.turns.size(); ++number) {
      CHECK(silent(number) == (number == 1 || number == 2));
    }
  }
  SECTION("nor when it is erased and imported so once more") {
    made.erase();
    CHECK(got(made.open()->put_record(*exported)).created);
    made.put_copy_back();
    CHECK(silent(1));
    CHECK_FALSE(silent(3));
  }
  SECTION("unless its words are imported after that") {
    made.erase();
    made.import_again();
    CHECK_FALSE(made.ledger().stands_against(made.id));
    made.put_copy_back();
    CHECK_FALSE(silent(1));
  }
  CHECK(made.is_there());
}

TEST_CASE("importing what an erasure left of a meeting brings no erased name back", "[store][erasures]") {
  const Fixture made;
  auto record = make_record({.number = 3, .word = "plain"});
  const auto id = record.meeting.id;
  record.meeting.participants = {"Early", "Anna", "Ben", "Chen", "Late"};  // the first and the last say nothing
  for (Memory& memory : record.memories) memory.task.owner.reset();
  got(made.open()->put_meeting(record, kNow));
  made.keep_copy();
  const auto without = [&](std::vector<std::string> participants) {
    auto left = record;
    left.meeting.participants = std::move(participants);
    got(made.open()->reduce_meetings(std::array{left}, false));
  };
  const auto participants = [&] { return got(made.open()->meeting(id))->meeting.participants; };
  const auto import = [&](const StoredRecord& stored) {
    got(made.open()->erase_meetings(std::array{id}, false));
    CHECK(got(made.open()->put_record(stored)).created);
  };
  without({"Anna", "Ben", "Chen", "Late"});
  import(*got(made.open()->record(id)));
  CHECK(participants() == std::vector<std::string>{"Anna", "Ben", "Chen", "Late"});
  CHECK(made.ledger().stands(speaker_erased(id, 0, 4)));
  SECTION("with an older copy") {
    made.put_copy_back();
    CHECK(participants() == std::vector<std::string>{"Anna", "Ben", "Chen", "Late"});
  }
  SECTION("nor one that was erased after it") {
    without({"Anna", "Ben", "Chen"});
    import(*got(made.open()->record(id)));
    made.put_copy_back();
    CHECK(participants() == std::vector<std::string>{"Anna", "Ben", "Chen"});
  }
  SECTION("with what was left before another was erased") {
    const auto older = *got(made.open()->record(id));
    without({"Anna", "Ben", "Chen"});
    import(older);
    CHECK(participants() == std::vector<std::string>{"Anna", "Ben", "Chen", "Late"});
    made.put_copy_back();
    CHECK(participants() == std::vector<std::string>{"Anna", "Ben", "Chen", "Late"});
  }
  SECTION("unless it is among what is imported after that") {
    import({.record = record, .created_at = kNow});
    CHECK_FALSE(made.ledger().stands_against(id));
    CHECK(participants() == record.meeting.participants);
    made.put_copy_back();
    CHECK(participants() == record.meeting.participants);
  }
  CHECK(got(made.open()->check()).empty());
  CHECK(made.is_there());
}

TEST_CASE("a kill before such an import is in the ledger changes nothing of it", "[store][erasures]") {
  const Fixture made;
  got(made.open()->reduce_meetings(std::array{reduced()}, false));
  const auto exported = got(made.open()->record(made.id));
  made.erase();
  got(got(open_sqlite_store({.file = made.file, .readers = 1, .record_erasures = false}))->put_record(*exported));
  const auto killed = bytes_of_file(made.file);
  CHECK(made.ledger().stands(meeting_erased(made.id)));
  CHECK(made.is_there());
  CHECK_FALSE(made.ledger().stands(meeting_erased(made.id)));
  CHECK(made.ledger().stands(turn_erased(made.id, 1)));
  const auto records = made.ledger().records().size();
  std::ofstream(made.file, std::ios::binary) << killed;  // as if killed after it was written there
  CHECK(made.is_there());
  CHECK(made.ledger().records().size() == records);
  const auto there = got(made.open()->record(made.id))->record;
  CHECK(there.turns == exported->record.turns);
  CHECK(there.memories == exported->record.memories);
  CHECK(there.meeting.participants == exported->record.meeting.participants);
}

TEST_CASE("an older copy forgets whose memory alone it was", "[store][erasures]") {
  const Fixture made;
  auto record = make_record({.number = 3, .word = "plain"});
  record.memories[3].speaker = "Dora";  // neither a participant nor whose a turn is, as an archive may have it
  record.memories[3].task.owner.reset();
  got(made.open()->put_meeting(record, kNow));
  made.keep_copy();
  auto left = record;
  left.memories[3].speaker.reset();
  got(made.open()->reduce_meetings(std::array{left}, false));
  CHECK(made.ledger().stands(speaker_erased(record.meeting.id, 4, 4)));
  made.put_copy_back();
  const bool with_finder = GENERATE(true, false);
  CAPTURE(with_finder);
  const auto make = [&](const std::optional<EncoderProbe>&) -> Result<FindAnew> {
    return [&](MeetingRecord& remains, std::span<const Memory>) -> Result<void> {
      remains.memories = left.memories;
      remains.connections = left.connections;
      return {};
    };
  };
  const auto store = got(open_sqlite_store(
      {.file = made.file, .make_find_anew = with_finder ? MakeFindAnew(make) : nullptr, .readers = 1}));
  CHECK(got(store->meetings_with("Dora")).empty());
  if (!with_finder) std::erase_if(left.memories, [](const Memory& memory) { return memory.position == 3; });
  CHECK(got(store->memories_of(record.meeting.id, true)).size() == left.memories.size());
  CHECK(got(store->check()).empty());
  std::string bytes;
  for (const auto& entry : fs::directory_iterator(made.folder.path())) {
    if (entry.path() != made.copy) bytes += bytes_of_file(entry.path());
  }
  CHECK_FALSE(bytes.contains("Dora"));
}

TEST_CASE("finding a meeting anew records no name as erased", "[store][erasures]") {
  const Fixture made;
  auto record = make_record({.number = 3, .word = "plain"});
  record.memories[3].speaker = "Dora";
  got(made.open()->put_meeting(record, kNow));
  record.memories[3].speaker.reset();
  got(made.open()->renew_meeting(record));
  CHECK(got(made.open()->meetings_with("Dora")).empty());
  CHECK_FALSE(made.ledger().stands_against(record.meeting.id));
}

TEST_CASE("an older copy forgets whose a turn without text was", "[store][erasures]") {
  const Fixture made;
  auto record = make_record({.number = 3, .word = "plain"});
  record.turns[4].speaker = "Dora";
  record.turns[4].text.clear();
  got(made.open()->put_meeting(record, kNow));
  made.keep_copy();
  record.turns[4].speaker.reset();
  CHECK(got(made.open()->reduce_meetings(std::array{record}, false)).turns == 0);
  made.put_copy_back();
  const auto store = made.open();
  CHECK(got(store->turns(record.meeting.id, 0, 99)) == record.turns);
  CHECK_FALSE(std::ranges::contains(got(store->speakers({})), std::string("Dora"), &SpeakerSummary::name));
  CHECK(got(store->check()).empty());
}

}  // namespace hebb
