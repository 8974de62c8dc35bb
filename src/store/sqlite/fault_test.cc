// What a failing disk does to the store: for every write, truncation and sync of an operation, that one fails.
#include <array>
#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "store/contract_checks.h"
#include "store/sqlite/fault_vfs.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

using sqlite::FaultVfs;
using store_contract::code_of;
using store_contract::got;
using store_contract::kNow;
using store_contract::sorted;
using store_fixture::make_record;
using store_fixture::ScratchFolder;
using Fault = FaultVfs::Fault;

// Long enough that a cache of pages spills and the log is checkpointed on the way.
MeetingRecord first_record() {
  return make_record({.number = 1, .turns = 40, .episodes = 60, .contexts = 4, .word = "firstly"});
}
MeetingRecord second_record() {
  return make_record({.number = 2, .turns = 40, .episodes = 60, .contexts = 4, .word = "secondly"});
}

SqliteOptions options_in(const std::filesystem::path& folder, const FaultVfs* vfs) {
  return {.file = folder / "hebb.db",
          .readers = 1,
          .busy_timeout = Milliseconds(50),
          .wipe_timeout = Milliseconds(50),
          .vfs = vfs ? vfs->name() : ""};
}

std::unique_ptr<MemoryStore> open_in(const std::filesystem::path& folder, const FaultVfs* vfs = nullptr) {
  return got(open_sqlite_store(options_in(folder, vfs)));
}

// A folder with one store of one meeting in it, made once and copied for each fault.
class Beginning {
 public:
  Beginning() { got(open_in(folder_.path())->put_meeting(first_record(), kNow)); }
  void copy_to(const std::filesystem::path& folder) const {
    std::filesystem::copy(folder_.path(), folder, std::filesystem::copy_options::recursive);
  }

 private:
  ScratchFolder folder_;
};

void check_whole(const MemoryStore& store, const MeetingRecord& record) {
  CHECK(got(store.turns(record.meeting.id, 0, 1000)) == record.turns);
  CHECK(got(store.memories_of(record.meeting.id, true)) == record.memories);
  CHECK(got(store.connections_from(record.meeting.id)) == sorted(record.connections));
}

// Nothing half done: what is there is whole, and what is not there has left nothing. Returns whether it is there.
bool check_whole_or_absent(const MemoryStore& store, const MeetingRecord& record) {
  CHECK(got(store.check()).empty());
  if (got(store.has_meeting(record.meeting.id))) {
    check_whole(store, record);
    return true;
  }
  CHECK(got(store.memories_of(record.meeting.id, false)).empty());
  CHECK(got(store.memories(std::array{record.memories[0].id}, false)).empty());
  return false;
}

bool is_disk_error(const Error& error) {
  return error.code == ErrorCode::internal || error.code == ErrorCode::resource_exhausted;
}

bool holds(const std::filesystem::path& folder, const std::string& word) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (store_fixture::bytes_of_file(file.path()).find(word) != std::string::npos) return true;
  }
  return false;
}

// Fails the nth operation of a put; false when there are fewer than n.
bool put_with_fault(const Beginning& beginning, int n, Fault fault, bool lasting) {
  INFO("operation " << n << ", fault " << static_cast<int>(fault) << (lasting ? ", lasting" : ""));
  const ScratchFolder folder;
  const auto data = folder.path() / "data";
  beginning.copy_to(data);
  FaultVfs vfs;
  const auto record = second_record();
  bool acknowledged = false;
  {
    const auto store = open_in(data, &vfs);
    vfs.fail_at(n, fault, lasting);
    const auto outcome = store->put_meeting(record, kNow);
    acknowledged = outcome.has_value();
    if (!outcome) CHECK(is_disk_error(outcome.error()));
    vfs.heal();
    CHECK(check_whole_or_absent(*store, record) == acknowledged);
    check_whole(*store, first_record());
    // Whatever failed has passed: the same meeting can be put now.
    if (!acknowledged && n % 2 == 0) acknowledged = got(store->put_meeting(record, kNow)).created;
  }
  const auto store = open_in(data, &vfs);
  CHECK(check_whole_or_absent(*store, record) == acknowledged);
  check_whole(*store, first_record());
  return vfs.fired();
}

bool erase_with_fault(const Beginning& beginning, int n, Fault fault, bool lasting) {
  INFO("operation " << n << ", fault " << static_cast<int>(fault) << (lasting ? ", lasting" : ""));
  const ScratchFolder folder;
  const auto data = folder.path() / "data";
  beginning.copy_to(data);
  FaultVfs vfs;
  const auto erased = first_record();
  const auto kept = second_record();
  bool acknowledged = false;
  {
    const auto store = open_in(data, &vfs);
    got(store->put_meeting(kept, kNow));
    vfs.fail_at(n, fault, lasting);
    const auto counts = store->erase_meetings(std::array{erased.meeting.id}, false);
    acknowledged = counts.has_value();
    vfs.heal();
    CHECK(check_whole_or_absent(*store, erased) != acknowledged);
    if (acknowledged && !counts->traces_remain) CHECK_FALSE(holds(data, "firstly"));
  }
  const auto store = open_in(data, &vfs);
  CHECK(check_whole_or_absent(*store, erased) != acknowledged);
  check_whole(*store, kept);
  CHECK(holds(data, "firstly") != acknowledged);
  return vfs.fired();
}

