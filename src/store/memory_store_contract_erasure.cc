#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;

void check_erasure_contract(const StoreFactory& make) {
  const auto store = make();
  const auto first = make_record({});
  auto second = make_record({.number = 1});
  second.memories[9].parent = first.memories[10].id;  // from second into first, and back
  second.connections.push_back({.from = second.memories[0].id,
                                .to = first.memories[1].id,
                                .type = ConnectionType::reference,
                                .weight = 1,
                                .reason = "names it"});
  second.connections.push_back({.from = first.memories[0].id,
                                .to = second.memories[1].id,
                                .type = ConnectionType::similar,
                                .weight = 1,
                                .reason = "alike"});
  got(store->put_meeting(first, kNow));
  got(store->put_meeting(second, kNow));
  const auto within = first.connections.size();

  SECTION("a dry run counts and changes nothing") {
    const auto counts = got(store->erase_meetings(std::array{first.meeting.id}, true));
    CHECK(counts.meetings == 1);
    CHECK(counts.turns == first.turns.size());
    CHECK(counts.memories == first.memories.size());
    CHECK(counts.vectors == first.memories.size());
    CHECK(counts.connections == within + 2);
    CHECK(counts.erased == std::vector{first.meeting.id});
    CHECK(counts.seq == 2);
    CHECK(got(store->seq()) == 2);
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
  }
  SECTION("everything of the meeting goes, and of the others only what led to it") {
    const auto counts = got(store->erase_meetings(std::array{first.meeting.id}, false));
    CHECK(counts.connections == within + 2);
    CHECK(counts.seq == 3);
    CHECK_FALSE(counts.traces_remain);
    CHECK_FALSE(store->traces_remain());
    CHECK_FALSE(got(store->has_meeting(first.meeting.id)));
    CHECK(got(store->turns(first.meeting.id, 0, 100)).empty());
    CHECK(got(store->memories(std::array{first.memories[0].id}, true)).empty());
    CHECK(got(store->connections_of(first.memories[1].id)).empty());
    CHECK(got(store->connections_of(second.memories[1].id)).size() == 3);  // before, after, part of
    auto rest = second;
    rest.memories[9].parent.reset();
    rest.connections.resize(rest.connections.size() - 2);
    CHECK(got(store->memories_of(second.meeting.id, true)) == rest.memories);
    CHECK(got(store->connections_from(second.meeting.id)) == sorted(rest.connections));
    CHECK(got(store->counts({})).connections == rest.connections.size());
    CHECK(got(store->check()).empty());
  }
  SECTION("connections between two erased meetings count once; unknown and repeated ids do not count") {
    const std::array ids{second.meeting.id, MeetingId(), first.meeting.id, second.meeting.id};
    for (const bool dry_run : {true, false}) {
      const auto counts = got(store->erase_meetings(ids, dry_run));
      CHECK(counts.meetings == 2);
      CHECK(counts.connections == first.connections.size() + second.connections.size());
      CHECK(counts.erased == std::vector{second.meeting.id, first.meeting.id});
    }
    CHECK(got(store->counts({})).connections == 0);
    CHECK(got(store->counts({})).projects == 0);
    CHECK(got(store->speakers({})).empty());
  }
  SECTION("who is forgotten is named nowhere any more, a turn of theirs without text neither") {
    auto whole = make_record({.project = "other", .number = 2});
    whole.meeting.participants.emplace_back("Dora");
    whole.turns[3].speaker = "Dora";
    whole.turns[4].speaker = "Dora";
    whole.turns[4].text.clear();
    got(store->put_meeting(whole, kNow));
    auto left = whole;
    std::erase(left.meeting.participants, "Dora");
    for (Turn& turn : left.turns) {
      if (turn.speaker == "Dora") turn.text.clear(), turn.speaker.reset();
    }
    for (const bool dry_run : {true, false}) {
      const auto counts = got(store->reduce_meetings(std::array{left}, dry_run));
      CHECK(counts.turns == 1);  // that had text
      CHECK(counts.reduced == std::vector{left.meeting.id});
    }
    CHECK(got(store->turns(left.meeting.id, 0, 99)) == left.turns);
    CHECK(got(store->meeting(left.meeting.id))->meeting == left.meeting);
    CHECK_FALSE(std::ranges::contains(got(store->speakers("other")), std::string("Dora"), &SpeakerSummary::name));
    CHECK(code_of(store->rename_speaker("other", "Dora", "Dorothea")) == ErrorCode::not_found);
    CHECK(got(store->reduce_meetings(std::array{left}, false)).turns == 0);
    CHECK(got(store->check()).empty());
  }
  SECTION("the meetings with somebody are those where they take part, speak or have a memory, by the name shown") {
    auto spoken = make_record({.project = "other", .number = 2});
    spoken.turns[3].speaker = "Dora";
    auto remembered = make_record({.project = "other", .number = 3});
    remembered.memories[0].speaker = "Dora";
    auto present = make_record({.project = "other", .number = 4});
    present.meeting.participants.emplace_back("Dora");
    std::vector<MeetingId> with_dora;
    for (const auto& record : {spoken, remembered, present}) {
      got(store->put_meeting(record, kNow));
      with_dora.push_back(record.meeting.id);
    }
    std::ranges::sort(with_dora);
    CHECK(got(store->meetings_with("Dora")) == with_dora);
    CHECK(got(store->meetings_with("dora")).empty());
    got(store->rename_speaker("other", "Dora", "Anna"));
    CHECK(got(store->meetings_with("Dora")).empty());
    CHECK(got(store->meetings_with("Anna")).size() == 5);
  }
  SECTION("erasing nothing is no change") {
    CHECK(got(store->erase_meetings(std::array{MeetingId()}, false)).seq == 2);
    CHECK(got(store->erase_meetings({}, false)).meetings == 0);
    CHECK(got(store->seq()) == 2);
  }
  SECTION("an erased meeting can be put again") {
    got(store->erase_meetings(std::array{first.meeting.id}, false));
    const auto outcome = got(store->put_meeting(first, kNow));
    CHECK(outcome.created);
    CHECK(outcome.seq == 4);
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
  }
}

