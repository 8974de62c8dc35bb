#include <algorithm>
#include <array>
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
    CHECK(actual.extracted(memory.id) == expected.extracted(memory.id));
    CHECK(actual.accesses(std::array{memory.id}) == expected.accesses(std::array{memory.id}));
  }
}

// What has faded is active in what an archive carries; all else is as it is shown.
void check_record_states(const MemoryStore& store, const MeetingId& id) {
  const auto record = got(store.record(id));
  REQUIRE(record);
  const auto shown = got(store.memories_of(id, false));
  REQUIRE(record->record.memories.size() == shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto access = got(store.accesses(std::array{shown[i].id}));
    const bool faded = !access.empty() && access.front().faded_at;
    CHECK(record->record.memories[i].id == shown[i].id);
    CHECK(record->record.memories[i].state == (faded ? MemoryState::active : shown[i].state));
  }
}

// One random operation on two stores that must answer alike.
class Twins {
 public:
  Twins(std::unique_ptr<MemoryStore> store, std::mt19937& random)
      : store_(std::move(store)), reference_(make_reference_store()), random_(random) {}

  void step() {
    switch (random_() % 18) {
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
      case 9:
        return put_probe();
      case 10:
        return edit();
      case 11:
        return correct();
      case 12:
        return reduce();
      case 13:
        return consolidate();
      case 14:
        return read();
      case 15:
        return fade();
      case 16:
        return declare();
      default:
        return list_memories();
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

  std::string project() { return "p" + std::to_string(random_() % 4); }

  void edit() {
    const auto id = store_fixture::id_of(random_plan(random_));
    MeetingEdit edit;
    if (random_() % 2 == 0) edit.title = "title" + std::to_string(random_() % 3);
    if (random_() % 2 == 0) edit.project = project();
    if (random_() % 3 == 0) edit.started_at = kNow + std::chrono::days(random_() % 4);
    const auto actual = store_->edit_meeting(id, edit);
    const auto expected = reference_->edit_meeting(id, edit);
    CHECK(code_of(actual) == code_of(expected));
    if (actual && expected) CHECK(*actual == *expected);
  }

  // Now and then with memories of another project, of another state, or of no project that is there.
  void consolidate() {
    const auto asked = project();
    if (random_() % 4 == 0) {
      const auto actual = store_->undo_consolidation(asked);
      const auto expected = reference_->undo_consolidation(asked);
      CHECK(code_of(actual) == code_of(expected));
      if (actual && expected) CHECK(*actual == *expected);
      return;
    }
    const auto page = got(reference_->list({.filter = {.project = asked}}));
    std::vector<Pattern> patterns;
    for (const ListedMemory& listed : page.memories) {
      if (random_() % 3 > 0) continue;
      if (patterns.empty() || random_() % 2 == 0) patterns.emplace_back();
      patterns.back().members.push_back(listed.memory.id);
    }
    if (const auto other = random_() % 8 == 0 ? some_memory() : std::nullopt;
        other && std::ranges::none_of(page.memories, [&](const auto& one) { return one.memory.id == *other; })) {
      patterns.push_back({.id = {}, .members = {*other}});
    }
    for (Pattern& pattern : patterns) pattern.id = pattern_id_of(asked, pattern.members);
    const Seq state = got(reference_->seq()) + random_() % 4 - random_() % 4;
    const auto actual = store_->put_consolidation(asked, patterns, state, kNow);
    const auto expected = reference_->put_consolidation(asked, patterns, state, kNow);
    CHECK(code_of(actual) == code_of(expected));
    if (actual && expected) CHECK(*actual == *expected);
  }

  // Of a project that is there or not; now and then nothing.
  void declare() {
    const auto asked = project();
    Declaration declaration;
    const auto number = [&] { return std::to_string(random_() % 4); };
    for (auto i = random_() % 3; i > 0; --i) {
      declaration.stakeholders.push_back({.name = number() + "s" + std::to_string(i), .also = {}, .role = number()});
    }
    for (auto i = random_() % 3; i > 0; --i) {
      declaration.deliverables.push_back(
          {.name = number() + "d" + std::to_string(i), .also = {"also " + number()}, .due = some_day()});
    }
    const auto actual = store_->put_declaration(asked, declaration);
    CHECK(code_of(actual) == code_of(reference_->put_declaration(asked, declaration)));
  }

  std::optional<MemoryId> some_memory() {
    const auto memories = got(reference_->memories_of(store_fixture::id_of(random_plan(random_)), false));
    if (memories.empty()) return std::nullopt;
    return memories[random_() % memories.size()].id;
  }

  void correct() {
    const auto id = some_memory().value_or(MemoryId());
    MemoryCorrection correction;
    correction.revert = random_() % 4 == 0;
    if (random_() % 2 == 0) correction.type = static_cast<MemoryType>(random_() % 9);
    if (random_() % 2 == 0) correction.importance = static_cast<float>(random_() % 5) / 4;
    if (random_() % 2 == 0) correction.state = static_cast<MemoryState>(random_() % 2);
    if (random_() % 2 == 0) correction.owner = some_name();
    if (random_() % 2 == 0) correction.due = some_day();
    if (random_() % 2 == 0) correction.status = static_cast<TaskStatus>(random_() % kTaskStatuses);
    const Instant now = kNow + Milliseconds(random_() % 1000);
    const auto actual = store_->correct_memory(id, correction, now);
    const auto expected = reference_->correct_memory(id, correction, now);
    CHECK(code_of(actual) == code_of(expected));
    if (actual && expected) CHECK(*actual == *expected);
    CHECK(store_->extracted(id) == reference_->extracted(id));
  }

  // Some memories of a meeting, and now and then one that is nowhere, with random readings.
  std::vector<MemoryAccess> some_accesses() {
    std::vector<MemoryAccess> accesses;
    for (const Memory& memory : got(reference_->memories_of(store_fixture::id_of(random_plan(random_)), false))) {
      if (random_() % 2 == 0) continue;
      accesses.push_back({.memory = random_() % 8 == 0 ? MemoryId() : memory.id,
                          .count = random_() % 5,
                          .read_at = random_() % 2 == 0 ? std::nullopt : std::optional(kNow),
                          .at = kNow + Milliseconds(random_() % 1000),
                          .strength = static_cast<double>(random_() % 5) / 4,
                          .faded_at = {}});
    }
    return accesses;
  }

  void read() {
    const auto accesses = some_accesses();
    got(store_->put_accesses(accesses));
    got(reference_->put_accesses(accesses));
  }

  void fade() {
    const bool restores = random_() % 3 == 0, dry_run = random_() % 4 == 0;
    const auto accesses = some_accesses();
    const Instant now = kNow + Milliseconds(random_() % 1000);
    const auto on = [&](MemoryStore& store) {
      return got(restores ? store.restore_faded(accesses) : store.fade(accesses, now, dry_run));
    };
    const auto actual = on(*store_), expected = on(*reference_);
    CHECK(actual.meetings == expected.meetings);
    CHECK(actual.memories == expected.memories);
    CHECK(actual.seq == expected.seq);
  }

  std::optional<std::string> some_name() {
    return random_() % 4 == 0 ? std::nullopt : std::optional("S" + std::to_string(random_() % 9));
  }
  std::optional<std::chrono::sys_days> some_day() {
    return random_() % 4 == 0 ? std::nullopt
                              : std::optional(std::chrono::sys_days(std::chrono::days(20'000 + random_() % 8)));
  }

  // A meeting some of whose turns go, with the memories that come from them.
  void reduce() {
    const auto id = store_fixture::id_of(random_plan(random_));
    const auto summary = got(reference_->meeting(id));
    if (!summary) return;
    MeetingRecord record{.meeting = summary->meeting, .turns = got(reference_->turns(id, 0, 1000))};
    record.memories = got(reference_->memories_of(id, true));
    for (Turn& turn : record.turns) {
      if (random_() % 3 == 0) turn.text.clear(), turn.speaker.reset();
    }
    if (random_() % 2 == 0 && !record.meeting.participants.empty()) record.meeting.participants.pop_back();
    std::erase_if(record.memories, [&](const Memory& memory) { return record.turns[memory.first_turn].text.empty(); });
    std::array<std::uint32_t, kLevels> positions{};
    for (Memory& memory : record.memories) {
      memory.position = positions.at(static_cast<std::size_t>(memory.level))++;
      const auto extracted = got(reference_->extracted(memory.id));
      if (extracted) memory.type = extracted->type, memory.task = extracted->task;
      if (random_() % 2 == 0) memory.state = MemoryState::active;  // as it was before it faded
      const auto is_owner = [&](const Turn& turn) { return turn.speaker == memory.task.owner; };
      if (memory.task.owner && !std::ranges::contains(record.meeting.participants, *memory.task.owner) &&
          std::ranges::none_of(record.turns, is_owner))
        memory.task.owner.reset();
      if (memory.parent && !std::ranges::contains(record.memories, *memory.parent, &Memory::id)) memory.parent.reset();
      if (random_() % 4 == 0) memory.text += " less";
    }
    const bool dry_run = random_() % 4 == 0;
    const auto actual = got(store_->reduce_meetings(std::array{record}, dry_run));
    const auto expected = got(reference_->reduce_meetings(std::array{record}, dry_run));
    CHECK(actual.turns == expected.turns);
    CHECK(actual.memories == expected.memories);
    CHECK(actual.connections == expected.connections);
    CHECK(actual.lost_corrections == expected.lost_corrections);
    CHECK(actual.reduced == expected.reduced);
    CHECK(actual.seq == expected.seq);
  }

  void list_memories() {
    MemoryQuery query{.filter = {}, .limit = 1 + random_() % 6, .cursor = {}};
    if (random_() % 2 == 0) query.filter.project = project();
    if (random_() % 3 == 0) query.filter.projects = ProjectSet({project(), project()});
    if (random_() % 3 == 0) query.filter.types = {static_cast<MemoryType>(random_() % 9)};
    if (random_() % 3 == 0) query.filter.levels = {static_cast<Level>(random_() % 3)};
    if (random_() % 3 == 0) query.filter.speakers = {"S" + std::to_string(random_() % 9)};
    if (random_() % 3 == 0) query.filter.min_importance = static_cast<float>(random_() % 4) / 4;
    if (random_() % 3 == 0) query.filter.since = Instant(std::chrono::minutes(random_() % 240));
    if (random_() % 3 == 0) query.filter.until = Instant(std::chrono::minutes(random_() % 240));
    query.filter.include_archived = random_() % 2 == 0;
    if (random_() % 4 == 0) query.task.status = static_cast<TaskStatus>(random_() % kTaskStatuses);
    if (random_() % 4 == 0) query.task.owners = {"S" + std::to_string(random_() % 9), "S1"};
    query.task.unassigned = random_() % 6 == 0;
    if (random_() % 4 == 0) query.task.due_by = some_day();
    query.unanswered = random_() % 6 == 0;
    for (int pages = 0; pages < 3; ++pages) {
      const auto page = got(store_->list(query));
      CHECK(page == got(reference_->list(query)));
      if (!page.next) break;
      query.cursor = page.next;
    }
    const ProjectQuery projects{.limit = 1 + random_() % 3, .cursor = project(), .projects = query.filter.projects};
    CHECK(store_->projects(projects) == reference_->projects(projects));
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
  CHECK(actual.last_moment() == expected.last_moment());
  CHECK(actual.changes(0, 10'000) == expected.changes(0, 10'000));
  CHECK(actual.speakers({}) == expected.speakers({}));
  CHECK(actual.speakers("p1") == expected.speakers("p1"));
  for (const auto* name : {"S1", "S6", "Silent pricing", "Nobody"}) {
    CHECK(actual.meetings_with(name) == expected.meetings_with(name));
  }
  CHECK(same_page(got(actual.meetings({})), got(expected.meetings({}))));
  for (const auto& one : got(expected.projects({})).projects) {
    CHECK(actual.consolidation(one.project) == expected.consolidation(one.project));
    CHECK(actual.faded(one.project) == expected.faded(one.project));
  }
  for (const auto* project : {"p0", "p1", "p2", "p3"}) {  // also without meetings
    CHECK(actual.declaration(project) == expected.declaration(project));
  }
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
    check_record_states(actual, meetings[i].summary.meeting.id);
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
