// Readers beside the writer: each read sees one state that there was.
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>
#include <thread>

#include "store/contract_checks.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

using store_contract::got;
using store_contract::kNow;
using store_fixture::make_record;
using store_fixture::ScratchFolder;

constexpr std::uint32_t kMeetings = 30;
constexpr std::uint64_t kMemoriesEach = 11;

MeetingRecord record_number(std::uint32_t number) {
  return make_record({.number = number});
}

// What the writer does: put 0, 1, 2 … and after each third erase the oldest. States by seq, worked out beforehand.
std::map<Seq, std::set<MeetingId>> all_states() {
  std::map<Seq, std::set<MeetingId>> states{{0, {}}};
  std::set<MeetingId> now;
  Seq seq = 0;
  for (std::uint32_t number = 0; number < kMeetings; ++number) {
    now.insert(record_number(number).meeting.id);
    states[++seq] = now;
    if (number % 3 != 2) continue;
    now.erase(record_number(number / 3).meeting.id);
    states[++seq] = now;
  }
  return states;
}

void write_all(MemoryStore& store) {
  for (std::uint32_t number = 0; number < kMeetings; ++number) {
    got(store.put_meeting(record_number(number), kNow));
    if (number % 3 == 2) got(store.erase_meetings(std::array{record_number(number / 3).meeting.id}, false));
  }
}

// Counts what does not fit; Catch2's own assertions are for one thread.
int read_once(const MemoryStore& store, const std::map<Seq, std::set<MeetingId>>& states) {
  int wrong = 0;
  std::set<MeetingId> seen;
  const auto seq = store.scan({}, [&](StoredMeeting&& stored) -> Result<void> {
    seen.insert(stored.summary.meeting.id);
    wrong += stored.memories.size() != kMemoriesEach;
    return {};
  });
  wrong += !seq || !states.contains(*seq) || states.at(*seq) != seen;

  const auto counts = store.counts({});
  wrong +=
      !counts || counts->memories[0] + counts->memories[1] + counts->memories[2] != counts->meetings * kMemoriesEach;
  const auto page = store.meetings({});
  if (!page) return wrong + 1;
  for (const MeetingSummary& summary : page->meetings) {
    const auto memories = store.memories_of(summary.meeting.id, true);
    const auto turns = store.turns(summary.meeting.id, 0, 99);
    wrong += !memories || (!memories->empty() && memories->size() != kMemoriesEach);  // erased meanwhile, or whole
    wrong += !turns || (!turns->empty() && turns->size() != 6);
  }
  return wrong;
}

}  // namespace

TEST_CASE("readers beside the writer see states that there were", "[store][concurrency]") {
  const ScratchFolder folder;
  // Fewer connections than readers, so that some wait for one.
  const auto store = got(open_sqlite_store({.file = folder.path() / "hebb.db", .readers = 2}));
  const auto states = all_states();
  std::atomic<int> wrong = 0;
  std::atomic<int> reads = 0;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&](const std::stop_token& stop) {
        do {
          wrong += read_once(*store, states);
          ++reads;
        } while (!stop.stop_requested());
      });
    }
    write_all(*store);
  }
  CHECK(wrong == 0);
  CHECK(reads >= 4);
  CHECK(got(store->seq()) == states.rbegin()->first);
  CHECK(got(store->check()).empty());
}

TEST_CASE("a scan takes no connection from those who read meanwhile", "[store][concurrency]") {
  const ScratchFolder folder;
  const auto store = got(open_sqlite_store({.file = folder.path() / "hebb.db", .readers = 1}));
  got(store->put_meeting(record_number(0), kNow));
  std::size_t turns = 0;
  got(store->scan({}, [&](StoredMeeting&& stored) -> Result<void> {
    turns = got(store->turns(stored.summary.meeting.id, 0, 99)).size();  // else it waits for ever
    return {};
  }));
  CHECK(turns == 6);
}

TEST_CASE("readers go on while a read-only store becomes writable", "[store][concurrency]") {
  const ScratchFolder folder;
  const auto file = folder.path() / "hebb.db";
  got(got(open_sqlite_store({.file = file}))->put_meeting(record_number(0), kNow));
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  const auto store = got(open_sqlite_store({.file = file, .readers = 2}));
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&](const std::stop_token& stop) {
        do {
          const auto memories = store->memories_of(record_number(0).meeting.id, true);
          wrong += !memories || memories->size() != kMemoriesEach;
        } while (!stop.stop_requested());
      });
    }
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    for (std::uint32_t number = 1; number < 10; ++number) got(store->put_meeting(record_number(number), kNow));
  }
  CHECK(wrong == 0);
  CHECK(got(store->counts({})).meetings == 10);
}

}  // namespace hebb
