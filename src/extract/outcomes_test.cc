#include "extract/outcomes.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
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

// Weights as tool/classifier/train writes them: one step of 1 in the first row of each vector, and in the first
// signal's.
std::string weights_by_block() {
  const auto bytes_of = [](const auto& value) {
    const auto bytes = std::as_bytes(std::span(value));
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  using Row = std::array<float, kOutcomeClasses>;
  const auto all = [](float x) {
    Row row;
    row.fill(x);
    return row;
  };
  Sha256 names;
  for (const auto name : outcome_signal_names()) names.field(name);
  const std::array parameters{all(8), all(1), all(0), all(1), all(0)};  // units, bias, slope, offset
  std::vector<std::array<std::int16_t, kOutcomeClasses>> dense(kOutcomeVectors * kSemanticDimension +
                                                               outcome_signal_names().size());
  const auto at = [&](std::size_t row, OutcomeClass kind) -> auto& {
    return dense[row][static_cast<std::size_t>(kind)];
  };
  at(0, OutcomeClass::decision) = 1;
  at(kSemanticDimension, OutcomeClass::action) = 1;
  at(2 * kSemanticDimension, OutcomeClass::issue) = 1;
  at(3 * kSemanticDimension, OutcomeClass::risk) = 1;
  const std::vector<std::array<std::int8_t, kOutcomeClasses>> ngrams(kOutcomeBuckets);
  return "HEBBOUT2" + bytes_of(names.finish()) + bytes_of(parameters) + bytes_of(dense) + bytes_of(ngrams);
}

TEST_CASE("each vector and the signals have weights of their own") {
  const auto bytes = weights_by_block();
  const auto made = OutcomeClassifier::from(std::as_bytes(std::span(bytes)));
  REQUIRE(made);
  std::vector<float> vector(kSemanticDimension);
  vector[0] = 1;
  Signals signals{.dense = std::vector<float>(outcome_signal_names().size()), .ngrams = {}};
  const auto likeliest = [&](const OutcomeVectors& vectors) {
    const auto scores = made->scores(vectors, signals).of;
    return static_cast<OutcomeClass>(std::ranges::max_element(scores) - scores.begin());
  };
  const auto of_block = [&](std::size_t block) {
    OutcomeVectors vectors;
    vectors[block] = vector;
    return likeliest(vectors);
  };
  CHECK(of_block(0) == OutcomeClass::decision);
  CHECK(of_block(1) == OutcomeClass::action);
  CHECK(of_block(2) == OutcomeClass::issue);
  signals.dense[0] = 1;
  CHECK(likeliest(OutcomeVectors()) == OutcomeClass::risk);
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
  CHECK_FALSE(learnt_type(scored({{action, 0.8F}}), read("Okay then, I'll see you all tomorrow.")));
  CHECK_FALSE(learnt_type(scored({{action, 0.8F}}), read("I'll let you go now and we'll speak again on Thursday.")));
  CHECK_FALSE(learnt_type(scored({{action, 0.8F}}), read("Done, I did that on Friday.")));
  CHECK(learnt_type(scored({{action, 0.8F}}), read("Done, I did that on Friday. The rest comes next week.")));
  CHECK(learnt_type(scored({{action, 0.8F}}), read("I'll talk to them about the door. I'll see you tomorrow.")));
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
