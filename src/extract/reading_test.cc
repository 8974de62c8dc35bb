#include "extract/reading.h"

#include <catch2/catch_test_macros.hpp>

#include "text/normalise.h"

namespace hebb {
namespace {

Sentence only(std::string_view text) {
  auto reading = read(text);
  REQUIRE(reading.sentences.size() == 1);
  return std::move(reading.sentences.front());
}

TEST_CASE("hesitations and words said twice in a row are left out") {
  CHECK(only("Um we we uh decided it.").words == std::vector<std::string>{"we", "decided", "it"});
  CHECK(only("That that is it.").words == std::vector<std::string>{"that", "is", "it"});
}

TEST_CASE("a sentence opens after its small words") {
  CHECK(only("Okay, so we go.").opening == 2);
  CHECK(only("You know, well, it is green.").opening == 3);
  CHECK(only("You need it.").opening == 0);
  CHECK(only("Yeah.").opening == 1);
}

TEST_CASE("a clause begins after a comma or a conjunction, and may be doubted") {
  const auto doubts = [](std::string_view text) { return in_doubt(only(text), words_of(text).size() - 1); };
  CHECK(clause_begin(only("Um, well, I I think it, we go"), 5) == 4);
  CHECK(clause_begin(only("It works but we go"), 4) == 3);
  CHECK(clause_begin(only("We go"), 0) == 0);
  for (const std::string_view text :
       {"I don't think that's a problem", "Nobody expects a problem", "I doubt it's a problem",
        "I don't see why it's a problem", "I don't think that there's a problem", "I can't see a problem"})
    CHECK(doubts(text));
  for (const std::string_view text :
       {"I think it's a problem", "I don't think so, it's a problem", "I don't think we go because it's a problem",
        "There's no doubt it's a problem", "i don't think rubber works there's a problem",
        "I can't believe it's a problem", "I don't think we can ignore that there is a problem"})
    CHECK_FALSE(doubts(text));
}

TEST_CASE("a label may list nothing") {
  for (const std::string_view text : {"Risks: none so far.", "Actions: no actions today.",
                                      "Action items: no new items.", "Action: not needed any more."})
    CHECK(lists_none(only(text)));
  for (const std::string_view text : {"Decision: no discount for resellers.", "Risks: no budget for the pilot."})
    CHECK_FALSE(lists_none(only(text)));
}

TEST_CASE("marks at the end are read through quotes") {
  CHECK(only("Did he say \"why?\"").asks);
  CHECK(only("Stop it!").exclaims);
  CHECK_FALSE(only("It is green.").asks);
}

TEST_CASE("a tag question is told from a question") {
  CHECK(only("It is made of rubber, right?").tag_only);
  CHECK_FALSE(only("Is it made of rubber, or wood?").tag_only);
  CHECK_FALSE(only("Right?").tag_only);
}

TEST_CASE("a sentence that breaks off is known") {
  CHECK(only("And then we have to").cut_off);
  CHECK(only("I thought that —").cut_off);
  CHECK(only("Well, I'll send the...").cut_off);
  CHECK_FALSE(only("I'll send the letter").cut_off);
}

TEST_CASE("nothing to read gives no sentences") {
  CHECK(read("").sentences.empty());
  CHECK(read("... !").sentences.empty());
}

}  // namespace
}  // namespace hebb
