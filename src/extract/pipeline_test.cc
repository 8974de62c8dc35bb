#include "extract/pipeline.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "extract/fake_encoder_for_test.h"

namespace hebb {
namespace {

Meeting meeting() {
  Meeting m;
  m.title = "Test";
  m.id = meeting_id_of(m, {});
  return m;
}

TEST_CASE("a meeting of nothing but backchannels has no memories and asks the encoder nothing") {
  const auto never = [](const std::vector<std::string_view>&) -> Result<std::vector<float>> {
    return fail(ErrorCode::internal, "asked");
  };
  const auto extraction =
      extract_with(meeting(), {{.text = "Yeah."}, {.number = 1, .text = "{vocalsound}"}, {.number = 2}}, never);
  REQUIRE(extraction);
  CHECK(extraction->memories.empty());
  CHECK(extraction->connections.empty());
  CHECK(extraction->report.turns_remembered == 0);
  CHECK(extraction->report.dropped ==
        std::map<std::string, std::uint32_t>{{"backchannel", 1}, {"empty", 1}, {"marks_only", 1}});
}

TEST_CASE("the encoder's errors are given on, and a wrong number of rows is one") {
  const std::vector<Turn> turns{{.text = "The price is twenty five euros."}};
  const auto refused = extract_with(meeting(), turns, [](const auto&) -> Result<std::vector<float>> {
    return fail(ErrorCode::resource_exhausted, "no memory");
  });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::resource_exhausted);
  const auto short_row =
      extract_with(meeting(), turns, [](const auto&) -> Result<std::vector<float>> { return {{1.0F}}; });
  REQUIRE_FALSE(short_row);
  CHECK(short_row.error().code == ErrorCode::internal);
}

TEST_CASE("a memory knows its turns, speaker and times, and its place in the meeting") {
  using std::chrono::seconds;
  const std::vector<Turn> turns{
      {.number = 0,
       .speaker = "Anna",
       .start = seconds(1),
       .end = seconds(9),
       .text = "We decided to sell it for twenty five euros."},
      {.number = 1, .speaker = "Ben", .start = seconds(9), .end = seconds(10), .text = "Mm-hmm."},
      {.number = 2,
       .speaker = "Ben",
       .start = seconds(40),
       .end = seconds(45),
       .text = "Who sends the drawing to the factory?"},
  };
  const auto extraction = extract_with(meeting(), turns, fake_encode);
  REQUIRE(extraction);
  REQUIRE(extraction->memories.size() == 3);
  const auto& [first, second, context] =
      std::tie(extraction->memories[0], extraction->memories[1], extraction->memories[2]);
  CHECK(first.id == memory_id_of(meeting().id, Level::episode, "statement", 0, 0));
  CHECK(first.type == MemoryType::decision);
  CHECK(first.speaker == "Anna");
  CHECK(first.start == seconds(1));
  CHECK(first.end == seconds(9));
  CHECK(second.type == MemoryType::question);
  CHECK(second.first_turn == 2);
  CHECK(second.position == 1);
  CHECK(context.level == Level::context);
  CHECK(context.type == MemoryType::topic);
  CHECK_FALSE(context.speaker);
  CHECK(context.start == seconds(1));
  CHECK(context.end == seconds(45));
  CHECK(first.parent == context.id);
  REQUIRE(extraction->connections.size() == 3);
  CHECK(extraction->connections[0].from == first.id);
  CHECK(extraction->connections[0].to == second.id);
  CHECK(extraction->connections[0].reason == "2 turns later, after 0:31");
  CHECK(extraction->connections[1].type == ConnectionType::part_of);
  CHECK(extraction->connections[1].to == context.id);
}

}  // namespace
}  // namespace hebb
