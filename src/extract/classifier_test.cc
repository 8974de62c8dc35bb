#include "extract/classifier.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>

#include "model/domain.h"

namespace hebb {
namespace {

// By the words alone: a vector that says nothing.
UtteranceScores scores(std::string_view text, bool punctuated = false) {
  const std::vector<float> vector(kSemanticDimension);
  return UtteranceClassifier::shipped().scores(vector, signals_of(read_sentence(text), {.punctuated = punctuated}));
}

TEST_CASE("the shipped classifier tells plain cases by their words") {
  using enum UtteranceClass;
  CHECK(scores("uhhuh")[noise] > 2 * scores("the price is twelve euros")[noise]);
  CHECK(scores("what is the price of that one")[question] > kAsks);
  CHECK(scores("the price is twelve euros")[question] < kAsks);
  CHECK(scores("i'll send you the drawings tomorrow")[action] > scores("they sent the drawings last week")[action]);
  CHECK(scores("maybe we could just use the old battery")[idea] > scores("the old battery was heavy")[idea]);
  CHECK(scores("it is yellow?", true)[question] > scores("it is yellow", true)[question]);
}

TEST_CASE("scores are probabilities whatever is said") {
  const auto text = GENERATE("", "um", "?", "\xf0\x9f\x98\x80", "aaaa aaaa aaaa aaaa", "WE DECIDED TO SELL IT!");
  for (const float score : scores(text).of) {
    CHECK(std::isfinite(score));
    CHECK(score >= 0);
    CHECK(score <= 1);
  }
}

TEST_CASE("weights that do not fit are refused") {
  const auto code_of = [](std::string_view bytes) {
    const auto made = UtteranceClassifier::from(std::as_bytes(std::span(bytes)));
    REQUIRE_FALSE(made.has_value());
    return made.error().code;
  };
  CHECK(code_of("") == ErrorCode::corruption);
  CHECK(code_of(std::string(40, 'x')) == ErrorCode::corruption);
  CHECK(code_of("HEBBUTT1" + std::string(32, 'x')) == ErrorCode::unsupported);
}

TEST_CASE("final marks are taken off and nothing else") {
  CHECK(without_final_marks("Is it yellow?") == "Is it yellow");
  CHECK(without_final_marks("Version 1.2 works. ") == "Version 1.2 works");
  CHECK(without_final_marks("?!").empty());
  CHECK(without_final_marks("").empty());
}

}  // namespace
}  // namespace hebb
