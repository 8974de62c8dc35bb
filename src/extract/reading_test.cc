#include "extract/reading.h"

#include <catch2/catch_test_macros.hpp>

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