void check_changes_contract(const StoreFactory& make) {
  const auto store = make();
  const auto first = make_record({});
  const auto second = make_record({.project = "other", .number = 1});
  got(store->put_meeting(first, kNow));
  got(store->put_meeting(second, kNow));
  const Change added_first{
      .seq = 1, .kind = Change::Kind::meeting_added, .meeting = first.meeting.id, .project = "default"};
  const Change added_second{
      .seq = 2, .kind = Change::Kind::meeting_added, .meeting = second.meeting.id, .project = "other"};

  SECTION("changes come oldest first, after a seq, at most so many") {
    CHECK(got(store->changes(0, 100)) == std::vector{added_first, added_second});
    CHECK(got(store->changes(0, 1)) == std::vector{added_first});
    CHECK(got(store->changes(1, 100)) == std::vector{added_second});
    CHECK(got(store->changes(2, 100)).empty());
    CHECK(got(store->changes(0, 0)).empty());
    CHECK(got(store->changes(~Seq{0}, ~std::size_t{0})).empty());
  }
  SECTION("of an erased meeting the log keeps the id, and of a project without meetings nothing") {
    got(store->rename_speaker("other", "Anna", "Anne"));
    got(store->erase_meetings(std::array{second.meeting.id}, false));
    const Change erased{.seq = 4, .kind = Change::Kind::meeting_erased, .meeting = second.meeting.id, .project = ""};
    CHECK(got(store->changes(0, 100)) == std::vector{added_first, erased});
    CHECK(got(store->seq()) == 4);
    got(store->put_meeting(second, kNow));
    CHECK(got(store->changes(3, 100)).size() == 2);
    got(store->erase_meetings(std::array{second.meeting.id}, false));
    CHECK(got(store->changes(3, 100)) ==
          std::vector{
              Change{.seq = 6, .kind = Change::Kind::meeting_erased, .meeting = second.meeting.id, .project = ""}});
  }
  SECTION("a scan delivers every meeting in order of seq, with the parts asked for") {
    std::vector<StoredMeeting> seen;
    const auto keep = [&](StoredMeeting&& stored) -> Result<void> {
      seen.push_back(std::move(stored));
      return {};
    };
    CHECK(got(store->scan({}, keep)) == 2);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].summary == *got(store->meeting(first.meeting.id)));
    CHECK(seen[1].memories == second.memories);
    CHECK(seen[1].connections == sorted(second.connections));
    seen.clear();
    got(store->scan({.vectors = false, .connections = false}, keep));
    CHECK(seen[0].memories == without_vectors(first.memories));
    CHECK(seen[0].connections.empty());
  }
  SECTION("a visitor's error ends the scan and comes back") {
    int visits = 0;
    const auto stop = [&](StoredMeeting&&) -> Result<void> {
      ++visits;
      return fail(ErrorCode::cancelled, "enough");
    };
    CHECK(code_of(store->scan({}, stop)) == ErrorCode::cancelled);
    CHECK(visits == 1);
    CHECK(got(store->seq()) == 2);
  }
}

}  // namespace hebb
