#include "store/memory_store.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <limits>

#include "store/memory_store_contract.h"
#include "store/reference_store.h"
#include "store/store_fixture.h"

namespace hebb {
namespace {

using store_fixture::make_record;

std::unique_ptr<MemoryStore> same(std::unique_ptr<MemoryStore> store) {
  return store;
}

}  // namespace

// The suite's own yardstick passes the suite; what is compared with it then stands on something.
TEST_CASE("the reference store keeps the contract", "[store]") {
  SECTION("reading") {
    check_reading_contract(make_reference_store);
  }
  SECTION("paging") {
    check_paging_contract(make_reference_store);
  }
  SECTION("writing") {
    check_writing_contract(make_reference_store);
  }
  SECTION("renaming") {
    check_renaming_contract(make_reference_store);
  }
  SECTION("erasure") {
    check_erasure_contract(make_reference_store);
  }
  SECTION("listing") {
    check_listing_contract(make_reference_store);
  }
  SECTION("editing") {
    check_editing_contract(make_reference_store);
  }
  SECTION("consolidation") {
    check_consolidation_contract(make_reference_store);
  }
  SECTION("readings and fading") {
    check_access_contract(make_reference_store);
  }
  SECTION("declarations") {
    check_declarations_contract(make_reference_store);
  }
  SECTION("reducing") {
    check_reducing_contract(make_reference_store);
  }
  SECTION("changes") {
    check_changes_contract(make_reference_store);
  }
  SECTION("random operations") {
    check_random_operations(make_reference_store, same, 100);
  }
}

TEST_CASE("a sound record passes the check", "[store]") {
  CHECK_NOTHROW(check_record(make_record({})));
  CHECK_NOTHROW(check_record(make_record({.turns = 0})));
}

TEST_CASE("every broken rule of a record is found", "[store]") {
  const std::vector<std::pair<const char*, std::function<void(MeetingRecord&)>>> breaks{
      {"turn number", [](MeetingRecord& r) { r.turns[1].number = 2; }},
      {"memory of another meeting", [](MeetingRecord& r) { r.memories[0].meeting = {}; }},
      {"memory id twice", [](MeetingRecord& r) { r.memories[1].id = r.memories[0].id; }},
      {"position twice", [](MeetingRecord& r) { r.memories[1].position = r.memories[0].position; }},
      {"short vector", [](MeetingRecord& r) { r.memories[0].vector.pop_back(); }},
      {"no number", [](MeetingRecord& r) { r.memories[0].vector[7] = std::numeric_limits<float>::quiet_NaN(); }},
      {"infinite number", [](MeetingRecord& r) { r.memories[0].vector[7] = std::numeric_limits<float>::infinity(); }},
      {"turns reversed", [](MeetingRecord& r) { r.memories[3].first_turn = r.memories[3].last_turn + 1; }},
      {"turns outside", [](MeetingRecord& r) { r.memories[0].last_turn = 6; }},
      {"importance", [](MeetingRecord& r) { r.memories[0].importance = 1.5f; }},
      {"importance no number", [](MeetingRecord& r) { r.memories[0].importance = std::nanf(""); }},
      {"type confidence", [](MeetingRecord& r) { r.memories[0].type_confidence = -0.5f; }},
      {"connection twice", [](MeetingRecord& r) { r.connections.push_back(r.connections[0]); }},
      {"weight", [](MeetingRecord& r) { r.connections[0].weight = 2; }},
  };
  for (const auto& [rule, break_rule] : breaks) {
    auto record = make_record({});
    break_rule(record);
    INFO(rule);
    CHECK_THROWS_AS(check_record(record), ContractViolation);
  }
}

TEST_CASE("a meeting's length is its turns' greatest end, or start", "[store]") {
  CHECK_FALSE(duration_of({}));
  CHECK_FALSE(duration_of({Turn{.number = 0, .text = "no times"}}));
  const Turn early{.number = 0, .start = Milliseconds(0), .end = Milliseconds(9000)};
  const Turn late{.number = 1, .start = Milliseconds(8000)};
  CHECK(duration_of({early, late}) == Milliseconds(9000));
  CHECK(duration_of({late}) == Milliseconds(8000));
}

TEST_CASE("a cursor's text reads back as the cursor", "[store]") {
  const auto id = store_fixture::id_of({});
  for (const auto& start :
       {std::optional<Instant>(), std::optional(Instant(Milliseconds(0))), std::optional(Instant(Milliseconds(-5)))}) {
    const MeetingCursor cursor{.started_at = start, .id = id};
    const auto parsed = MeetingCursor::parse(cursor.text());
    REQUIRE(parsed);
    CHECK(parsed->started_at == start);
    CHECK(parsed->id == id);
  }
}

}  // namespace hebb
