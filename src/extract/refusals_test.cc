#include "extract/refusals.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string_view>

#include "extract/uptake.h"

namespace hebb {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("a refusal needs no subject") {
  const auto reply =
      GENERATE("Can't, sorry.", "Can't, I'm in Munich all week.", "Can't do it this week.", "Sorry, can't this week.",
               "Cannot, sorry.", "No, can't.", "Can't do that.", "Can't do Friday.", "Won't be able to.", "Can't.",
               "I won't get to it this week.", "I can't get around to it.", "I'm too busy.", "I'm completely swamped.",
               "Sorry, I'm just too busy this week.", "I am snowed under.", "I can't, I'm away until Monday.",
               "I'm afraid I'm on leave until the 20th.", "I can't do Thursday then.", "No, not at the moment.",
               "No, not this week.", "I'm away, so Thursday is no good.");
  INFO(reply);
  CHECK(refuses(read_sentence(reply)));
}

TEST_CASE("what only sounds like a refusal is none") {
  const auto reply = GENERATE(
      "Can't wait!", "Can't see why not.", "Can't complain.", "Won't take a minute.", "Won't take long.",
      "I won't take long.", "Can't do any harm.", "Can't hear you.", "Can't say no to that.", "Can't you do it?",
      "I can't get over how good it is.", "I can't get the link to open.", "No, not at all.", "No, not too busy.",
      "I'm not too busy.", "I'm never too busy for that.", "I'm busy with it already.", "I'm swamped, but I'll do it.",
      "I'm completely swamped, but okay.", "I can't today, but tomorrow is fine.", "Can't today, tomorrow works.");
  INFO(reply);
  CHECK_FALSE(refuses(read_sentence(reply)));
}

struct Example {
  std::string_view reply;
  std::string_view day;
  bool earliest;
};

TEST_CASE("who names another day refuses nothing") {
  const auto [reply, day, earliest] = GENERATE(values<Example>({
      {"I can't do it before Monday.", "monday", true},
      {"I won't manage it before Monday.", "monday", true},
      {"Can't do it until the 15th.", "the", true},
      {"Not before Thursday, but yes.", "thursday", true},
      {"I'm away on Friday, so Thursday.", "thursday", false},
      {"I can't do Wednesday, Thursday then.", "thursday", false},
      {"Can't today, tomorrow works.", "tomorrow", false},
  }));
  INFO(reply);
  const auto sentence = read_sentence(reply);
  CHECK_FALSE(refuses(sentence));
  const auto other = other_day(sentence);
  REQUIRE(other);
  CHECK(other->words.at(1) == day);
  CHECK(other->earliest == earliest);
}

TEST_CASE("a day beside an answer is no other day") {
  const auto reply =
      GENERATE("I can't, I'm away until Monday.", "I can't do it, we don't open before Monday.",
               "I'll send it before Monday.", "Can't do it before lunch.", "Sure, on Monday then.",
               "I'm away on Thursday then.", "Sure, the meeting is not until Monday.",
               "Will do, the deadline is not before Tuesday anyway.", "Can you do it before Monday?", "I can't.");
  INFO(reply);
  CHECK_FALSE(other_day(read_sentence(reply)));
}

}  // namespace
}  // namespace hebb
