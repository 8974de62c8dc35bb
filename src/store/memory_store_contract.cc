#include "store/memory_store_contract.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "store/contract_checks.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;
using store_fixture::RecordPlan;

namespace {

std::optional<StoredRecord> record_of(const MemoryStore& store, const MeetingId& id) {
  auto stored = store.record(id);
  REQUIRE(stored);
  return std::move(*stored);
}

}  // namespace

void check_reading_contract(const StoreFactory& make) {
  const auto store = make();
  const MeetingRecord record = make_record({});
  SECTION("an empty store has nothing, and says so without an error") {
    CHECK(got(store->seq()) == 0);
    CHECK_FALSE(got(store->probe()));
    CHECK_FALSE(got(store->has_meeting(record.meeting.id)));
    CHECK_FALSE(got(store->meeting(record.meeting.id)));
    CHECK(got(store->meetings({})).meetings.empty());
    CHECK(got(store->turns(record.meeting.id, 0, 9)).empty());
    CHECK(got(store->memories_of(record.meeting.id, true)).empty());
    CHECK(got(store->connections_from(record.meeting.id)).empty());
    CHECK(got(store->speakers({})).empty());
    CHECK(got(store->changes(0, 10)).empty());
    CHECK(got(store->counts({})).meetings == 0);
    CHECK(got(store->check()).empty());
  }
  SECTION("a stored meeting reads as it was put") {
    const auto outcome = got(store->put_meeting(record, kNow));
    CHECK(outcome.created);
    CHECK(outcome.seq == 1);
    const auto summary = got(store->meeting(record.meeting.id));
    REQUIRE(summary);
    CHECK(summary->meeting == record.meeting);
    CHECK(summary->turns == record.turns.size());
    CHECK(summary->memories == std::array<std::uint32_t, kLevels>{1, 2, 8});
    CHECK(summary->duration == duration_of(record.turns));
    CHECK(summary->created_at == kNow);
    CHECK(summary->seq == 1);
    CHECK(got(store->turns(record.meeting.id, 0, 100)) == record.turns);
    CHECK(got(store->memories_of(record.meeting.id, true)) == record.memories);
    CHECK(got(store->memories_of(record.meeting.id, false)) == without_vectors(record.memories));
    CHECK(got(store->connections_from(record.meeting.id)) == sorted(record.connections));
    CHECK(got(store->check()).empty());
  }
  SECTION("a record comes back as it was put, and makes the same meeting in another store") {
    const auto before = record_of(*store, record.meeting.id);
    CHECK_FALSE(before);
    got(store->put_meeting(record, kNow));
    got(store->rename_speaker(record.meeting.project, "Ben", "Benjamin"));
    const MemoryId corrected = record.memories[2].id;
    const auto as_put = record_of(*store, record.meeting.id);
    REQUIRE(as_put);
    CHECK(as_put->record.memories == record.memories);
    got(store->correct_memory(corrected, {.type = MemoryType::risk, .importance = 0.875F}, kNow));
    const auto stored = record_of(*store, record.meeting.id);
    REQUIRE(stored);
    CHECK(stored->record.meeting == record.meeting);
    CHECK(stored->record.turns == record.turns);
    auto shown = record.memories;
    stored->corrected.at(corrected).show_in(*std::ranges::find(shown, corrected, &Memory::id));
    CHECK(stored->record.memories == shown);
    CHECK(stored->record.connections == sorted(record.connections));
    REQUIRE(stored->corrected.size() == 1);
    CHECK(stored->corrected.at(corrected).extracted == got(store->extracted(corrected)));
    CHECK(stored->renamed == std::map<std::string, std::string>{{"Ben", "Benjamin"}});
    CHECK(stored->created_at == kNow);

    const auto other = make();
    CHECK(got(other->put_record(*stored)).created);
    CHECK_FALSE(got(other->put_record(*stored)).created);
    CHECK(got(other->turns(record.meeting.id, 0, 100)) == got(store->turns(record.meeting.id, 0, 100)));
    CHECK(got(other->memories_of(record.meeting.id, true)) == got(store->memories_of(record.meeting.id, true)));
    CHECK(got(other->meeting(record.meeting.id))->meeting == got(store->meeting(record.meeting.id))->meeting);
    CHECK(got(other->speakers({})) == got(store->speakers({})));
    const auto again = record_of(*other, record.meeting.id);
    REQUIRE(again);
    CHECK(again->renamed == stored->renamed);
    CHECK(again->corrected == stored->corrected);
    got(other->correct_memory(corrected, {.revert = true}, kNow));
    const auto reverted = record_of(*other, record.meeting.id);
    REQUIRE(reverted);
    CHECK(reverted->record.memories == record.memories);
    CHECK(again->created_at == kNow);
    CHECK(got(other->check()).empty());
  }
  SECTION("turns are clipped to those that exist") {
    got(store->put_meeting(record, kNow));
    const auto turns = got(store->turns(record.meeting.id, 4, 0xffff'ffff));
    REQUIRE(turns.size() == 2);
    CHECK(turns.front() == record.turns[4]);
    CHECK(got(store->turns(record.meeting.id, 3, 2)).empty());
    CHECK(got(store->turns(record.meeting.id, 6, 9)).empty());
  }
  SECTION("memories come in the order asked for, unknown ones left out, one asked for twice given twice") {
    got(store->put_meeting(record, kNow));
    const std::vector ids{record.memories[3].id, MemoryId(), record.memories[10].id, record.memories[3].id};
    const auto memories = got(store->memories(ids, true));
    REQUIRE(memories.size() == 3);
    CHECK(memories[0] == record.memories[3]);
    CHECK(memories[1] == record.memories[10]);
    CHECK(memories[2] == record.memories[3]);
    CHECK(got(store->memories(ids, false))[0].vector.empty());
  }
  SECTION("a memory's connections are those that start or end there") {
    got(store->put_meeting(record, kNow));
    const auto id = record.memories[2].id;
    auto expected = record.connections;
    std::erase_if(expected, [&](const Connection& c) { return c.from != id && c.to != id; });
    CHECK(expected.size() == 4);  // before, after, its answer, part of
    CHECK(got(store->connections_of(id)) == sorted(expected));
  }
  SECTION("any bytes that a transcript can hold come back") {
    MeetingRecord odd = make_record({.word = "Zoë\n\t\"'; DROP TABLE turns; --%_\xF0\x9F\x90\x99"});
    odd.turns[0].text = std::string("nul\0inside", 10);
    odd.turns[1].text.clear();
    odd.turns[2].text.assign(300'000, 'x');
    odd.turns[3].speaker = "";
    odd.memories[1].keywords = {"", ",", "1:a,", "naïve"};
    odd.meeting.metadata = R"({"a":[1,2,{"b":null}]})";
    odd.meeting.started_at = Instant(Milliseconds(-62'135'596'800'000));
    got(store->put_meeting(odd, kNow));
    CHECK(got(store->meeting(odd.meeting.id))->meeting == odd.meeting);
    CHECK(got(store->turns(odd.meeting.id, 0, 100)) == odd.turns);
    CHECK(got(store->memories_of(odd.meeting.id, true)) == odd.memories);
    CHECK(got(store->connections_from(odd.meeting.id)) == sorted(odd.connections));
    CHECK(got(store->check()).empty());
  }
  SECTION("a meeting without turns or memories is one nevertheless") {
    const auto empty = make_record({.turns = 0});
    CHECK(got(store->put_meeting(empty, kNow)).created);
    CHECK_FALSE(got(store->meeting(empty.meeting.id))->duration);
    CHECK(got(store->check()).empty());
  }
  SECTION("the snapshot's name is the last one put, and no change") {
    CHECK_FALSE(got(store->snapshot_name()));
    got(store->put_snapshot_name({1, 2, 3}));
    CHECK(got(store->snapshot_name()) == UuidBytes{1, 2, 3});
    got(store->put_snapshot_name({0, 0, 255}));
    CHECK(got(store->snapshot_name()) == UuidBytes{0, 0, 255});
    CHECK(got(store->seq()) == 0);
  }
  SECTION("the probe is the last one put, and no change") {
    const EncoderProbe first{.model = "a", .vectors = {1, 0.5f}};
    const EncoderProbe second{.model = "b", .vectors = std::vector<float>(3 * kSemanticDimension, 0.1f)};
    got(store->put_probe(first));
    CHECK(got(store->probe()) == first);
    got(store->put_probe(second));
    CHECK(got(store->probe()) == second);
    CHECK(got(store->seq()) == 0);
  }
}

void check_paging_contract(const StoreFactory& make) {
  const auto store = make();
  for (std::uint32_t i = 0; i < 7; ++i) {
    RecordPlan plan{.project = i % 3 == 2 ? "other" : "default", .number = i, .turns = 1, .episodes = 1};
    plan.started_at = Instant(std::chrono::hours(i / 2));
    if (i >= 5) plan.started_at.reset();
    got(store->put_meeting(make_record(plan), kNow));
  }
  SECTION("pages follow one another without gap or repetition, newest first, the undated last") {
    for (const std::size_t limit : {1u, 2u, 3u, 6u, 7u, 8u}) {
      const auto all = all_pages(*store, {}, limit);
      REQUIRE(all.size() == 7);
      for (std::size_t i = 1; i < all.size(); ++i) CHECK(comes_before(all[i - 1], all[i]));
    }
  }
  SECTION("a project's list holds its meetings alone") {
    for (const std::size_t limit : {1u, 2u, 9u}) {
      const auto all = all_pages(*store, "other", limit);
      CHECK(all.size() == 2);
      CHECK(std::ranges::all_of(all, [](const MeetingSummary& s) { return s.meeting.project == "other"; }));
    }
    CHECK(all_pages(*store, "nowhere", 5).empty());
  }
  SECTION("the list of who sees some projects holds theirs, page by page, and what they ask for only of these") {
    const ProjectSet both({"other", "default", "nowhere"});
    for (const std::size_t limit : {1u, 2u, 3u, 7u, 8u}) {
      MeetingQuery query{.project = {}, .limit = limit, .cursor = {}, .projects = both};
      std::vector<MeetingSummary> seen;
      do {
        auto page = got(store->meetings(query));
        CHECK(page.meetings.size() <= limit);
        std::ranges::move(page.meetings, std::back_inserter(seen));
        query.cursor = page.next;
      } while (query.cursor);
      CHECK(seen == all_pages(*store, {}, 100));
    }
    const ProjectSet other({"other"});
    CHECK(got(store->meetings({.projects = other})).meetings == all_pages(*store, "other", 100));
    CHECK(got(store->meetings({.project = "default", .projects = other})).meetings.empty());
    CHECK(got(store->meetings({.projects = ProjectSet(std::vector<std::string>())})).meetings.empty());
  }
  SECTION("the limit is clipped, and the last page has no next one") {
    CHECK(got(store->meetings({.limit = 0})).meetings.size() == 1);
    const auto page = got(store->meetings({.limit = 7}));
    CHECK(page.meetings.size() == 7);
    CHECK_FALSE(page.next);
    CHECK_FALSE(got(store->meetings({.limit = 1'000'000})).next);
  }
  SECTION("a cursor outlives the meeting it names") {
    const auto first = got(store->meetings({.limit = 2}));
    REQUIRE(first.next);
    got(store->erase_meetings(std::array{first.meetings.back().meeting.id}, false));
    const auto rest = got(store->meetings({.cursor = first.next}));
    CHECK(rest.meetings.size() == 5);
    CHECK(comes_before(first.meetings.back(), rest.meetings.front()));
  }
  SECTION("a foreign cursor is an invalid argument") {
    for (const char* cursor : {"", "~", "x", "1~", "01~27fe5ae3-68bc-8550-a467-60d3a853da21",
                               "99999999999999999999~27fe5ae3-68bc-8550-a467-60d3a853da21"}) {
      INFO(cursor);
      CHECK(code_of(store->meetings({.cursor = cursor})) == ErrorCode::invalid_argument);
    }
  }
}

void check_writing_contract(const StoreFactory& make) {
  const auto store = make();
  const MeetingRecord record = make_record({});
  got(store->put_meeting(record, kNow));
  SECTION("the same meeting again changes nothing") {
    auto again = record;
    again.turns[0].text = "something else";
    const auto outcome = got(store->put_meeting(again, kNow + std::chrono::hours(1)));
    CHECK_FALSE(outcome.created);
    CHECK(outcome.seq == 1);
    CHECK(got(store->seq()) == 1);
    CHECK(got(store->turns(record.meeting.id, 0, 0)) == std::vector{record.turns[0]});
    CHECK(got(store->meeting(record.meeting.id))->created_at == kNow);
  }
  SECTION("a record that contradicts the store is a conflict and leaves nothing") {
    auto other = make_record({.number = 1});
    SECTION("by a memory's id") {
      other.memories[4].id = record.memories[0].id;
    }
    SECTION("by an unknown parent") {
      other.memories[4].parent = MemoryId();
    }
    SECTION("by a connection from nowhere") {
      other.connections.back().from = MemoryId();
    }
    SECTION("by a connection to nowhere") {
      other.connections.back().to = MemoryId();
    }
    SECTION("by a parent in another project") {
      other = make_record({.project = "other", .number = 1});
      other.memories[4].parent = record.memories[8].id;
    }
    SECTION("by a connection into another project") {
      other = make_record({.project = "other", .number = 1});
      other.connections.back().to = record.memories[8].id;
    }
    CHECK(code_of(store->put_meeting(other, kNow)) == ErrorCode::conflict);
    CHECK_FALSE(got(store->has_meeting(other.meeting.id)));
    CHECK(got(store->seq()) == 1);
    CHECK(got(store->counts({})).memories == std::array<std::uint64_t, kLevels>{1, 2, 8});
    CHECK(got(store->counts("nowhere")).meetings == 0);
    CHECK(got(store->project_of(record.meeting.id)) == record.meeting.project);
    CHECK_FALSE(got(store->project_of(MeetingId())));
    CHECK(got(store->check()).empty());
    CHECK(got(store->put_meeting(make_record({.number = 2}), kNow)).seq == 2);  // and the store goes on
  }
  SECTION("parents and connections may lead to other meetings of the project") {
    auto other = make_record({.number = 1});
    other.memories[9].parent = record.memories[10].id;
    other.connections.push_back({.from = other.memories[0].id,
                                 .to = record.memories[1].id,
                                 .type = ConnectionType::reference,
                                 .weight = 0.25f,
                                 .reason = "names it"});
    other.connections.push_back({.from = record.memories[2].id,
                                 .to = other.memories[3].id,
                                 .type = ConnectionType::similar,
                                 .weight = 0,
                                 .reason = ""});
    got(store->put_meeting(other, kNow));
    CHECK(got(store->memories_of(other.meeting.id, true)) == other.memories);
    const auto inward = *(other.connections.end() - 2);
    const auto outward = other.connections.back();
    CHECK(contains(got(store->connections_from(other.meeting.id)), inward));
    CHECK(contains(got(store->connections_of(inward.to)), inward));
    CHECK(contains(got(store->connections_from(record.meeting.id)), outward));
    CHECK(contains(got(store->connections_of(outward.to)), outward));
    CHECK(got(store->check()).empty());
  }
  SECTION("a participant named twice is stored once") {
    auto twice = make_record({.number = 1});
    const auto once = twice.meeting;
    twice.meeting.participants.push_back("Anna");
    got(store->put_meeting(twice, kNow));
    CHECK(got(store->meeting(once.id))->meeting == once);
  }
  SECTION("a record that breaks its own rules is a bug of the caller") {
    auto broken = make_record({.number = 1});
    broken.memories[0].vector.pop_back();
    CHECK_THROWS_AS((void)store->put_meeting(broken, kNow), ContractViolation);
    CHECK_FALSE(got(store->has_meeting(broken.meeting.id)));
  }
}

void check_renaming_contract(const StoreFactory& make) {
  const auto store = make();
  const auto here = make_record({});
  const auto there = make_record({.project = "other"});
  got(store->put_meeting(here, kNow));
  got(store->put_meeting(there, kNow));
  SECTION("a new name shows in turns, memories and participants of the project, and nowhere else") {
    CHECK(got(store->rename_speaker("default", "Anna", "Anne")) == 3);
    auto renamed = here;
    rename_in(renamed, "Anna", "Anne");
    CHECK(got(store->turns(here.meeting.id, 0, 100)) == renamed.turns);
    CHECK(got(store->memories_of(here.meeting.id, true)) == renamed.memories);
    CHECK(got(store->meeting(here.meeting.id))->meeting == renamed.meeting);
    CHECK(got(store->turns(there.meeting.id, 0, 100)) == there.turns);
    CHECK(got(store->changes(2, 9)) ==
          std::vector{Change{.seq = 3, .kind = Change::Kind::speaker_renamed, .meeting = {}, .project = "default"}});
    CHECK(code_of(store->rename_speaker("default", "Anna", "Annie")) == ErrorCode::not_found);
    CHECK(got(store->check()).empty());
  }
  SECTION("two names become one speaker") {
    const auto before = got(store->speakers("default"));
    got(store->rename_speaker("default", "Anna", "Ben"));
    const auto after = got(store->speakers("default"));
    REQUIRE(before.size() == 3);
    REQUIRE(after.size() == 2);
    CHECK(after[0] == SpeakerSummary{.project = "default",
                                     .name = "Ben",
                                     .meetings = 1,
                                     .turns = before[0].turns + before[1].turns,
                                     .memories = before[0].memories + before[1].memories});
    CHECK(got(store->meeting(here.meeting.id))->meeting.participants ==
          std::vector<std::string>{"Ben", "Chen", "Silent pricing"});
  }
  SECTION("who only takes part can be renamed too, though not listed") {
    got(store->rename_speaker("default", "Silent pricing", "Dora"));
    CHECK(got(store->meeting(here.meeting.id))->meeting.participants.back() == "Dora");
    CHECK(got(store->speakers("default")).size() == 3);
  }
  SECTION("a name that is already right is no change") {
    CHECK(got(store->rename_speaker("default", "Anna", "Anna")) == 2);
    CHECK(got(store->seq()) == 2);
  }
  SECTION("a meeting put later keeps the name it came with") {
    got(store->rename_speaker("default", "Anna", "Anne"));
    const auto later = make_record({.number = 1});
    got(store->put_meeting(later, kNow));
    CHECK(got(store->turns(later.meeting.id, 0, 100)) == later.turns);
    CHECK(got(store->rename_speaker("default", "Anna", "Anne")) == 5);
    CHECK(got(store->speakers("default")).front().meetings == 2);
  }
  SECTION("nobody, nowhere and nothing are refused") {
    CHECK(code_of(store->rename_speaker("default", "Nobody", "Anne")) == ErrorCode::not_found);
    CHECK(code_of(store->rename_speaker("nowhere", "Anna", "Anne")) == ErrorCode::not_found);
    CHECK(code_of(store->rename_speaker("default", "Anna", "")) == ErrorCode::invalid_argument);
    CHECK(got(store->seq()) == 2);
  }
}

}  // namespace hebb
