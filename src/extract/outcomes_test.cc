#include "extract/outcomes.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/heard.h"
#include "extract/statements.h"
#include "model/domain.h"

namespace hebb {
namespace {

// Of the first of two people's statements, by the words alone: vectors that say nothing.
OutcomeScores scores(std::string_view text, std::string_view reply = "The weather was fine on the way here.") {
  const std::vector<Turn> turns{{.number = 0, .speaker = "Anna", .text = std::string(text)},
                                {.number = 1, .speaker = "Ben", .text = std::string(reply)}};
  const auto statements = statements_of(turns, {}).list;
  REQUIRE_FALSE(statements.empty());
  const std::vector<float> vectors(statements.size() * kSemanticDimension);
  const auto heard = hear({}, statements, vectors);
  return OutcomeClassifier::shipped().scores(outcome_vectors_of(vectors, 0), outcome_signals_of(statements, heard, 0));
}

TEST_CASE("the shipped outcome classifier tells plain cases by their words") {
  using enum OutcomeClass;
  const std::string_view report = "They opened the new office in Lyon two years ago.";
  CHECK(scores("Fine, then we drop the second line and keep the blue one for spring.")[decision] >
        2 * scores(report)[decision]);
  CHECK(scores("I'll send you the numbers by Thursday and call the supplier.")[action] > 5 * scores(report)[action]);
  CHECK(scores("The export has been broken since Monday and nobody can print.")[issue] > 2 * scores(report)[issue]);
  CHECK(scores("If the supplier slips again we could miss the whole season.")[risk] > 5 * scores(report)[risk]);
  CHECK(scores("Maybe we could put the prices on the back of the card instead.")[idea] > 5 * scores(report)[idea]);
}

TEST_CASE("what others answer counts") {
  const std::string_view said = "So we take the blue one for spring.";
  CHECK(scores(said, "Agreed, let's do that.")[OutcomeClass::decision] >
        scores(said, "No, I don't like it.")[OutcomeClass::decision]);
}

TEST_CASE("outcome scores are probabilities whatever is said") {
  const auto text =
      GENERATE("no no no no no", "? ? ? what ever it", "\xf0\x9f\x98\x80 we go now then", "WE SELL IT NOW!");
  for (const float score : scores(text).of) {
    CHECK(std::isfinite(score));
    CHECK(score >= 0);
    CHECK(score <= 1);
  }
}

TEST_CASE("the vectors of a statement are its own and its neighbours'") {
  std::vector<float> rows(2 * kSemanticDimension);
  rows[kSemanticDimension] = 1;
  const auto first = outcome_vectors_of(rows, 0);
  const auto last = outcome_vectors_of(rows, 1);
  CHECK(first[0].data() == rows.data());
  CHECK(first[1].empty());
  CHECK(first[2].front() == 1);
  CHECK(last[0].front() == 1);
  CHECK(last[1].data() == rows.data());
  CHECK(last[2].empty());
}

OutcomeScores scored(std::initializer_list<std::pair<OutcomeClass, float>> scores) {
  OutcomeScores all;
  for (const auto& [kind, score] : scores) all.of[static_cast<std::size_t>(kind)] = score;
  return all;
}

TEST_CASE("the likeliest type is told with its score, from a threshold on, and of what says enough") {
  using enum OutcomeClass;
  const auto door = read("The old office had a green door.");
  CHECK_FALSE(learnt_type(scored({{decision, 0.2F}, {action, 0.3F}}), door));
  const auto told = learnt_type(scored({{decision, 0.7F}, {action, 0.8F}}), door);
  REQUIRE(told);
  CHECK(told->type == MemoryType::action);
  CHECK(told->confidence == 0.8F);
  CHECK_FALSE(learnt_type(scored({{action, 0.8F}}), read("We do.")));
  CHECK_FALSE(learnt_type(scored({{action, 0.8F}}), read("I doubt that I'll send it to them.")));
}

TEST_CASE("outcome weights that do not fit are refused") {
  const auto code_of = [](std::string_view bytes) {
    const auto made = OutcomeClassifier::from(std::as_bytes(std::span(bytes)));
    REQUIRE_FALSE(made.has_value());
    return made.error().code;
  };
  CHECK(code_of("HEBBOUT2") == ErrorCode::corruption);
  CHECK(code_of("HEBBUTT1" + std::string(32, 'x')) == ErrorCode::corruption);
  CHECK(code_of("HEBBOUT2" + std::string(32, 'x')) == ErrorCode::unsupported);
}

}  // namespace
}  // namespace hebb
