#include <catch2/catch_test_macros.hpp>

#include "api/replies.h"

namespace hebb::api {
namespace {

ListedDecision a_decision(char last, std::string text) {
  return {.listed = {.memory = {.id = *MemoryId::parse(std::string("aaaaaaaa-0000-8000-8000-00000000000") + last),
                                .type = MemoryType::decision,
                                .text = std::move(text)},
                     .meeting_title = "Kick-off",
                     .project = "p",
                     .started_at = {}},
          .objections = {},
          .supersedes = {}};
}

TEST_CASE("a decision comes with its history, objections and what differs") {
  ListedDecision holds = a_decision('2', "15 euros.");
  holds.supersedes =
      Supersession{.shared = {"lamp price"},
                   .similarity = 0.75F,
                   .differences = {{DifferenceKind::negation, "", "not"}, {DifferenceKind::number, "12.5", "15"}}};
  ListedDecision before = a_decision('1', "12.5 euros.");
  before.objections.push_back({.memory = a_decision('3', "Too little.").listed.memory, .reason = "objects: “no but”"});
  const std::string json =
      json_of(DecisionPage{.histories = {{.decisions = {holds, before}}}, .next = "x~p", .left_out = 7});
  CHECK(
      json.starts_with(R"({"decisions":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000002","content":"15 euros.",)"));
  CHECK(json.contains(R"("objections":[],"supersedes":{"memory_id":"aaaaaaaa-0000-8000-8000-000000000001",)"
                      R"("shared":["lamp price"],"similarity":0.75,"differences":[)"
                      R"({"kind":"negation","earlier":null,"later":"not"},)"
                      R"({"kind":"number","earlier":"12.5","later":"15"}]},"history":[{"memory_id":"aaaaaaaa-)"));
  CHECK(json.contains(R"("objections":[{"memory_id":"aaaaaaaa-0000-8000-8000-000000000003","content":"Too little.")"));
  CHECK(json.ends_with(R"("reason":"objects: “no but”"}],"supersedes":null}]}],"next":"x~p","left_out":7})"));
  CHECK(json_of(DecisionPage{}) == R"({"decisions":[],"next":null,"left_out":0})");
}

}  // namespace
}  // namespace hebb::api