// A new store whose nth operation fails; false when there are fewer.
bool create_with_fault(int n, Fault fault) {
  INFO("operation " << n << ", fault " << static_cast<int>(fault));
  const ScratchFolder folder;
  FaultVfs vfs;
  vfs.fail_at(n, fault, true);
  const auto attempt = open_sqlite_store(options_in(folder.path(), &vfs));
  if (!attempt) CHECK(is_disk_error(attempt.error()));
  vfs.heal();
  const auto store = open_in(folder.path(), &vfs);
  CHECK(got(store->counts({})).meetings == 0);
  CHECK(got(store->put_meeting(second_record(), kNow)).seq == 1);
  return vfs.fired();
}

// The power fails at the nth operation of a put, and whatever was not synced is on the disk or not.
bool lose_power(int n, std::mt19937& random) {
  INFO("operation " << n << ", --rng-seed " << Catch::getSeed());
  const ScratchFolder before;
  const ScratchFolder after;
  FaultVfs vfs;
  const auto record = second_record();
  bool acknowledged = false;
  {
    const auto store = open_in(before.path(), &vfs);
    got(store->put_meeting(first_record(), kNow));
    vfs.fail_at(n, Fault::io_error, true);
    acknowledged = store->put_meeting(record, kNow).has_value();
    vfs.leave_after_power_loss(after.path(), random);
    vfs.heal();
  }
  const auto store = open_in(after.path(), &vfs);
  check_whole(*store, first_record());
  const bool there = check_whole_or_absent(*store, record);
  if (acknowledged) CHECK(there);
  return vfs.fired();
}

template <class Attempt>
int for_every_operation(int first, int step, Attempt&& attempt) {
  int tried = 0;
  for (int n = first; n < 100'000; n += step) {
    ++tried;
    if (!attempt(n)) return tried;
  }
  FAIL("the operation never ends");
  return tried;
}

}  // namespace

TEST_CASE("a failing disk leaves a put whole or absent", "[store][fault]") {
  const Beginning beginning;
  const int step = 7;  // every operation: the deep test
  CHECK(for_every_operation(1, step, [&](int n) { return put_with_fault(beginning, n, Fault::io_error, false); }) > 3);
  CHECK(for_every_operation(2, step, [&](int n) { return put_with_fault(beginning, n, Fault::disk_full, true); }) > 3);
}

TEST_CASE("a failing disk leaves a put whole or absent, at every operation", "[.deep][store][fault]") {
  const Beginning beginning;
  for (const auto fault : {Fault::io_error, Fault::disk_full, Fault::torn_write}) {
    for (const bool lasting : {false, true}) {
      for_every_operation(1, 1, [&](int n) { return put_with_fault(beginning, n, fault, lasting); });
    }
  }
}

TEST_CASE("a failing disk leaves an erasure done or not, and done means without a trace", "[store][fault]") {
  const Beginning beginning;
  for_every_operation(1, 13, [&](int n) { return erase_with_fault(beginning, n, Fault::io_error, n % 2 == 0); });
}

TEST_CASE("a failing disk leaves an erasure done or not, at every operation", "[.deep][store][fault]") {
  const Beginning beginning;
  for_every_operation(1, 1, [&](int n) { return erase_with_fault(beginning, n, Fault::io_error, n % 2 == 0); });
  for_every_operation(1, 1, [&](int n) { return erase_with_fault(beginning, n, Fault::torn_write, n % 2 == 1); });
}

TEST_CASE("a store that could not be created can be created later", "[store][fault]") {
  CHECK(for_every_operation(1, 9, [&](int n) { return create_with_fault(n, Fault::io_error); }) > 3);
  CHECK(for_every_operation(2, 9, [&](int n) { return create_with_fault(n, Fault::disk_full); }) > 3);
}

TEST_CASE("a full disk is named as such", "[store][fault]") {
  const Beginning beginning;
  const ScratchFolder folder;
  const auto data = folder.path() / "data";
  beginning.copy_to(data);
  FaultVfs vfs;
  const auto store = open_in(data, &vfs);
  const EncoderProbe probe{.model = "m", .vectors = {1}};
  got(store->put_probe(probe));
  vfs.fail_at(1, Fault::disk_full, true);
  const auto outcome = store->put_meeting(second_record(), kNow);
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == ErrorCode::resource_exhausted);
  CHECK(outcome.error().message.find((data / "hebb.db").string()) != std::string::npos);
  CHECK(got(store->has_meeting(first_record().meeting.id)));                 // reading goes on
  CHECK(code_of(store->put_probe(probe)) == ErrorCode::resource_exhausted);  // though it would change nothing
  vfs.heal();
  CHECK(got(store->put_meeting(second_record(), kNow)).created);
}

TEST_CASE("with a full disk a store is still opened for reading", "[store][fault]") {
  const Beginning beginning;
  const ScratchFolder folder;
  const auto data = folder.path() / "data";
  beginning.copy_to(data);
  FaultVfs vfs;
  vfs.fail_from_now(Fault::disk_full);
  const auto store = open_in(data, &vfs);
  check_whole(*store, first_record());
  const auto refused = store->put_meeting(second_record(), kNow);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::resource_exhausted);
  check_whole(*store, first_record());
  vfs.heal();
  CHECK(got(store->put_meeting(second_record(), kNow)).created);
  check_whole(*store, first_record());
  check_whole(*store, second_record());
}

TEST_CASE("what was acknowledged survives a power loss", "[store][fault]") {
  std::mt19937 random(Catch::getSeed());
  CHECK(for_every_operation(1, 9, [&](int n) { return lose_power(n, random); }) > 2);
}

TEST_CASE("what was acknowledged survives a power loss at any operation", "[.deep][store][fault]") {
  std::mt19937 random(Catch::getSeed());
  for (int round = 0; round < 3; ++round) for_every_operation(1, 1, [&](int n) { return lose_power(n, random); });
}

}  // namespace hebb
