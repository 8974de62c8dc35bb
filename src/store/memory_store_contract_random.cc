#include <catch2/catch_get_random_seed.hpp>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/reference_store.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;
using store_fixture::random_plan;

namespace {

bool same_page(const MeetingPage& a, const MeetingPage& b) {
  return a.meetings == b.meetings && a.next == b.next;
}

std::vector<StoredMeeting> scanned(const MemoryStore& store, const ScanParts& parts) {
  std::vector<StoredMeeting> all;
  const auto seq = got(store.scan(parts, [&](StoredMeeting&& stored) -> Result<void> {
    all.push_back(std::move(stored));
    return {};
  }));
  CHECK(seq == got(store.seq()));
  return all;
}

void check_same_meeting(const MemoryStore& actual, const MemoryStore& expected, const StoredMeeting& meeting) {
  const auto& id = meeting.summary.meeting.id;
  CHECK(actual.meeting(id) == expected.meeting(id));
  CHECK(actual.turns(id, 0, 1000) == expected.turns(id, 0, 1000));
  CHECK(actual.memories_of(id, true) == expected.memories_of(id, true));
  CHECK(actual.connections_from(id) == expected.connections_from(id));
  for (const Memory& memory : meeting.memories) {
    CHECK(actual.connections_of(memory.id) == expected.connections_of(memory.id));
  }
}

// One random operation on two stores that must answer alike.
class Twins {
 public:
  Twins(std::unique_ptr<MemoryStore> store, std::mt19937& random)
      : store_(std::move(store)), reference_(make_reference_store()), random_(random) {}

  void step() {
    switch (random_() % 10) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return put();
      case 5:
      case 6:
        return erase();
      case 7:
        return rename();
      case 8:
        return list();
      default:
        return put_probe();
    }
  }
  void compare() const { check_same_state(*store_, *reference_); }
  void reopen(const StoreReopener& reopen) { store_ = reopen(std::move(store_)); }

 private:
  void put() {
    auto record = make_record(random_plan(random_));
    std::ranges::shuffle(record.memories, random_);
    std::ranges::shuffle(record.connections, random_);
    lead_elsewhere(record);
    const auto actual = store_->put_meeting(record, kNow);
    const auto expected = reference_->put_meeting(record, kNow);
    CHECK(code_of(actual) == code_of(expected));
    if (actual && expected) CHECK((actual->created == expected->created && actual->seq == expected->seq));
  }

  // Now and then a connection or a parent in a meeting that may be there, of this project or not.
  void lead_elsewhere(MeetingRecord& record) {
    if (record.memories.empty() || random_() % 2 == 0) return;
    const auto other = make_record(random_plan(random_));
    if (other.memories.empty() || other.meeting.id == record.meeting.id) return;
    const auto there = other.memories[random_() % other.memories.size()].id;
    Memory& here = record.memories[random_() % record.memories.size()];
    if (random_() % 3 == 0) here.parent = there;
    Connection link{.from = here.id, .to = there, .type = ConnectionType::similar, .weight = 0.5f, .reason = "alike"};
    if (random_() % 2 == 0) std::swap(link.from, link.to);
    record.connections.push_back(std::move(link));
  }

  void erase() {
    std::vector<MeetingId> ids;
    for (auto i = random_() % 3; i > 0; --i) ids.push_back(store_fixture::id_of(random_plan(random_)));
    const bool dry_run = random_() % 4 == 0;
    const auto actual = got(store_->erase_meetings(ids, dry_run));
    const auto expected = got(reference_->erase_meetings(ids, dry_run));
    CHECK(actual.meetings == expected.meetings);
    CHECK(actual.turns == expected.turns);
    CHECK(actual.memories == expected.memories);
    CHECK(actual.vectors == expected.vectors);
    CHECK(actual.connections == expected.connections);
    CHECK(actual.erased == expected.erased);
    CHECK(actual.seq == expected.seq);
    CHECK_FALSE(actual.traces_remain);
  }

  void rename() {
    const auto name = [&] { return "S" + std::to_string(random_() % 9); };
    const auto project = "p" + std::to_string(random_() % 4), from = name(), to = name();
    const auto actual = store_->rename_speaker(project, from, to);
    const auto expected = reference_->rename_speaker(project, from, to);
    CHECK(code_of(actual) == code_of(expected));
    if (actual && expected) CHECK(*actual == *expected);
  }

  void list() {
    MeetingQuery query{.project = {}, .limit = random_() % 4, .cursor = {}};
    const auto any = [&] { return "p" + std::to_string(random_() % 4); };
    if (random_() % 2 == 0) query.project = any();
    if (random_() % 2 == 0) query.projects = ProjectSet({any(), any()});
    const auto first = got(store_->meetings(query));
    CHECK(same_page(first, got(reference_->meetings(query))));
    query.cursor = first.next;
    if (first.next) CHECK(same_page(got(store_->meetings(query)), got(reference_->meetings(query))));
  }

  void put_probe() {
    const EncoderProbe probe{.model = "m" + std::to_string(random_() % 10), .vectors = Vector(random_() % 5, 0.5f)};
    got(store_->put_probe(probe));
    got(reference_->put_probe(probe));
  }

  std::unique_ptr<MemoryStore> store_;
  std::unique_ptr<MemoryStore> reference_;
  std::mt19937& random_;
};

}  // namespace

void check_same_state(const MemoryStore& actual, const MemoryStore& expected) {
  CHECK(actual.seq() == expected.seq());
  CHECK(actual.probe() == expected.probe());
  CHECK(actual.changes(0, 10'000) == expected.changes(0, 10'000));
  CHECK(actual.speakers({}) == expected.speakers({}));
  CHECK(actual.speakers("p1") == expected.speakers("p1"));
  CHECK(same_page(got(actual.meetings({})), got(expected.meetings({}))));
  for (const auto& project : {std::optional<std::string>(), std::optional<std::string>("p1")}) {
    const auto counts = got(actual.counts(project)), expected_counts = got(expected.counts(project));
    CHECK(counts.projects == expected_counts.projects);
    CHECK(counts.meetings == expected_counts.meetings);
    CHECK(counts.turns == expected_counts.turns);
    CHECK(counts.connections == expected_counts.connections);
    CHECK(counts.memories == expected_counts.memories);
    CHECK(counts.by_type == expected_counts.by_type);
  }
  const auto meetings = scanned(actual, {}), expected_meetings = scanned(expected, {});
  REQUIRE(meetings.size() == expected_meetings.size());
  for (std::size_t i = 0; i < meetings.size(); ++i) {
    CHECK(meetings[i].summary == expected_meetings[i].summary);
    CHECK(meetings[i].memories == expected_meetings[i].memories);
    CHECK(meetings[i].connections == expected_meetings[i].connections);
    check_same_meeting(actual, expected, meetings[i]);
  }
  CHECK(got(actual.check()) == std::vector<std::string>{});
}

void check_random_operations(const StoreFactory& make, const StoreReopener& reopen, int operations) {
  const auto seed = Catch::getSeed();
  INFO("--rng-seed " << seed);
  std::mt19937 random(seed);
  Twins twins(make(), random);
  for (int i = 0; i < operations; ++i) {
    INFO("operation " << i);
    twins.step();
    if (i % 25 == 24) twins.compare();
    if (i % 100 == 49) twins.reopen(reopen);
  }
  twins.compare();
}

}  // namespace hebb
