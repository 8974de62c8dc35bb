// kill -9 while writing: whatever was acknowledged is there afterwards, and nothing is there by half.
#include <unistd.h>

#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <set>

#include "store/contract_checks.h"
#include "store/sqlite/erasures.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"
#include "support/killed_child.h"

namespace hebb {
namespace {

using store_contract::got;
using store_contract::kNow;
using store_contract::sorted;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

MeetingRecord record_number(std::uint32_t number) {
  return make_record({.number = number, .turns = 30, .episodes = 20 + number % 50, .contexts = 3});
}

// The child's deeds in order: number n is the put of meeting n, and every fourth is followed by the erasure of n - 2.
struct Acknowledgement {
  std::uint32_t number;
  std::uint32_t erased;  // 1: the meeting was erased, 0: stored
};

[[noreturn]] void work_until_killed(const std::filesystem::path& file, std::uint32_t first, int acknowledge) {
  const auto store = open_sqlite_store({.file = file, .readers = 1});
  if (!store) ::_exit(1);
  const auto tell = [&](Acknowledgement what) {
    if (::write(acknowledge, &what, sizeof what) != sizeof what) ::_exit(2);
  };
  for (std::uint32_t number = first;; ++number) {
    if (!(*store)->put_meeting(record_number(number), kNow)) ::_exit(3);
    tell({number, 0});
    if (number % 4 != 3) continue;
    if (!(*store)->erase_meetings(std::array{record_number(number - 2).meeting.id}, false)) ::_exit(4);
    tell({number - 2, 1});
  }
}

struct Expected {
  std::set<std::uint32_t> stored;
  std::set<std::uint32_t> erased;
  std::uint32_t next = 0;  // the first number that was not acknowledged as stored

  void apply(const Acknowledgement& what) {
    if (what.erased != 0) {
      stored.erase(what.number);
      erased.insert(what.number);
    } else {
      stored.insert(what.number);
      next = what.number + 1;
    }
  }
};

// Lets a child work for so long, kills it, and takes in what it had acknowledged.
void work_and_kill(const std::filesystem::path& file, Expected& expected, std::chrono::microseconds working_time) {
  KilledChild child([&](int acknowledge) -> int { work_until_killed(file, expected.next, acknowledge); });
  child.kill_after(working_time);
  CHECK(WIFSIGNALED(child.status_at_end()));
  Acknowledgement what{};
  while (child.hear(what)) expected.apply(what);
}

// As it lies there, before a store is opened that could mend it.
void check_ledger(const std::filesystem::path& file, const Expected& expected) {
  const auto ledger = got(ErasureLedger::open(ledger_file_of(file)));
  CHECK(ledger.damaged() == 0);
  for (const auto number : expected.erased) CHECK(ledger.stands_against(record_number(number).meeting.id));
  for (const auto number : expected.stored) {
    const bool being_erased = number + 3 == expected.next && expected.next % 4 == 0;
    CHECK((being_erased || !ledger.stands_against(record_number(number).meeting.id)));
  }
}

// Compares the store with what was acknowledged; the one deed that was not may be done. Returns with `expected` true.
void check_survivors(const std::filesystem::path& file, Expected& expected) {
  const auto store = got(open_sqlite_store({.file = file}));
  CHECK(got(store->check()).empty());
  const auto there = [&](std::uint32_t number) { return got(store->has_meeting(record_number(number).meeting.id)); };
  if (there(expected.next)) expected.apply({expected.next, 0});
  if (expected.next >= 4) {
    const auto last_erased = (expected.next / 4) * 4 - 3;  // by the put before a multiple of four
    if (expected.stored.contains(last_erased) && expected.next % 4 == 0 && !there(last_erased))
      expected.stored.erase(last_erased);
  }
  CHECK(got(store->counts({})).meetings == expected.stored.size());
  for (const auto number : expected.stored) {
    const auto record = record_number(number);
    CHECK(got(store->turns(record.meeting.id, 0, 1000)) == record.turns);
    CHECK(got(store->memories_of(record.meeting.id, true)) == record.memories);
    CHECK(got(store->connections_from(record.meeting.id)) == sorted(record.connections));
  }
}

void crash_repeatedly(int crashes) {
  INFO("--rng-seed " << Catch::getSeed());
  std::mt19937 random(Catch::getSeed());
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  Expected expected;
  for (int i = 0; i < crashes; ++i) {
    INFO("crash " << i);
    work_and_kill(file, expected, std::chrono::microseconds(random() % 150'000));
    check_ledger(file, expected);
    check_survivors(file, expected);
  }
  CHECK(expected.next > 0);
}

}  // namespace

TEST_CASE("a killed process leaves what it acknowledged, and nothing by half", "[store][crash]") {
  crash_repeatedly(12);
}

TEST_CASE("a process killed often leaves what it acknowledged", "[.deep][store][crash]") {
  for (int round = 0; round < 5; ++round) crash_repeatedly(20);
}

}  // namespace hebb
