#include <array>
#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;

namespace {

constexpr Instant kDay{std::chrono::hours(500'000)};  // RecordPlan's

std::vector<ListedMemory> all_memories(const MemoryStore& store, MemoryFilter filter, std::size_t limit) {
  std::vector<ListedMemory> all;
  MemoryQuery query{.filter = std::move(filter), .limit = limit, .cursor = {}};
  for (int pages = 0; pages < 1000; ++pages) {
    auto page = got(store.list(query));
    CHECK(page.memories.size() <= limit);
    std::ranges::move(page.memories, std::back_inserter(all));
    if (!page.next) return all;
    query.cursor = page.next;
  }
  FAIL("the pages of memories do not end");
  return all;
}

std::vector<std::string> texts_of(const std::vector<ListedMemory>& listed) {
  std::vector<std::string> texts;
  for (const auto& one : listed) texts.push_back(one.memory.text);
  return texts;
}

std::vector<MemoryId> ids_of(const std::vector<Memory>& memories) {
  std::vector<MemoryId> ids;
  for (const auto& memory : memories) ids.push_back(memory.id);
  return ids;
}

// What is left of a record when the turns from `first` on are erased.
MeetingRecord without_turns_from(MeetingRecord record, std::uint32_t first) {
  for (Turn& turn : record.turns) {
    if (turn.number < first) continue;
    turn.text.clear();
    turn.speaker.reset();
  }
  const auto gone = [&](const MemoryId& id) {
    return std::ranges::none_of(record.memories, [&](const Memory& memory) { return memory.id == id; });
  };
  std::erase_if(record.memories, [&](const Memory& memory) { return memory.last_turn >= first; });
  std::erase_if(record.connections, [&](const Connection& c) { return gone(c.from) || gone(c.to); });
  std::array<std::uint32_t, kLevels> positions{};
  for (Memory& memory : record.memories) {
    memory.position = positions.at(static_cast<std::size_t>(memory.level))++;
    if (memory.parent && gone(*memory.parent)) memory.parent.reset();
  }
  return record;
}

MemoryId other_id(const Memory& memory) {
  return memory_id_of(memory.meeting, memory.level, "anew", memory.first_turn, memory.position);
}

// The same, but that it calls one of its memories otherwise.
MeetingRecord with_other_id(MeetingRecord record, const Memory& memory) {
  const auto change = [&](MemoryId& id) {
    if (id == memory.id) id = other_id(memory);
  };
  for (Memory& one : record.memories) {
    change(one.id);
    if (one.parent) change(*one.parent);
  }
  for (Connection& one : record.connections) change(one.from), change(one.to);
  return record;
}

Memory& memory_in(MeetingRecord& record, const MemoryId& id) {
  return *std::ranges::find(record.memories, id, &Memory::id);
}

}  // namespace

void check_listing_contract(const StoreFactory& make) {
  const auto store = make();
  const auto newest = make_record({.number = 1, .word = "new", .started_at = kDay + std::chrono::hours(48)});
  const auto older = make_record({.number = 2, .word = "old"});
  const auto undated = make_record({.project = "other", .number = 3, .word = "undated", .started_at = {}});
  for (const auto* record : {&undated, &older, &newest}) got(store->put_meeting(*record, kNow));
  const MemoryFilter everything{.include_archived = true};

  SECTION("memories come by meeting, newest first, then L2 first and by position, whatever the page") {
    std::vector<Memory> expected;
    for (const auto* record : {&newest, &older, &undated}) {
      for (const Memory& memory : without_vectors(record->memories)) expected.push_back(memory);
    }
    for (const std::size_t limit : {1, 2, 10, 11, 12, 1000}) {
      std::vector<Memory> listed;
      for (const auto& one : all_memories(*store, everything, limit)) listed.push_back(one.memory);
      CHECK(listed == expected);
    }
  }
  SECTION("each knows its meeting's title, project and start") {
    const auto all = all_memories(*store, everything, 100);
    CHECK(all.front() == ListedMemory{.memory = without_vectors(newest.memories).front(),
                                      .meeting_title = "About new",
                                      .project = "default",
                                      .started_at = newest.meeting.started_at});
    CHECK(all.back().project == "other");
    CHECK_FALSE(all.back().started_at);
  }
  SECTION("every part of a filter cuts, and all of them must hold") {
    const auto list = [&](MemoryFilter filter) { return texts_of(all_memories(*store, std::move(filter), 3)); };
    CHECK(list({}).size() == 30);  // without the archived ones
    CHECK(list({.project = "other"}).size() == 10);
    CHECK(list({.project = "nowhere"}).empty());
    CHECK(list({.projects = ProjectSet({"other", "third"})}).size() == 10);
    CHECK(list({.project = "default", .projects = ProjectSet({"other"})}).empty());
    CHECK(list({.projects = ProjectSet({"default", "other"}), .types = {MemoryType::action}}) ==
          std::vector<std::string>{"new at 1", "old at 1", "undated at 1"});
    CHECK(list({.meetings = {older.meeting.id, undated.meeting.id}, .types = {MemoryType::action}}) ==
          std::vector<std::string>{"old at 1", "undated at 1"});
    CHECK(list({.meetings = {MeetingId()}}).empty());
    CHECK(list({.meetings = {older.meeting.id}, .speakers = {"Anna", "Nobody"}, .levels = {Level::episode}}) ==
          std::vector<std::string>{"old at 0", "old at 3"});
    CHECK(list({.speakers = {"anna"}}).empty());  // exactly as shown
    CHECK(list({.meetings = {newest.meeting.id}, .levels = {Level::concept_, Level::context}}).size() == 3);
    CHECK(list({.types = {MemoryType::decision}, .min_importance = 0.5f}).size() == 3);
    CHECK(list({.types = {MemoryType::action}, .min_importance = 0.6f}).empty());
    CHECK(list({.levels = {Level::episode}, .since = kDay + std::chrono::hours(1)}).size() == 7);
    CHECK(list({.levels = {Level::episode}, .until = kDay + Milliseconds(2000)}).size() == 5);  // 0, 1, 3, 5, 7
  }
  SECTION("a cursor goes on where its meeting was erased, and a bad one is refused") {
    const auto page = got(store->list({.filter = everything, .limit = 3, .cursor = {}}));
    REQUIRE(page.next);
    got(store->erase_meetings(std::array{newest.meeting.id}, false));
    const auto next = got(store->list({.filter = everything, .limit = 3, .cursor = page.next}));
    CHECK(next.memories.front().memory.id == older.memories.front().id);
    for (const char* bad : {"", "~", "x", "1~2~3", "~~2~0", "0~2~1"}) {
      CHECK(code_of(store->list({.filter = {}, .limit = 3, .cursor = bad})) == ErrorCode::invalid_argument);
    }
    CHECK(code_of(store->list({.filter = {}, .limit = 3, .cursor = *page.next + "0x"})) == ErrorCode::invalid_argument);
  }
  SECTION("neighbours stand beside a memory in its meeting and level") {
    const auto& m = older.memories;
    CHECK(ids_of(got(store->neighbours(m[3].id, 2))) == std::vector{m[1].id, m[2].id, m[4].id, m[5].id});
    CHECK(ids_of(got(store->neighbours(m[0].id, 2))) == std::vector{m[1].id, m[2].id});
    CHECK(ids_of(got(store->neighbours(m[7].id, 9))).size() == 7);
    CHECK(ids_of(got(store->neighbours(m[8].id, 2))) == std::vector{m[9].id});
    CHECK(got(store->neighbours(m[3].id, 1)).front() == without_vectors(m)[2]);
    CHECK(got(store->neighbours(m[3].id, 0)).empty());
    CHECK(got(store->neighbours(MemoryId(), 2)).empty());
  }
  SECTION("projects come by name with their counts, in pages, and only those seen") {
    const auto all = got(store->projects({}));
    REQUIRE(all.projects.size() == 2);
    CHECK_FALSE(all.next);
    CHECK(all.projects[0] == ProjectSummary{.project = "default",
                                            .meetings = 2,
                                            .turns = 12,
                                            .memories = {2, 4, 16},
                                            .speakers = 3,
                                            .first_started_at = older.meeting.started_at,
                                            .last_started_at = newest.meeting.started_at});
    CHECK_FALSE(all.projects[1].first_started_at);
    const auto first = got(store->projects({.limit = 1}));
    CHECK(first.projects == std::vector{all.projects[0]});
    CHECK(got(store->projects({.limit = 1, .cursor = first.next})).projects == std::vector{all.projects[1]});
    CHECK(got(store->projects({.projects = ProjectSet({"other", "x"})})).projects == std::vector{all.projects[1]});
    CHECK(got(store->projects({.projects = ProjectSet(std::vector<std::string>{})})).projects.empty());
  }
}

void check_editing_contract(const StoreFactory& make) {
  const auto store = make();
  auto first = make_record({});
  auto second = make_record({.number = 1});
  second.memories[9].parent = first.memories[10].id;
  const Connection across{.from = second.memories[0].id,
                          .to = first.memories[1].id,
                          .type = ConnectionType::reference,
                          .weight = 1,
                          .reason = "names it"};
  second.connections.push_back(across);
  got(store->put_meeting(first, kNow));
  got(store->put_meeting(second, kNow));
  const auto changed = [&](Seq seq, const std::string& project) {
    return Change{.seq = seq, .kind = Change::Kind::meeting_changed, .meeting = first.meeting.id, .project = project};
  };

  SECTION("a new title is all that changes") {
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = "Halo", .project = {}})) == 3);
    first.meeting.title = "Halo";
    CHECK(got(store->meeting(first.meeting.id))->meeting == first.meeting);
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->changes(2, 9)) == std::vector{changed(3, "default")});
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = "Halo", .project = "default"})) == 3);
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = "Halo 2", .project = {}})) == 4);
    CHECK(got(store->changes(2, 9)) == std::vector{changed(4, "default")});  // the last is enough
  }
  SECTION("a new date is all that changes, and is one that was given") {
    const auto date = kNow - std::chrono::days(9);
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = {}, .project = {}, .started_at = date})) == 3);
    first.meeting.started_at = date;
    first.meeting.date_source = DateSource::given;
    CHECK(got(store->meeting(first.meeting.id))->meeting == first.meeting);
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = {}, .project = {}, .started_at = date})) == 3);
    CHECK(got(store->changes(2, 9)) == std::vector{changed(3, "default")});
    CHECK(got(store->check()).empty());
  }
  SECTION("a moved meeting keeps its ids and leaves no connection behind") {
    CHECK(got(store->edit_meeting(first.meeting.id, {.title = {}, .project = "other"})) == 3);
    CHECK(got(store->meeting(first.meeting.id))->meeting.project == "other");
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->connections_from(first.meeting.id)) == sorted(first.connections));
    second.memories[9].parent.reset();
    CHECK(got(store->memories_of(second.meeting.id, true)) == second.memories);
    CHECK_FALSE(contains(got(store->connections_of(first.memories[1].id)), across));
    CHECK(got(store->counts("other")).meetings == 1);
    CHECK(got(store->changes(2, 9)) == std::vector{changed(3, "other")});
    CHECK(got(store->check()).empty());
  }
  SECTION("a move has a seq of its own, also where it takes the newest change's project away") {
    const auto alone = make_record({.project = "alone", .number = 7});
    got(store->put_meeting(alone, kNow));
    const auto renamed = got(store->rename_speaker("alone", "Anna", "Anne"));
    CHECK(got(store->edit_meeting(alone.meeting.id, {.title = {}, .project = "other"})) == renamed + 1);
    CHECK(got(store->seq()) == renamed + 1);
    CHECK(got(store->changes(renamed, 9)) ==
          std::vector{Change{renamed + 1, Change::Kind::meeting_changed, alone.meeting.id, "other"}});
  }
  SECTION("what is not there, or has no name, is not changed") {
    CHECK(code_of(store->edit_meeting(MeetingId(), {.title = "x", .project = {}})) == ErrorCode::not_found);
    CHECK(code_of(store->edit_meeting(first.meeting.id, {.title = "", .project = {}})) == ErrorCode::invalid_argument);
    CHECK(code_of(store->edit_meeting(first.meeting.id, {.title = "x", .project = ""})) == ErrorCode::invalid_argument);
    CHECK(code_of(store->correct_memory(MemoryId(), {.type = MemoryType::risk}, kNow)) == ErrorCode::not_found);
    CHECK(got(store->seq()) == 2);
  }
  SECTION("a correction is shown, beside what was extracted, and can be taken back") {
    const auto& memory = first.memories[2];
    const auto shown = [&] { return got(store->memories(std::array{memory.id}, true)).front(); };
    CHECK_FALSE(got(store->extracted(memory.id)));
    CHECK(got(store->correct_memory(memory.id, {.type = MemoryType::risk, .importance = 0.75f}, kNow)) == 3);
    CHECK(shown().type == MemoryType::risk);
    CHECK(shown().type_confidence == 1);
    CHECK(shown().importance == 0.75f);
    CHECK(shown().state == memory.state);
    CHECK(got(store->correct_memory(memory.id, {.state = MemoryState::archived}, kNow + Milliseconds(5))) == 4);
    CHECK(shown().type == MemoryType::risk);
    CHECK(shown().state == MemoryState::archived);
    CHECK(got(store->extracted(memory.id)) == Extracted{.type = memory.type,
                                                        .type_confidence = memory.type_confidence,
                                                        .importance = memory.importance,
                                                        .state = memory.state,
                                                        .corrected_at = kNow + Milliseconds(5)});
    CHECK(got(store->counts({})).by_type.at("risk") == 3);
    CHECK(got(store->put_meeting(first, kNow)).created == false);
    CHECK(shown().type == MemoryType::risk);  // importing again changes nothing
    CHECK(got(store->correct_memory(memory.id, {.type = MemoryType::risk}, kNow)) == 4);
    CHECK(got(store->changes(2, 9)) == std::vector{changed(4, "default")});
    CHECK(got(store->check()).empty());
    CHECK(got(store->correct_memory(memory.id, {.revert = true, .importance = 0.25f}, kNow)) == 5);
    CHECK(shown().type == memory.type);
    CHECK(shown().type_confidence == memory.type_confidence);
    CHECK(shown().importance == 0.25f);
    CHECK(got(store->correct_memory(memory.id, {.revert = true}, kNow)) == 6);
    CHECK(shown() == memory);
    CHECK_FALSE(got(store->extracted(memory.id)));
    CHECK(got(store->correct_memory(memory.id, {.revert = true}, kNow)) == 6);
  }
  SECTION("owner, day and status are corrected by themselves, and an owner is one of the meeting's people") {
    const auto& memory = first.memories[1];
    const auto task = [&] { return got(store->memories(std::array{memory.id}, false)).front().task; };
    const std::chrono::sys_days day{std::chrono::days(20'500)};
    REQUIRE(memory.task.owner == first.meeting.participants.front());
    CHECK(code_of(store->correct_memory(memory.id, {.owner = "Nobody"}, kNow)) == ErrorCode::invalid_argument);
    CHECK_FALSE(got(store->extracted(memory.id)));
    got(store->correct_memory(memory.id, {.owner = first.meeting.participants.back(), .due = day}, kNow));
    CHECK(task() == Task{first.meeting.participants.back(), day, memory.task.status});
    CHECK(got(store->extracted(memory.id))->task == memory.task);
    got(store->rename_speaker("default", first.meeting.participants.back(), "Renamed"));
    CHECK(task().owner == "Renamed");
    got(store->correct_memory(memory.id, {.owner = std::optional<std::string>(), .status = TaskStatus::dropped}, kNow));
    got(store->correct_memory(memory.id, {.due = std::optional<std::chrono::sys_days>()}, kNow));
    CHECK(task() == Task{{}, {}, TaskStatus::dropped});
    CHECK(got(store->check()).empty());
    got(store->correct_memory(memory.id, {.revert = true}, kNow));
    CHECK(task() == memory.task);
  }
  SECTION("a question is open until something answers it") {
    const auto open = [&] {
      MemoryQuery query;
      query.filter.meetings = {first.meeting.id};
      query.unanswered = true;
      std::vector<MemoryId> ids;
      for (const ListedMemory& listed : got(store->list(query)).memories) ids.push_back(listed.memory.id);
      return ids;
    };
    REQUIRE(first.memories[2].type == MemoryType::question);
    CHECK_FALSE(std::ranges::contains(open(), first.memories[2].id));
    auto anew = first;
    std::erase_if(anew.connections, [](const Connection& c) { return c.type == ConnectionType::response; });
    got(store->renew_meeting(anew));
    CHECK(std::ranges::contains(open(), first.memories[2].id));
    Memory& question = anew.memories[2];
    question.text = "And the price — who pays it?";  // a dash of one's own is no reply that was joined
    question.last_turn = question.first_turn;
    got(store->renew_meeting(anew));
    CHECK(std::ranges::contains(open(), question.id));
    question.text = "Who pays it? — We do.";
    question.last_turn = question.first_turn + 1;
    got(store->renew_meeting(anew));
    CHECK_FALSE(std::ranges::contains(open(), question.id));
  }
  SECTION("a correction goes with its meeting") {
    got(store->correct_memory(first.memories[2].id, {.type = MemoryType::risk}, kNow));
    got(store->erase_meetings(std::array{first.meeting.id}, false));
    CHECK_FALSE(got(store->extracted(first.memories[2].id)));
    got(store->put_meeting(first, kNow));
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
  }
}

void check_reducing_contract(const StoreFactory& make) {
  const auto store = make();
  const auto whole = make_record({});
  auto other = make_record({.number = 1});
  other.connections.push_back({.from = other.memories[0].id,
                               .to = whole.memories[1].id,
                               .type = ConnectionType::reference,
                               .weight = 1,
                               .reason = "names it"});
  got(store->put_meeting(whole, kNow));
  got(store->put_meeting(other, kNow));
  got(store->correct_memory(whole.memories[0].id, {.type = MemoryType::risk}, kNow));
  got(store->correct_memory(whole.memories[5].id, {.type = MemoryType::risk}, kNow));
  auto left = without_turns_from(whole, 3);
  left.memories.front().importance = 0.5f;  // found anew
  REQUIRE(left.memories.size() >= 4);
  REQUIRE(left.memories.size() < whole.memories.size());
  const auto gone = whole.memories.size() - left.memories.size();

  SECTION("counting changes nothing, and erasing counts the same") {
    for (const bool dry_run : {true, false}) {
      const auto counts = got(store->reduce_meetings(std::array{left}, dry_run));
      CHECK(counts.meetings == 0);
      CHECK(counts.turns == 3);
      CHECK(counts.memories == gone);
      CHECK(counts.vectors == gone);
      CHECK(counts.connections > 0);
      CHECK(counts.erased.empty());
      CHECK(counts.reduced == std::vector{whole.meeting.id});
      CHECK(counts.seq == (dry_run ? 4 : 5));
      CHECK(got(store->memories_of(whole.meeting.id, true)).size() == (dry_run ? whole : left).memories.size());
      CHECK(got(store->check()).empty());
    }
  }
  SECTION("what is left is there, what others say of it too, and corrections hold") {
    got(store->reduce_meetings(std::array{left}, false));
    auto expected = left.memories;
    expected.front().type = MemoryType::risk;
    expected.front().type_confidence = 1;
    CHECK(got(store->memories_of(whole.meeting.id, true)) == expected);
    CHECK(got(store->extracted(left.memories.front().id))->importance == 0.5f);
    CHECK_FALSE(got(store->extracted(whole.memories[5].id)));
    CHECK(got(store->turns(whole.meeting.id, 0, 99)) == [&] {
      auto turns = whole.turns;
      for (std::size_t i = 3; i < turns.size(); ++i) turns[i].text.clear(), turns[i].speaker.reset();
      return turns;
    }());
    CHECK(got(store->connections_from(whole.meeting.id)) == sorted(left.connections));
    CHECK(contains(got(store->connections_of(whole.memories[1].id)), other.connections.back()));
    const auto summary = got(store->meeting(whole.meeting.id));
    CHECK(summary->meeting == whole.meeting);
    CHECK(summary->turns == whole.turns.size());
    CHECK(got(store->check()).empty());
  }
  SECTION("who is no participant any more and says nothing is forgotten") {
    auto without = left;
    std::erase(without.meeting.participants, "Silent pricing");
    got(store->reduce_meetings(std::array{without}, false));
    CHECK(got(store->meeting(whole.meeting.id))->meeting.participants == without.meeting.participants);
    CHECK(got(store->check()).empty());
  }
  SECTION("who is forgotten owns nothing any more, whoever said that they do") {
    got(store->correct_memory(whole.memories[0].id, {.owner = "Silent pricing"}, kNow));
    auto without = left;
    std::erase(without.meeting.participants, "Silent pricing");
    got(store->reduce_meetings(std::array{without}, false));
    CHECK_FALSE(got(store->memories(std::array{whole.memories[0].id}, false)).front().task.owner);
    CHECK(got(store->extracted(whole.memories[0].id))->type == whole.memories[0].type);
    CHECK(got(store->check()).empty());
  }
  const auto shown = [&](const MemoryId& id) { return got(store->memories(std::array{id}, false)).front(); };
  SECTION("a correction goes where its words go, whatever ids are by now") {
    const Memory& action = whole.memories[1];
    const Memory& context = whole.memories[9];
    got(store->correct_memory(action.id, {.owner = "Ben", .status = TaskStatus::dropped}, kNow));
    got(store->correct_memory(context.id, {.importance = 0.75f, .state = MemoryState::archived}, kNow));
    auto anew = with_other_id(with_other_id(left, action), context);
    memory_in(anew, whole.memories[0].id).text = whole.memories[6].text;  // of the same turn
    memory_in(anew, whole.memories[6].id).text = whole.memories[0].text;
    for (const bool dry_run : {true, false}) {
      CHECK(got(store->reduce_meetings(std::array{anew}, dry_run)).lost_corrections == 0);
    }
    CHECK(shown(other_id(action)).task == Task{"Ben", action.task.due, TaskStatus::dropped});
    CHECK(got(store->extracted(other_id(action)))->task == action.task);
    CHECK(shown(other_id(context)).importance == 0.75f);
    CHECK(shown(other_id(context)).state == MemoryState::archived);
    CHECK(got(store->extracted(other_id(context)))->importance == context.importance);
    CHECK_FALSE(got(store->extracted(whole.memories[0].id)));
    CHECK(shown(whole.memories[0].id).type == whole.memories[0].type);
    CHECK(shown(whole.memories[6].id).type == MemoryType::risk);
    CHECK(got(store->check()).empty());
    got(store->correct_memory(other_id(action), {.revert = true}, kNow));
    CHECK(shown(other_id(action)).task == action.task);
  }
  SECTION("a correction of what is said still, but in no memory, is counted as lost") {
    const Memory& action = whole.memories[1];
    const Memory& context = whole.memories[9];
    got(store->correct_memory(action.id, {.owner = "Ben"}, kNow));
    got(store->correct_memory(context.id, {.importance = 0.75f}, kNow));
    auto anew = left;
    memory_in(anew, whole.memories[0].id).text += " and more";
    memory_in(anew, action.id).text = "Another statement";
    memory_in(anew, context.id).text = "What is left of it";
    for (const bool dry_run : {true, false}) {
      CHECK(got(store->reduce_meetings(std::array{anew}, dry_run)).lost_corrections == 1);  // and not what was erased
    }
    CHECK(shown(whole.memories[0].id).type == MemoryType::risk);
    CHECK_FALSE(got(store->extracted(action.id)));
    CHECK(shown(action.id).task == action.task);
    CHECK(shown(context.id).importance == 0.75f);
    CHECK(got(store->check()).empty());
  }
  SECTION("a corrected memory of other words is lost to who renews, one of another id is not") {
    auto anew = whole;
    anew.memories[0].text = "What nobody corrected";
    CHECK(code_of(store->renew_meeting(anew)) == ErrorCode::conflict);
    CHECK(got(store->seq()) == 4);
    CHECK(got(store->memories_of(whole.meeting.id, true))[0].text == whole.memories[0].text);
    got(store->renew_meeting(with_other_id(whole, whole.memories[0])));
    CHECK(shown(other_id(whole.memories[0])).type == MemoryType::risk);
    CHECK(got(store->extracted(other_id(whole.memories[0])))->type == whole.memories[0].type);
    CHECK(got(store->check()).empty());
  }
  SECTION("a meeting is renewed without losing a word or a correction") {
    auto anew = whole;
    std::erase_if(anew.memories, [&](const Memory& memory) { return memory.id == whole.memories[5].id; });
    CHECK(code_of(store->renew_meeting(anew)) == ErrorCode::conflict);  // it is corrected
    CHECK(got(store->seq()) == 4);
    anew = whole;
    for (Memory& memory : anew.memories) {
      if (memory.level == Level::episode) memory.type = MemoryType::idea;
    }
    anew.memories[1].task = {};
    CHECK(got(store->renew_meeting(anew)) == 5);
    CHECK(got(store->turns(whole.meeting.id, 0, 99)) == whole.turns);
    const auto stored = got(store->memories_of(whole.meeting.id, true));
    CHECK(stored[0].type == MemoryType::risk);
    CHECK(stored[1] == anew.memories[1]);
    CHECK(got(store->extracted(whole.memories[0].id))->type == MemoryType::idea);
    CHECK(contains(got(store->connections_of(whole.memories[1].id)), other.connections.back()));
    CHECK(got(store->changes(4, 9)) ==
          std::vector{Change{5, Change::Kind::meeting_changed, whole.meeting.id, whole.meeting.project}});
    CHECK(got(store->check()).empty());
    CHECK(code_of(store->renew_meeting(make_record({.number = 7}))) == ErrorCode::not_found);
  }
  SECTION("a meeting is edited and renewed, both or neither") {
    const MeetingEdit edit{.title = "Halo", .project = {}, .started_at = kNow};
    auto anew = whole;
    std::erase_if(anew.memories, [&](const Memory& memory) { return memory.id == whole.memories[5].id; });
    CHECK(code_of(store->edit_and_renew_meeting(whole.meeting.id, edit, anew)) == ErrorCode::conflict);
    CHECK(got(store->seq()) == 4);
    CHECK(got(store->meeting(whole.meeting.id))->meeting.title == whole.meeting.title);
    anew = whole;
    anew.memories[1].task = {};
    const auto seq = got(store->edit_and_renew_meeting(whole.meeting.id, edit, anew));
    CHECK(seq > 4);
    CHECK(got(store->meeting(whole.meeting.id))->meeting.started_at == kNow);
    CHECK(got(store->memories_of(whole.meeting.id, true))[1] == anew.memories[1]);
    CHECK(got(store->edit_and_renew_meeting(whole.meeting.id, edit, anew)) == seq);
    CHECK(got(store->changes(4, 9)).size() == 1);
    CHECK(got(store->check()).empty());
  }
  SECTION("memories may come anew, and change their text and place") {
    auto anew = left;
    Memory fresh = whole.memories[7];
    fresh.id = memory_id_of(whole.meeting.id, Level::episode, "test", 0, 99);
    fresh.first_turn = fresh.last_turn = 0;
    fresh.position = 0;
    fresh.parent.reset();
    for (Memory& memory : anew.memories) {
      if (memory.level == Level::episode) ++memory.position;
    }
    anew.memories.front().text = "less";
    anew.memories.insert(anew.memories.begin(), fresh);
    const auto counts = got(store->reduce_meetings(std::array{anew}, false));
    CHECK(counts.memories == gone + 1);
    const auto stored = got(store->memories_of(whole.meeting.id, true));
    CHECK(stored.front() == fresh);
    CHECK(stored[1].text == "less");
    CHECK(got(store->check()).empty());
  }
  SECTION("one that is not there is passed over, and nothing is no change") {
    CHECK(got(store->reduce_meetings(std::array{make_record({.number = 7})}, false)).reduced.empty());
    CHECK(got(store->reduce_meetings({}, false)).seq == 4);
    CHECK(got(store->seq()) == 4);
  }
}

}  // namespace hebb
