#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "model/domain.h"
#include "model/selection.h"

namespace hebb {
namespace {

std::vector<Turn> two_turns() {
  return {{.number = 0, .speaker = "Anna", .start = Milliseconds(0), .end = {}, .text = "Hello."},
          {.number = 1, .speaker = {}, .start = {}, .end = {}, .text = "Hello."}};
}

}  // namespace

TEST_CASE("a meeting's id derives from its content", "[model]") {
  const Meeting meeting{.title = "Kick-off"};
  const auto id = meeting_id_of(meeting, two_turns());
  CHECK(id.text() == "27fe5ae3-68bc-8550-a467-60d3a853da21");  // golden: the derivation is part of the wire contract
  CHECK(meeting_id_of(meeting, two_turns()) == id);

  Meeting other = meeting;
  other.project = "elsewhere";
  CHECK(meeting_id_of(other, two_turns()) != id);
  other = meeting;
  other.title = "Kickoff";
  CHECK(meeting_id_of(other, two_turns()) != id);

  auto turns = two_turns();
  turns[1].speaker = "";  // an empty name is not a missing one
  CHECK(meeting_id_of(meeting, turns) != id);
  turns = two_turns();
  turns[1].start = Milliseconds(0);
  CHECK(meeting_id_of(meeting, turns) != id);
}

TEST_CASE("an external id names the meeting whatever its content", "[model]") {
  const Meeting meeting{.title = "Kick-off", .external_id = "cal-7"};
  const Meeting renamed{.title = "Other", .external_id = "cal-7"};
  CHECK(meeting_id_of(meeting, two_turns()) == meeting_id_of(renamed, {}));
}

TEST_CASE("memory ids tell level, derivation, turn and offset apart", "[model]") {
  const auto meeting = meeting_id_of(Meeting{.title = "m"}, {});
  const auto id = memory_id_of(meeting, Level::episode, "statement", 3, 0);
  CHECK(id == memory_id_of(meeting, Level::episode, "statement", 3, 0));
  CHECK(id != memory_id_of(meeting, Level::context, "statement", 3, 0));
  CHECK(id != memory_id_of(meeting, Level::episode, "segment", 3, 0));
  CHECK(id != memory_id_of(meeting, Level::episode, "statement", 0, 3));
}

TEST_CASE("memory type names round-trip", "[model]") {
  for (std::size_t i = 0; i < kMemoryTypes; ++i) {
    const auto type = static_cast<MemoryType>(i);
    CHECK(parse_memory_type(to_string(type)) == type);
  }
  CHECK_FALSE(parse_memory_type("Decision"));
}

TEST_CASE("a selection counts each ordinal once", "[model]") {
  Selection selection(130);
  for (Ordinal ordinal : {0u, 63u, 64u, 129u, 64u}) selection.add(ordinal);
  CHECK(selection.count() == 4);
  CHECK(selection.contains(129));
  CHECK_FALSE(selection.contains(128));
  CHECK_FALSE(selection.contains(100000));
}

TEST_CASE("a set of projects contains what it names, and a request asks for that alone", "[model]") {
  using Asked = std::vector<std::optional<std::string>>;
  const ProjectSet all;
  CHECK(all.all());
  CHECK(all.contains("anything"));
  CHECK(all.asked({}) == Asked{std::nullopt});
  CHECK(all.asked("p") == Asked{"p"});
  const ProjectSet some({"q", "p", "q"});
  CHECK_FALSE(some.all());
  CHECK(std::ranges::equal(some.names(), std::vector<std::string>{"p", "q"}));
  CHECK(some.contains("p"));
  for (const char* outside : {"", "P", "p ", "pq", "r"}) {
    CHECK_FALSE(some.contains(outside));
    CHECK(some.asked(outside).empty());
  }
  CHECK(some.asked({}) == Asked{"p", "q"});
  CHECK(some.asked("q") == Asked{"q"});
  const ProjectSet none(std::vector<std::string>{});
  CHECK_FALSE(none.all());
  CHECK_FALSE(none.contains("p"));
  CHECK(none.asked({}).empty());
}

}  // namespace hebb
