#include <array>
#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;

void check_access_contract(const StoreFactory& make) {
  const auto store = make();
  auto first = make_record({.number = 1});
  const auto second = make_record({.number = 2, .word = "vendor"});
  got(store->put_meeting(first, kNow));
  got(store->put_meeting(second, kNow));
  const auto& a = first.memories;
  const auto read = [](const Memory& memory, std::uint64_t count, double strength = 0.5) {
    return MemoryAccess{
        .memory = memory.id, .count = count, .read_at = kNow, .at = kNow, .strength = strength, .faded_at = {}};
  };
  const auto access = [&](const Memory& memory) { return got(store->accesses(std::array{memory.id})); };
  const auto state = [&](const Memory& memory) { return got(store->memories(std::array{memory.id}, false))[0].state; };
  const auto changed = [&](const MeetingId& meeting, Seq seq) {
    return Change{.seq = seq, .kind = Change::Kind::meeting_changed, .meeting = meeting, .project = "default"};
  };
  const Instant later = kNow + Milliseconds(7);

  SECTION("readings are kept beside the memories, and change nothing") {
    CHECK(access(a[0]).empty());
    got(store->put_accesses(std::array{read(a[0], 3, 0.75), read(second.memories[1], 1)}));
    got(store->put_accesses(std::array{read(a[0], 4, 0.25)}));
    CHECK(access(a[0]) == std::vector{read(a[0], 4, 0.25)});
    const std::array ids = {second.memories[1].id, a[1].id, a[0].id};
    CHECK(got(store->accesses(ids)) == std::vector{read(second.memories[1], 1), read(a[0], 4, 0.25)});
    CHECK(got(store->seq()) == 2);
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->check()).empty());
  }
  SECTION("the last moment is that of the last import or reading") {
    CHECK_FALSE(got(make()->last_moment()));
    CHECK(got(store->last_moment()) == kNow);
    auto access_later = read(a[0], 1);
    access_later.at = later;
    got(store->put_accesses(std::array{access_later, read(a[1], 1)}));
    CHECK(got(store->last_moment()) == later);
  }
  SECTION("of what is not there nothing is kept, and they go with their memory") {
    got(store->put_accesses(std::array{MemoryAccess{}, read(a[0], 3)}));
    CHECK(got(store->accesses(std::array{MemoryId()})).empty());
    got(store->erase_meetings(std::array{first.meeting.id}, false));
    CHECK(access(a[0]).empty());
    got(store->put_meeting(first, kNow));
    CHECK(access(a[0]).empty());
  }
  SECTION("what has faded is archived, in one change of its meeting, and comes back as it was") {
    const auto dry = got(store->fade(std::array{read(a[0], 0, 0.01), read(a[1], 2, 0.02)}, later, true));
    CHECK((dry.memories == std::vector{a[0].id, a[1].id} && dry.seq == 2 &&
           dry.meetings == std::vector{first.meeting.id}));
    CHECK(state(a[0]) == MemoryState::active);
    const auto done = got(store->fade(std::array{read(a[0], 0, 0.01), read(a[1], 2, 0.02)}, later, false));
    CHECK((done.memories == dry.memories && done.seq == 3 && done.meetings == std::vector{first.meeting.id}));
    CHECK(got(store->changes(2, 9)) == std::vector{changed(first.meeting.id, 3)});
    CHECK(state(a[0]) == MemoryState::archived);
    CHECK(state(a[2]) == MemoryState::active);
    auto faded = read(a[0], 0, 0.01);
    faded.faded_at = later;
    CHECK(access(a[0]) == std::vector{faded});
    CHECK(got(store->faded("default")) == std::vector{first.meeting.id});
    CHECK(got(store->faded("other")).empty());
    CHECK_FALSE(got(store->extracted(a[0].id)));                                     // nobody corrected it
    CHECK(got(store->record(first.meeting.id))->record.memories == first.memories);  // elsewhere it has not faded
    const auto again = got(store->fade(std::array{read(a[0], 0, 0.01)}, later, false));
    CHECK((again.memories.empty() && again.seq == 3));
    got(store->put_accesses(std::array{read(a[0], 1, 0.3)}));  // reading it does not bring it back
    CHECK(access(a[0])[0].faded_at == later);
    const auto restored = got(store->restore_faded(std::array{read(a[0], 1, 0.6), read(a[2], 1), read(a[1], 2)}));
    CHECK((restored.memories == dry.memories && restored.seq == 4));
    CHECK(access(a[0]) == std::vector{read(a[0], 1, 0.6)});
    CHECK(access(a[2]).empty());
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->check()).empty());
  }
  SECTION("what is found anew, or corrected otherwise, stays faded") {
    got(store->fade(std::array{read(a[0], 0), read(a[1], 0)}, later, false));
    got(store->correct_memory(a[0].id, {.type = MemoryType::risk}, kNow));
    CHECK(state(a[0]) == MemoryState::archived);
    CHECK(got(store->extracted(a[0].id))->state == MemoryState::active);
    first.memories[1].importance = 0.125F;
    got(store->renew_meeting(first));
    CHECK(state(a[0]) == MemoryState::archived);
    CHECK(state(a[1]) == MemoryState::archived);
    got(store->correct_memory(a[0].id, {.revert = true}, kNow));
    CHECK(state(a[0]) == MemoryState::archived);
    got(store->restore_faded(std::array{read(a[0], 0), read(a[1], 0)}));
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->check()).empty());
  }
  SECTION("fading and readings stay with an id and its words, and what a person says goes before them where it goes") {
    auto third = make_record({.number = 3});
    third.memories[0].text = "We ship";
    third.memories[6].text = "We ship it now";  // of the same turn
    third.memories[6].state = MemoryState::active;
    got(store->put_meeting(third, kNow));
    const auto &one = third.memories[0], &other = third.memories[6], &context = third.memories[8];
    got(store->correct_memory(one.id, {.state = MemoryState::active}, kNow));
    got(store->put_accesses(std::array{read(one, 3)}));
    got(store->fade(std::array{read(other, 0), read(context, 0)}, later, false));
    auto anew = third;
    anew.memories[0].text = "It is late";
    anew.memories[6].text = "We ship";
    anew.memories[8].text = "What is said in it now";
    got(store->renew_meeting(anew));
    CHECK(access(one).empty());
    CHECK(access(other) == std::vector{read(other, 0)});
    CHECK(state(other) == MemoryState::active);
    CHECK(got(store->extracted(other.id))->state == MemoryState::active);
    CHECK(state(context) == MemoryState::archived);
    CHECK(got(store->faded("default")) == std::vector{third.meeting.id});
    got(store->correct_memory(other.id, {.revert = true}, kNow));
    got(store->restore_faded(std::array{read(context, 0)}));
    CHECK(got(store->memories_of(third.meeting.id, true)) == anew.memories);
    CHECK(got(store->check()).empty());
  }
  SECTION("what a person says of its state holds, before and after") {
    got(store->correct_memory(a[0].id, {.state = MemoryState::active}, kNow));
    got(store->correct_memory(a[1].id, {.state = MemoryState::archived}, kNow));
    CHECK(got(store->fade(std::array{read(a[0], 0), read(a[1], 0), read(a[2], 0)}, later, false)).memories ==
          std::vector{a[2].id});
    CHECK(state(a[0]) == MemoryState::active);
    got(store->correct_memory(a[2].id, {.state = MemoryState::active}, kNow));
    CHECK(state(a[2]) == MemoryState::active);
    CHECK(got(store->faded("default")).empty());
    CHECK(got(store->restore_faded(std::array{read(a[1], 0), read(a[2], 0)})).memories.empty());
    CHECK(state(a[1]) == MemoryState::archived);
    CHECK(got(store->check()).empty());
  }
}

}  // namespace hebb
