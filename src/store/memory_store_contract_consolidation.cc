#include <array>
#include <catch2/catch_test_macros.hpp>

#include "store/contract_checks.h"
#include "store/memory_store_contract.h"
#include "store/store_fixture.h"

namespace hebb {

using namespace store_contract;
using store_fixture::make_record;

namespace {

using Members = std::vector<std::vector<MemoryId>>;  // of each pattern

Pattern pattern_of_these(std::vector<MemoryId> members) {
  const auto id = pattern_id_of("default", members);
  return {.id = id, .members = std::move(members)};
}

}  // namespace

void check_consolidation_contract(const StoreFactory& make) {
  const auto store = make();
  auto first = make_record({.number = 1}), second = make_record({.number = 2, .word = "vendor"});
  got(store->put_meeting(first, kNow));
  got(store->put_meeting(second, kNow));
  const auto& [a, b] = std::tie(first.memories, second.memories);
  const auto early = pattern_of_these({b[2].id, a[1].id});
  const auto late = pattern_of_these({a[3].id, b[4].id, b[5].id});
  const auto members = [&] {
    Members all;
    for (const Pattern& pattern : got(store->consolidation("default")).value_or(Consolidation{}).patterns) {
      all.push_back(pattern.members);
    }
    return all;
  };
  const Change told{.seq = 3, .kind = Change::Kind::consolidated, .meeting = {}, .project = "default"};
  CHECK_FALSE(got(store->consolidation("default")));
  CHECK(got(store->put_consolidation("default", std::array{early}, 2, kNow)) == 3);

  SECTION("what was found is read, by project and by memory, and told once") {
    CHECK(got(store->consolidation("default")) ==
          Consolidation{.project = "default", .at = kNow, .seq = 3, .patterns = {early}});
    CHECK(got(store->pattern_of(a[1].id)) == early);
    CHECK(got(store->pattern_of(b[2].id)) == early);
    CHECK_FALSE(got(store->pattern_of(a[0].id)));
    CHECK_FALSE(got(store->pattern_of(MemoryId())));
    CHECK_FALSE(got(store->consolidation("other")));
    CHECK(got(store->changes(2, 9)) == std::vector{told});
    CHECK(got(store->memories_of(first.meeting.id, true)) == first.memories);
    CHECK(got(store->check()).empty());
  }
  SECTION("the same again changes nothing but that it still holds") {
    CHECK(got(store->put_consolidation("default", std::array{early}, 3, kNow + Milliseconds(5))) == 3);
    CHECK(got(store->consolidation("default"))->at == kNow);
    got(store->correct_memory(a[0].id, {.type = MemoryType::risk}, kNow));
    CHECK(got(store->put_consolidation("default", std::array{early}, 4, kNow)) == 4);
    CHECK(got(store->seq()) == 4);
    CHECK(got(store->consolidation("default"))->seq == 4);
  }
  SECTION("meetings of other projects that come in meanwhile do no harm") {
    got(store->put_meeting(make_record({.project = "other", .number = 7}), kNow));
    CHECK(got(store->put_consolidation("default", std::array{late}, 3, kNow)) == 5);
    got(store->erase_meetings(std::array{make_record({.project = "other", .number = 7}).meeting.id}, false));
    CHECK(got(store->put_consolidation("default", std::array{early}, 5, kNow)) == 7);
    got(store->put_meeting(make_record({.number = 7}), kNow));
    CHECK(code_of(store->put_consolidation("default", std::array{late}, 7, kNow)) == ErrorCode::conflict);
  }
  SECTION("what is found later takes its place, and undoing goes back step by step") {
    CHECK(got(store->put_consolidation("default", std::array{late, early}, 3, kNow)) == 4);
    CHECK(got(store->consolidation("default"))->patterns.size() == 2);
    CHECK(got(store->pattern_of(b[5].id)) == late);
    CHECK(got(store->changes(2, 9)).size() == 1);  // the last is enough
    CHECK(got(store->undo_consolidation("default")) == 5);
    CHECK(members() == Members{early.members});
    CHECK_FALSE(got(store->pattern_of(b[5].id)));
    CHECK(got(store->consolidation("default"))->seq == 5);
    CHECK(got(store->undo_consolidation("default")) == 6);
    CHECK(members().empty());
    CHECK(got(store->consolidation("default"))->seq == 6);  // so that nobody need look again
    CHECK(code_of(store->undo_consolidation("default")) == ErrorCode::not_found);
    CHECK(got(store->seq()) == 6);
  }
  SECTION("only so many are kept to go back to") {
    Seq seq = 3;
    for (std::size_t i = 0; i < kKeptConsolidations + 3; ++i) {
      seq = got(store->put_consolidation("default", std::array{i % 2 == 0 ? late : early}, seq, kNow));
    }
    for (std::size_t i = kKeptConsolidations + 2; i > 2; --i) {
      got(store->undo_consolidation("default"));
      CHECK(members() == Members{(i - 1) % 2 == 0 ? late.members : early.members});
    }
    CHECK(code_of(store->undo_consolidation("default")) == ErrorCode::not_found);
  }
  SECTION("what is gone is in no pattern, nor comes back by undoing") {
    got(store->put_consolidation("default", std::array{early, late}, 3, kNow));
    SECTION("by erasing its meeting") {
      got(store->erase_meetings(std::array{first.meeting.id}, false));
    }
    SECTION("by moving it to another project") {
      got(store->edit_meeting(first.meeting.id, {.title = {}, .project = "other"}));
      CHECK_FALSE(got(store->pattern_of(a[1].id)));
    }
    auto left = late.members;
    std::erase(left, a[3].id);
    CHECK(got(store->pattern_of(b[4].id))->members == left);
    got(store->undo_consolidation("default"));
    CHECK(members() == Members{{b[2].id}});
    CHECK(got(store->check()).empty());
  }
  SECTION("nor is what says something else by now") {
    first.memories[1].text = "something else";
    got(store->renew_meeting(first));
    CHECK(members() == Members{{b[2].id}});
    CHECK_FALSE(got(store->pattern_of(a[1].id)));
  }
  SECTION("a project's patterns go with its last meeting") {
    got(store->erase_meetings(std::array{first.meeting.id, second.meeting.id}, false));
    CHECK_FALSE(got(store->consolidation("default")));
    for (const Change& change : got(store->changes(0, 9))) CHECK(change.kind == Change::Kind::meeting_erased);
  }
  SECTION("what is not there, or was looked for in another state, is refused") {
    CHECK(code_of(store->put_consolidation("default", std::array{late}, 2, kNow)) == ErrorCode::conflict);
    CHECK(code_of(store->put_consolidation("default", std::array{late}, 4, kNow)) == ErrorCode::conflict);
    CHECK(code_of(store->put_consolidation("none", {}, 3, kNow)) == ErrorCode::not_found);
    CHECK(code_of(store->put_consolidation("default", std::array{pattern_of_these({MemoryId()})}, 3, kNow)) ==
          ErrorCode::not_found);
    CHECK(code_of(store->undo_consolidation("none")) == ErrorCode::not_found);
    got(store->edit_meeting(first.meeting.id, {.title = {}, .project = "other"}));
    CHECK(code_of(store->put_consolidation("default", std::array{early}, 4, kNow)) == ErrorCode::not_found);
    CHECK(members() == Members{{b[2].id}});
  }
}

}  // namespace hebb
