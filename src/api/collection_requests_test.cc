#include "api/collection_requests.h"

#include <catch2/catch_test_macros.hpp>

#include "api/request_fixture.h"

using namespace hebb;
using namespace hebb::api;

namespace {

template <class T>
std::string fields_of(const Parsed<T>& parsed) {
  if (parsed) return "";
  std::string text;
  for (const auto& error : parsed.error().errors) text += error.field + " ";
  return text;
}

}  // namespace

TEST_CASE("each query of a batch is read as a single one, with its own path for what is wrong") {
  auto request = json_request(R"({"queries":[{"query":" why "},{"query":"how","limit":7,"filters":{"levels":[1]}}]})");
  request.caller.projects = ProjectSet({"p"});
  const auto batch = read_batch(request);
  REQUIRE(batch);
  REQUIRE(batch->size() == 2);
  CHECK(batch->front().query == "why");
  CHECK(batch->back().limit == 7);
  for (const QueryRequest& query : *batch) CHECK(query.filters.projects == ProjectSet({"p"}));
  CHECK(fields_of(
            read_batch(json_request(R"({"queries":[{"query":"a"},{"limit":0},{"query":"b","filters":{"x":1}}]})"))) ==
        "queries[1].query queries[1].limit queries[2].filters.x ");
  CHECK(fields_of(read_batch(json_request(R"({"queries":[]})"))) == "queries ");
  CHECK(fields_of(read_batch(json_request("{}"))) == "queries ");
}

TEST_CASE("a list of memories takes every filter, and the caller's projects") {
  auto request = with_parameters({{"type", "action"},
                                  {"level", "2"},
                                  {"speaker", " Ada "},
                                  {"project", "p"},
                                  {"since", "2026-03-05"},
                                  {"meeting", "01234567-89ab-8def-8123-456789abcdef"},
                                  {"min_importance", "0.5"},
                                  {"include_archived", "true"},
                                  {"limit", "7"}});
  request.caller.projects = ProjectSet({"p"});
  const auto query = read_memory_query(request);
  REQUIRE(query);
  CHECK(query->limit == 7);
  CHECK(query->filter.types == std::vector{MemoryType::action});
  CHECK(query->filter.levels == std::vector{Level::episode});
  CHECK(query->filter.speakers == std::vector<std::string>{"Ada"});
  CHECK(query->filter.meetings.size() == 1);
  CHECK(query->filter.min_importance == 0.5F);
  CHECK(query->filter.include_archived);
  CHECK(query->filter.projects == ProjectSet({"p"}));
  CHECK(fields_of(read_memory_query(with_parameters({{"min_importance", "nan"}, {"level", "3"}, {"cursor", "1~2"}}))) ==
        "level min_importance cursor ");
  CHECK(fields_of(read_memory_query(with_parameters({{"min_importance", "0x1"}}))) == "min_importance ");
  const auto tasks =
      read_memory_query(with_parameters({{"status", "open"}, {"unassigned", ""}, {"due_by", "2026-01-01"}}));
  CHECK(tasks->task.status == TaskStatus::open);
  CHECK(tasks->task.unassigned);
  CHECK(tasks->task.due_by == std::chrono::sys_days(std::chrono::days(20'454)));
  CHECK(fields_of(read_memory_query(with_parameters({{"status", "x"}, {"owner", "Ada"}, {"unassigned", ""}}))) ==
        "status unassigned ");
}

TEST_CASE("a note, a correction and an edit say what they are to change") {
  const auto note = read_note(json_request(R"({"content":" Buy cells. ","memory_type":"action","importance":1})"));
  REQUIRE(note);
  CHECK(note->content == "Buy cells.");
  CHECK(note->type == MemoryType::action);
  CHECK(note->project == "default");
  CHECK(fields_of(read_correction(json_request(R"({"memory_type":null})"))) == " ");
  CHECK(read_correction(json_request(R"({"state":"archived"})"))->state == MemoryState::archived);
  CHECK(read_correction(json_request(R"({"revert":true})"))->revert);
  const auto task = read_correction(json_request(R"({"owner":"Ada","due":"2026-01-01","status":"done"})"));
  CHECK(task->owner == std::optional<std::string>("Ada"));
  CHECK(task->due == std::optional(std::chrono::sys_days(std::chrono::days(20'454))));
  CHECK(task->status == TaskStatus::done);
  const auto none = read_correction(json_request(R"({"unset":["owner","due"]})"));
  CHECK((none->owner.has_value() && !none->owner->has_value()));
  CHECK((none->due.has_value() && !none->due->has_value()));
  CHECK(fields_of(read_correction(json_request(
            R"({"unset":["owner"],"owner":"Ada","due":"soon","status":"later"})"))) == "status due unset ");
  CHECK(fields_of(read_edit(json_request("{}"))) == " ");
  CHECK(read_edit(json_request(R"({"project":"q"})"))->project == "q");
}

TEST_CASE("an erasure in part names its project, and a period has an end") {
  CHECK(fields_of(read_period_erasure(with_parameters({}), true)) == "project since ");
  CHECK(fields_of(read_period_erasure(with_parameters({{"project", "p"}}), true)) == "since ");
  const auto erasure = read_period_erasure(with_parameters({{"project", "p"}, {"dry_run", ""}}), false);
  REQUIRE(erasure);
  CHECK(erasure->dry_run);
  CHECK(read_memory_id("x").error().status == 404);
  CHECK(read_speaker("").error().status == 404);
  CHECK(read_speaker(" Ada ").value() == " Ada ");
}

TEST_CASE("what is declared names its project, and every bad name its place") {
  auto request = json_request(
      R"({"stakeholders":[{"name":" Anna Berg ","also":["Anna"],"role":""}],"deliverables":[{"name":"report","due":"2026-12-01"}]})");
  request.parameters = {{"project", "p"}};
  const auto declare = read_declare(request);
  REQUIRE(declare);
  CHECK(declare->project == "p");
  CHECK(declare->declaration.stakeholders ==
        std::vector<Stakeholder>{{.name = "Anna Berg", .also = {"Anna"}, .role = ""}});
  CHECK(declare->declaration.deliverables.front().due == std::chrono::year(2026) / 12 / 1);
  const auto fields_with = [&](const std::string& body) {
    request.body = body;
    return fields_of(read_declare(request));
  };
  CHECK(fields_with("{}").empty());
  CHECK(
      fields_with(
          R"({"stakeholders":[{"name":"Anna"},{"role":"x"}],"deliverables":[{"name":"a","due":"soon","role":"x"}],"x":1})") ==
      "stakeholders[1].name deliverables[0].due deliverables[0].role x ");
  CHECK(fields_with(R"({"stakeholders":[{"name":"Anna","also":["?"]},{"name":"ANNA"}]})") ==
        "stakeholders[0].also[0] stakeholders[1].name ");
  request.parameters = {};
  CHECK(fields_with("{}") == "project ");
  CHECK(fields_of(read_declared(with_parameters({{"x", "1"}}))) == "project x ");
  CHECK(fields_of(read_mention_query(with_parameters({{"cursor", "x"}, {"limit", "0"}}))) ==
        "project name limit cursor ");
}
