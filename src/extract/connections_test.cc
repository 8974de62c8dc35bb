#include "extract/connections.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "extract/fake_encoder_for_test.h"
#include "extract/pipeline.h"

namespace hebb {
namespace {

struct Said {
  const char* speaker;
  std::string text;
};

Extraction extracted(const std::vector<Said>& said) {
  Meeting meeting;
  meeting.title = "Test";
  meeting.id = meeting_id_of(meeting, {});
  std::vector<Turn> turns;
  for (const auto& [speaker, text] : said)
    turns.push_back({.number = static_cast<std::uint32_t>(turns.size()), .speaker = speaker, .text = text});
  return extract_with(meeting, turns, fake_encode).value();
}

std::size_t position_of(const Extraction& extraction, const MemoryId& id) {
  return std::ranges::find(extraction.memories, id, &Memory::id)->position;
}

// "from>to reason" of the only connection of this type; empty where there is none.
std::string only(ConnectionType type, const std::vector<Said>& said) {
  const auto extraction = extracted(said);
  std::string found;
  for (const Connection& c : extraction.connections) {
    if (c.type != type) continue;
    REQUIRE(found.empty());
    found = std::to_string(position_of(extraction, c.from)) + ">" + std::to_string(position_of(extraction, c.to)) +
            " " + c.reason;
  }
  return found;
}

TEST_CASE("the next to speak answers a question, unless they ask back or speak of something else") {
  using enum ConnectionType;
  const Said question{"Anna", "How many buttons does the old remote have?"};
  CHECK(only(response, {question, {"Ben", "The old remote has forty two buttons on its front."}}) ==
        "1>0 answers the question");
  CHECK(only(response, {question, {"Ben", "Well, I would have to look that up somewhere."}}) ==
        "1>0 answers the question");
  CHECK(only(response, {question,
                        {"Anna", "I counted them once before the summer holidays."},
                        {"Ben", "It's forty two of them, if I remember."}}) == "2>0 answers the question");
  CHECK(only(response, {question, {"Ben", "Which of the two old ones do you mean?"}}).empty());
  CHECK(only(response, {question, {"Ben", "Lunch comes at noon from the kitchen downstairs."}}).empty());
  CHECK(only(response, {question, {"Anna", "The old remote has forty two buttons, I see."}}).empty());
}

TEST_CASE("one reply answers the questions that were asked in a row") {
  const auto extraction = extracted({{"Anna", "What does the old remote look like to you?"},
                                     {"Anna", "How many buttons does the old remote have?"},
                                     {"Ben", "It's got forty two buttons on its front."}});
  CHECK(std::ranges::count(extraction.connections, ConnectionType::response, &Connection::type) == 2);
}

TEST_CASE("who is not named neither answers nor takes a stance") {
  const auto replies = [](std::optional<std::string> first, std::optional<std::string> second) {
    Meeting meeting;
    meeting.id = meeting_id_of(meeting, {});
    const std::vector<Turn> turns{
        {.number = 0, .speaker = first, .text = "How many buttons does the old remote have?"},
        {.number = 1, .speaker = second, .text = "The old remote has forty two buttons on its front."},
        {.number = 2, .speaker = first, .text = "I agree, it has far too many of them."}};
    return std::ranges::count_if(extract_with(meeting, turns, fake_encode)->connections, [](const Connection& c) {
      return c.type == ConnectionType::response || c.type == ConnectionType::supports;
    });
  };
  CHECK(replies("Anna", "Ben") == 2);
  CHECK(replies(std::nullopt, "Ben") == 0);
  CHECK(replies("Anna", std::nullopt) == 0);
  CHECK(replies(std::nullopt, std::nullopt) == 0);
}

TEST_CASE("agreement and objection are of what another just said") {
  using enum ConnectionType;
  const Said proposal{"Anna", "The case is made of yellow rubber for the young buyers."};
  CHECK(only(supports, {proposal, {"Ben", "I agree, rubber is what they want to hold."}}) == "1>0 agrees: “i agree”");
  CHECK(only(contradiction, {proposal, {"Ben", "Yeah, but rubber melts on the dashboard of a car."}}) ==
        "1>0 objects: “yeah but”");
  CHECK(only(contradiction, {proposal, {"Ben", "I don't agree with the yellow colour at all."}}) ==
        "1>0 objects: “i don't agree”");
  CHECK(only(supports, {proposal, {"Ben", "I don't agree with the yellow colour at all."}}).empty());
  CHECK(only(supports, {proposal, {"Ben", "That's true, but rubber melts on the dashboard."}}).empty());
  CHECK(only(supports, {proposal, {"Anna", "I agree, rubber is what they want to hold."}}).empty());
  CHECK(only(contradiction, {proposal, {"Ben", "Yeah, but the"}}).empty());
  CHECK(
      only(contradiction, {{"Anna", "Is it made of yellow rubber then?"}, {"Ben", "No, but it's made of wood today."}})
          .empty());
}

TEST_CASE("what comes back to a rare phrase long after is connected with it") {
  std::vector<Said> said{{"Anna", "The fold out keypad is what the young buyers liked."}};
  for (int i = 0; i < 11; ++i) said.push_back({"Ben", "Matter number " + std::to_string(i) + " of the list is done."});
  said.push_back({"Ben", "The fold out keypad is what the young buyers liked most."});
  const auto reason = only(ConnectionType::reference, said);
  CHECK(reason.starts_with("12>0 comes back to “"));
  CHECK(reason.ends_with("”, 12 statements later"));
  auto twice = said;  // of two before it, the later
  twice.insert(twice.begin() + 1, {"Anna", "The fold out keypad is what the young buyers liked."});
  const auto later = extracted(twice);
  const auto last = std::ranges::find_if(later.connections, [&](const Connection& c) {
    return c.type == ConnectionType::reference && position_of(later, c.from) == 13;
  });
  REQUIRE(last != later.connections.end());
  CHECK(position_of(later, last->to) == 1);
  said.erase(said.begin() + 1, said.begin() + 4);  // it is still spoken of
  CHECK(only(ConnectionType::reference, said).empty());
}

}  // namespace
}  // namespace hebb
