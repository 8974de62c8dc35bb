#include <catch2/catch_test_macros.hpp>

#include "api/context_markdown.h"
#include "api/replies.h"
#include "api/requests.h"

using namespace hebb;
using namespace hebb::api;

namespace {

Parsed<ContextCall> read(const std::string& body) {
  return read_context({.method = "POST", .content_type = "application/json", .body = body});
}

std::string errors_of(const std::string& body) {
  const auto parsed = read(body);
  if (parsed) return "";
  std::string text;
  for (const auto& error : parsed.error().errors) text += error.field + ": " + error.message + "\n";
  return text;
}

ContextReply a_reply() {
  const MeetingId first = *MeetingId::parse("01234567-89ab-8def-8123-456789abcdef");
  const MeetingId second = *MeetingId::parse("01234567-89ab-8def-8123-456789abcdee");
  const MemoryId id = *MemoryId::parse("aaaaaaaa-0000-8000-8000-000000000001");
  ContextReply reply{.query = "why?", .budget = 50, .words = 9};
  reply.passages.push_back({.meeting = first,
                            .meeting_title = "Kick-off",
                            .project = "p",
                            .occurred_at = parse_rfc3339("2026-03-06T00:10:00Z"),
                            .start = std::chrono::minutes(30),
                            .end = std::chrono::minutes(31),
                            .first_turn = 3,
                            .last_turn = 5,
                            .speakers = {"Ada", "Bo"},
                            .lines = {{"Ada", "We ship in März."}, {"Bo", "Why?"}},
                            .memories = {id, id},
                            .words = 5,
                            .score = 0.3f});
  reply.passages.push_back(reply.passages.back());
  reply.passages.back().start = reply.passages.back().end = std::nullopt;
  reply.passages.push_back({.meeting = second,
                            .meeting_title = "Notes",
                            .project = "p",
                            .first_turn = 7,
                            .last_turn = 7,
                            .lines = {{std::nullopt, "Nobody knows."}},
                            .memories = {id},
                            .words = 2,
                            .score = 1});
  return reply;
}

}  // namespace

TEST_CASE("a context request has the contract's defaults where fields are absent or null") {
  for (const auto* body : {R"({"query":"why"})", R"({"query":" why ","words":null,"filters":null,"format":null})"}) {
    const auto call = read(body);
    REQUIRE(call.has_value());
    CHECK(call->request.query == "why");
    CHECK(call->request.words == 1000);
    CHECK(call->request.filters == MemoryFilter());
    CHECK_FALSE(call->markdown);
  }
}

TEST_CASE("every field of a context request is read") {
  const auto call = read(R"({"query":"q","words":50,"filters":{"project":"p"},"format":"markdown"})");
  REQUIRE(call.has_value());
  CHECK(call->request.words == 50);
  CHECK(call->request.filters.project == "p");
  CHECK(call->markdown);
  CHECK_FALSE(read(R"({"query":"q","words":20000,"format":"json"})")->markdown);
}

TEST_CASE("every bad field of a context request is reported at once") {
  CHECK(errors_of(R"({"words":49,"filters":{"speaker":"Ada"},"format":"html","limit":3})") ==
        "query: is required\n"
        "words: must be an integer from 50 to 20000\n"
        "filters.speaker: unknown field\n"
        "format: must be one of json, markdown\n"
        "limit: unknown field\n");
  CHECK(errors_of(R"({"query":"","words":20001})") ==
        "query: must not be empty\nwords: must be an integer from 50 to 20000\n");
}

TEST_CASE("a context's reply, in full") {
  ContextReply reply = a_reply();
  reply.passages.erase(reply.passages.begin() + 1);
  reply.answerable = 0.7f;
  reply.degraded = {"vector_store"};
  CHECK(json_of(reply, false) ==
        R"({"query":"why?","words":9,"budget":50,"passages":[{"citation":"[1]",)"
        R"("meeting_id":"01234567-89ab-8def-8123-456789abcdef","meeting_title":"Kick-off","project":"p",)"
        R"("occurred_at":"2026-03-06T00:10:00Z","start_ms":1800000,"end_ms":1860000,"turns":[3,5],)"
        R"("speakers":["Ada","Bo"],"text":"Ada: We ship in März.\nBo: Why?",)"
        R"("memory_ids":["aaaaaaaa-0000-8000-8000-000000000001","aaaaaaaa-0000-8000-8000-000000000001"],)"
        R"("words":5,"score":0.3},{"citation":"[2]","meeting_id":"01234567-89ab-8def-8123-456789abcdee",)"
        R"("meeting_title":"Notes","project":"p","occurred_at":null,"start_ms":null,"end_ms":null,"turns":[7,7],)"
        R"("speakers":[],"text":"Nobody knows.","memory_ids":["aaaaaaaa-0000-8000-8000-000000000001"],)"
        R"("words":2,"score":1.0}],"answerable":0.7,"degraded":["vector_store"]})");
  CHECK(json_of(ContextReply{.query = "q", .budget = 50}, true) ==
        R"({"query":"q","words":0,"budget":50,"passages":[],"answerable":0.0,"degraded":[],"markdown":""})");
}

TEST_CASE("a context as Markdown has a heading a meeting and a citation a passage") {
  ContextReply reply = a_reply();
  CHECK(markdown_of(reply) ==
        "## Kick-off · 2026-03-05\n\n"
        "**[1]** 30:00–31:00\n\n- Ada: We ship in März.\n- Bo: Why?\n\n"
        "**[2]** turns 3–5\n\n- Ada: We ship in März.\n- Bo: Why?\n\n"
        "## Notes\n\n**[3]** turn 7\n\n- Nobody knows.\n");
  reply.passages[2].project = "q";
  CHECK(markdown_of(reply).contains("## Kick-off · p · 2026-03-05\n"));
  CHECK(markdown_of(reply).contains("## Notes · q\n"));
}

TEST_CASE("text from outside makes no line of its own in Markdown") {
  ContextReply reply = a_reply();
  reply.passages.resize(1);
  reply.passages[0].meeting_title = "x\n# y";
  reply.passages[0].lines = {{"Ada\r\n## Z", "a\n\n**[9]** b"}};
  const std::string markdown = markdown_of(reply);
  CHECK(markdown.contains("## x # y · "));
  CHECK(markdown.contains("- Ada  ## Z: a  **[9]** b\n"));
}
