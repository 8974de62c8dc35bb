#include "cli/questions_file.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb::cli {

TEST_CASE("questions are read with their lines, passages and filters", "[cli]") {
  const auto questions = parse_questions(R"(# of the board

{"query": "Why?", "expected": [{"meeting": "go", "turns": [3, 5]}, {"memory_id": "m"}], "filters": {"project": "p"}})",
                                         "q.jsonl");
  REQUIRE(questions);
  REQUIRE(questions->size() == 1);
  const MarkedQuestion& one = questions->front();
  CHECK(one.line == 3);
  CHECK(one.query == "Why?");
  REQUIRE(one.expected.size() == 2);
  CHECK(one.expected[0].meeting == "go");
  CHECK(one.expected[0].first == 3);
  CHECK(one.expected[0].last == 5);
  CHECK(one.expected[1].memory == "m");
  CHECK(one.filters.written() == R"({"project":"p"})");
}

TEST_CASE("every wrong line is told with file and number", "[cli]") {
  const char* const kWrong[] = {
      "nonsense",
      "[1]",
      R"({"expected": [{"memory_id": "m"}]})",
      R"({"query": "q"})",
      R"({"query": "q", "expected": []})",
      R"({"query": "q", "expected": [{}]})",
      R"({"query": "q", "expected": [{"meeting": "x"}]})",
      R"({"query": "q", "expected": [{"memory_id": "m", "turns": [1, 2]}]})",
      R"({"query": "q", "expected": [{"meeting": "x", "turns": [5, 3]}]})",
      R"({"query": "q", "expected": [{"meeting": "x", "turns": [5]}]})",
      R"({"query": "q", "expected": [{"meeting": "x", "turns": [-1, 3]}]})",
      R"({"query": "q", "expected": [{"memory_id": "m"}], "filters": 3})",
      R"({"query": "q", "expected": [{"memory_id": "m"}], "filter": {}})",
  };
  std::string text;
  for (const char* line : kWrong) text += std::string(line) + "\n";
  const auto questions = parse_questions(text + R"({"query": "q", "expected": [{"memory_id": "m"}]})", "q.jsonl");
  REQUIRE_FALSE(questions);
  REQUIRE(questions.error().size() == std::size(kWrong));
  for (std::size_t i = 0; i < std::size(kWrong); ++i) {
    CHECK(questions.error()[i].starts_with("q.jsonl, line " + std::to_string(i + 1) + ": "));
  }
  CHECK_FALSE(parse_questions("# nothing\n", "q.jsonl"));
}

}  // namespace hebb::cli
