// Exports and imports over the engine's real parts, while what they read changes or who asked has gone.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "api/api.h"
#include "store/store_fixture.h"
#include "support/real_engine.h"

namespace hebb {
namespace {

using store_fixture::ScratchFolder;

MeetingId ingest(Engine& engine, const std::string& said) {
  const std::vector<Turn> turns{{.number = 0, .speaker = "Anna", .text = said}};
  const auto reply =
      engine.ingest({.transcript = turns, .title = "Talk", .project = "p"}, *parse_rfc3339("2026-03-05T14:00:00Z"));
  REQUIRE(reply);
  return reply->meeting_id;
}

api::Reply export_of(Engine& engine) {
  auto reply = api::handle({engine}, {.method = "GET", .path = "/api/v2/export", .parameters = {{"project", "p"}}});
  REQUIRE(reply.parts);
  return reply;
}

// What is left of an export.
std::string rest_of(const api::Reply& reply) {
  std::string rest;
  for (;;) {
    const auto part = (*reply.parts)();
    REQUIRE(part.has_value());
    if (!*part) return rest;
    rest += **part;
  }
}

std::size_t meetings_in(Engine& engine) {
  const auto page = engine.meetings({.project = "p", .limit = 100, .cursor = {}});
  REQUIRE(page);
  return page->meetings.size();
}

}  // namespace

TEST_CASE("a meeting that leaves its project while that is exported is left out", "[export]") {
  const ScratchFolder folder;
  const auto engine = open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false});
  const std::array ids{ingest(*engine, "The gasket is too shallow for the new housing."),
                       ingest(*engine, "The display wants a chip of its own.")};
  const auto reply = export_of(*engine);
  const auto next = [&] {
    auto part = (*reply.parts)();
    REQUIRE(part.has_value());
    return std::move(*part);
  };
  REQUIRE(next().has_value());  // the head
  const auto first = next();
  REQUIRE(first.has_value());
  const bool in_order = first->contains(ids[0].text());
  const MeetingId moved = ids[in_order ? 1 : 0];
  REQUIRE_FALSE(first->contains(moved.text()));
  REQUIRE(engine->edit_meeting(moved, {.title = {}, .project = "q"}, {}));
  const std::string rest = rest_of(reply);
  CHECK_FALSE(rest.contains(moved.text()));
  CHECK(rest.contains(R"({"kind":"end","meetings":1})"));
}

TEST_CASE("a meeting whose date changes while its project is exported is written once", "[export]") {
  const ScratchFolder folder;
  const auto engine = open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false});
  const Instant first = *parse_rfc3339("2026-03-05T14:00:00Z");
  std::vector<MeetingId> ids;
  for (int day = 0; day < 201; ++day) {
    StoredRecord stored;
    Meeting& meeting = stored.record.meeting;
    meeting.project = "p";
    meeting.title = "Talk";
    meeting.started_at = first + std::chrono::days(day);
    stored.record.turns = {{.number = 0, .speaker = "Anna", .text = "Okay."}};
    meeting.id = meeting_id_of(meeting, stored.record.turns);
    REQUIRE(engine->import_record(stored));
    ids.push_back(meeting.id);
  }
  const auto reply = export_of(*engine);
  REQUIRE((*reply.parts)());  // the head
  const auto newest = (*reply.parts)();
  REQUIRE(newest);
  REQUIRE((*newest)->contains(ids.back().text()));
  const auto date = [&](const MeetingId& id, std::chrono::days day) {
    REQUIRE(engine->edit_meeting(id, {.title = {}, .project = {}, .started_at = first + day}, {}));
  };
  date(ids.back(), std::chrono::days(-2));
  date(ids.front(), std::chrono::days(300));
  const std::string rest = rest_of(reply);
  CHECK_FALSE(rest.contains(ids.back().text()));
  CHECK(rest.contains(ids.front().text()));
  CHECK(rest.contains(R"({"kind":"end","meetings":201})"));
}

TEST_CASE("a meeting of many names is imported, and one that another is shown by is shown once", "[export]") {
  constexpr std::size_t kNames = 120'000;  // compared each with each they took 25 s
  const ScratchFolder folder;
  const auto engine = open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false});
  StoredRecord stored;
  Meeting& meeting = stored.record.meeting;
  meeting.project = "p";
  meeting.title = "Talk";
  for (std::size_t i = 0; i < kNames; ++i) meeting.participants.push_back(std::to_string(kNames + i) + " Guest");
  stored.record.turns = {{.number = 0, .speaker = "Anna", .text = "Okay."}};
  stored.renamed[meeting.participants.back()] = meeting.participants.front();
  meeting.id = meeting_id_of(meeting, stored.record.turns);
  REQUIRE(engine->import_record(stored));
  const auto there = engine->meetings({.project = "p", .limit = 1, .cursor = {}});
  REQUIRE(there);
  auto shown = meeting.participants;
  shown.pop_back();
  CHECK(there->meetings.front().meeting.participants == shown);
}

TEST_CASE("an import ends between two meetings when nobody waits, and sent again it is completed", "[export]") {
  const ScratchFolder folder;
  std::string archive;
  {
    const auto engine = open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false});
    ingest(*engine, "The gasket is too shallow for the new housing.");
    ingest(*engine, "The display wants a chip of its own.");
    archive = rest_of(export_of(*engine));
  }
  const auto engine = open_real_engine(folder.path() / "copy.db", {.threads = 1, .background = false});
  api::Request request{
      .method = "POST", .path = "/api/v2/import", .content_type = "application/jsonl", .body = archive};
  request.budget.gone = [&] { return meetings_in(*engine) > 0; };
  CHECK(api::handle({*engine}, request).status == 503);
  CHECK(meetings_in(*engine) == 1);
  request.budget = {};
  const auto again = api::handle({*engine}, request);
  CHECK(again.status == 200);
  CHECK(again.body.contains(R"("created":1,"known":1)"));
}

}  // namespace hebb
