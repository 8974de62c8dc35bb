#include "extract/pipeline.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <tuple>

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

// Of the statements.
std::vector<MemoryType> types_of(const std::vector<Turn>& said) {
  std::vector<MemoryType> types;
  const auto extraction = extract_with(meeting(), said, fake_encode);
  for (const Memory& memory : extraction->memories) {
    if (memory.level == Level::episode) types.push_back(memory.type);
  }
  return types;
}

TEST_CASE("where a meeting has no marks, the classifier tells its questions") {
  const std::vector<Turn> turns{{.number = 0, .speaker = "Anna", .text = "how many buttons does the old one have"},
                                {.number = 1, .speaker = "Ben", .text = "the old one has forty two of them"},
                                {.number = 2, .speaker = "Ben", .text = "the new one has a scroll wheel instead"}};
  CHECK(types_of(turns) == std::vector{MemoryType::question, MemoryType::context, MemoryType::context});
  auto marked = turns;
  for (Turn& turn : marked) turn.text += ".";
  CHECK(types_of(marked) == std::vector(3, MemoryType::context));
}

TEST_CASE("the classifier takes part in telling ideas") {
  const std::vector<Turn> turns{
      {.number = 0, .speaker = "Anna", .text = "Maybe we could use the same battery for both of them."},
      {.number = 1, .speaker = "Ben", .text = "What if the same situation arises in the north?"},
      {.number = 2, .speaker = "Anna", .text = "Their take-up has been very good there."}};
  CHECK(types_of(turns) == std::vector{MemoryType::idea, MemoryType::question, MemoryType::context});
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

// Turns of all kinds, in an order that no transcript would have.
std::vector<Turn> random_turns(std::mt19937& random) {
  static constexpr std::array<std::string_view, 24> kPieces{
      "we decided to ", "the price ",   "is ",       "{gap} ",         "Yeah. ", "battery, ", "? ",       ". ",
      "I'll send ",     "solar panel ", "maybe we ", "\u00E9t\u00E9 ", "[ ",     "problem ",  "because ", "Friday ",
      "\xFF",           "\n",           "it 's ",    "twenty ",        "Mr. ",   "a ",        "uh ",      "\u2014 "};
  static constexpr std::array<std::string_view, 3> kSpeakers{"Anna", "Ben", "Clara Will"};
  std::vector<Turn> turns;
  const auto count = random() % 60;
  for (std::uint32_t t = 0; t < count; ++t) {
    Turn turn{.number = t};
    for (std::uint32_t k = 0; k < random() % 90; ++k) turn.text += kPieces[random() % kPieces.size()];
    if (random() % 4 != 0) turn.speaker = kSpeakers[random() % kSpeakers.size()];
    if (random() % 3 != 0) turn.start = Milliseconds(random() % 100'000);
    if (random() % 3 != 0) turn.end = Milliseconds(random() % 100'000);
    turns.push_back(turn);
  }
  return turns;
}

void check_memory(const Memory& memory, const std::vector<Turn>& turns) {
  REQUIRE(memory.vector.size() == kVectorDimension);
  double norm = 0;
  for (std::size_t d = 0; d < kVectorDimension; ++d) {
    REQUIRE(std::isfinite(memory.vector[d]));
    if (d < kSemanticDimension)
      norm += double{memory.vector[d]} * memory.vector[d];
    else
      REQUIRE((memory.vector[d] >= 0 && memory.vector[d] <= 1));
  }
  REQUIRE(std::abs(norm - 1) < 0.01);
  REQUIRE((memory.importance >= 0 && memory.importance <= 1));
  REQUIRE((memory.type_confidence >= 0 && memory.type_confidence <= 1));
  REQUIRE(memory.keywords.size() <= 8);
  REQUIRE_FALSE(memory.text.empty());
  REQUIRE(count_words(memory.text) <= 60);
  REQUIRE(memory.first_turn <= memory.last_turn);
  REQUIRE(memory.last_turn < turns.size());
  if (memory.level != Level::episode) return;
  // Nothing is invented.
  REQUIRE(memory.speaker == turns[memory.first_turn].speaker);
  REQUIRE(memory.start == turns[memory.first_turn].start);
  REQUIRE(memory.end == turns[memory.last_turn].end);
}

TEST_CASE("whatever the turns, memories are sound, ids distinct, and the same input gives the same output") {
  std::mt19937 random(20260305);
  for (int round = 0; round < 150; ++round) {
    const auto turns = random_turns(random);
    const auto extraction = extract_with(meeting(), turns, fake_encode);
    REQUIRE(extraction);
    std::map<MemoryId, const Memory*> by_id;
    std::size_t episodes = 0;
    for (const auto& memory : extraction->memories) {
      check_memory(memory, turns);
      REQUIRE(by_id.emplace(memory.id, &memory).second);
      const bool is_episode = memory.level == Level::episode;
      REQUIRE(memory.position == (is_episode ? episodes : by_id.size() - 1 - episodes));
      episodes += is_episode;
    }
    for (const auto& memory : extraction->memories) {
      if (memory.level != Level::episode) continue;
      REQUIRE(memory.parent);
      REQUIRE(by_id.at(*memory.parent)->level == Level::context);
    }
    const auto is_structure = [](const Connection& c) {
      return c.type == ConnectionType::sequential || c.type == ConnectionType::part_of;
    };
    REQUIRE(std::ranges::count_if(extraction->connections, is_structure) ==
            static_cast<std::ptrdiff_t>(episodes == 0 ? 0 : 2 * episodes - 1));
    REQUIRE(extraction->connections.size() <= 6 * episodes);
    std::set<std::tuple<MemoryId, MemoryId, ConnectionType>> distinct;
    for (const auto& connection : extraction->connections) {
      REQUIRE(distinct.emplace(connection.from, connection.to, connection.type).second);
      const auto *from = by_id.at(connection.from), *to = by_id.at(connection.to);
      if (!is_structure(connection)) REQUIRE(from->position > to->position);
      REQUIRE((by_id.contains(connection.from) && by_id.contains(connection.to)));
      REQUIRE((connection.weight > 0 && connection.weight <= 1));
      REQUIRE_FALSE(connection.reason.empty());
    }
    const auto again = extract_with(meeting(), turns, fake_encode);
    REQUIRE(again->memories == extraction->memories);
    REQUIRE(again->connections == extraction->connections);
  }
}

TEST_CASE("a connection weakens with the turns and the silence between") {
  using std::chrono::seconds;
  const auto weight = [](std::uint32_t number, std::optional<Milliseconds> start) {
    const std::vector<Turn> turns{
        {.number = 0, .start = seconds(0), .end = seconds(5), .text = "The price is twenty five euros."},
        {.number = number, .start = start, .text = "And the battery lasts a whole year."}};
    return extract_with(meeting(), turns, fake_encode)->connections.front().weight;
  };
  CHECK(weight(1, seconds(5)) == 1);
  CHECK(weight(1, std::nullopt) == 1);
  CHECK(weight(5, std::nullopt) == 0.5F);
  CHECK(weight(1, seconds(65)) == 0.5F);
  CHECK(weight(1, seconds(100'000)) == 0.05F);
}

TEST_CASE("importance follows the kind of statement") {
  const auto importance = [](std::string text) {
    return extract_with(meeting(), {{.text = std::move(text)}}, fake_encode)->memories.front().importance;
  };
  CHECK(importance("We decided to paint the garden door green.") >
        importance("Somebody has to paint the garden door green."));
  CHECK(importance("Maybe we could paint the garden door green.") > importance("They paint the garden door green."));
  CHECK(importance("We need to send it by Friday.") > importance("We need to send it."));
}

TEST_CASE("names of speakers tell who takes an action on") {
  const std::vector<Turn> turns{
      {.speaker = "Clara", .text = "Anna will prepare the contract for us."},
      {.number = 1, .speaker = "Anna Schmidt", .text = "The weather will prepare the ground for us."}};
  const auto memories = extract_with(meeting(), turns, fake_encode)->memories;
  CHECK(memories[0].type == MemoryType::action);
  CHECK(memories[1].type == MemoryType::context);
}

TEST_CASE("a speaker who is listed by a longer name is one person, and a first name may have two letters") {
  auto listed = meeting();
  listed.participants = {"Anna Schmidt", "Ben Meyer", "Jo Smith"};
  const auto owner = [&](std::string text, std::string speaker) {
    const std::vector<Turn> turns{{.speaker = "Anna", .text = std::move(text)},
                                  {.number = 9, .speaker = std::move(speaker), .text = "The garden door is green."}};
    return extract_with(listed, turns, fake_encode)->memories[0].task.owner.value_or("");
  };
  CHECK(owner("Anna will send the contract by Friday.", "Clara") == "Anna");
  CHECK(owner("Anna Schmidt will send the contract by Friday.", "Clara") == "Anna");
  CHECK(owner("Ben will send the contract by Friday.", "Clara") == "Ben Meyer");
  CHECK(owner("Jo will send the contract by Friday.", "Clara") == "Jo Smith");
  CHECK(owner("Anna will send the contract by Friday.", "Anna Berg").empty());  // whichever it is
  CHECK(owner("Anna Schmidt will send the contract by Friday.", "Anna Berg") == "Anna Schmidt");
}

TEST_CASE("what another speaker adds does not decide the type") {
  const std::vector<Turn> turns{{.speaker = "Clara", .text = "The door of the garden is green."},
                                {.number = 1, .speaker = "Anna", .text = "Who painted it?"}};
  const auto memories = extract_with(meeting(), turns, fake_encode)->memories;
  CHECK(memories[0].text.ends_with("\u2014 Who painted it?"));
  CHECK(memories[0].type == MemoryType::context);
}

// Of turns that begin so long after the meeting.
std::vector<std::optional<std::chrono::sys_days>> due_days(
    Instant started_at, const std::vector<std::pair<Milliseconds, std::string>>& said) {
  Meeting held = meeting();
  held.started_at = started_at;
  std::vector<Turn> turns;
  for (const auto& [start, text] : said) {
    turns.push_back({.number = static_cast<std::uint32_t>(turns.size()), .text = text});
    turns.back().start = start;
  }
  const auto extraction = extract_with(held, turns, fake_encode);
  REQUIRE(extraction);
  std::vector<std::optional<std::chrono::sys_days>> due;
  for (const Memory& memory : extraction->memories) {
    if (memory.type == MemoryType::action) due.push_back(memory.task.due);
  }
  return due;
}

TEST_CASE("in a chat a due day counts from the day on which its turn was said") {
  using namespace std::chrono_literals;
  const auto due = due_days(std::chrono::sys_days(2026y / 12 / 2) + 23h,  // a Wednesday
                            {{0h, "I'll send the contract to them by Friday."},
                             {12h, "I'll send the invoice to them tomorrow."},
                             {8 * 24h, "I'll write the report for them by Friday."}});
  CHECK(due == std::vector<std::optional<std::chrono::sys_days>>{2026y / 12 / 4, 2026y / 12 / 4, 2026y / 12 / 11});
}

TEST_CASE("in a meeting a due day counts from the day on which it began") {
  using namespace std::chrono_literals;
  const auto due = due_days(
      std::chrono::sys_days(2026y / 3 / 10) + 23h + 30min,  // an afternoon in San Francisco
      {{0h, "I'll send the contract to them by Wednesday."}, {45min, "I'll send the invoice to them by Wednesday."}});
  CHECK(due == std::vector<std::optional<std::chrono::sys_days>>{2026y / 3 / 11, 2026y / 3 / 11});
}

}  // namespace
}  // namespace hebb
