// Exports over the engine's real parts, while what they read changes.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>

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

}  // namespace

TEST_CASE("a meeting that leaves its project while that is exported is left out", "[export]") {
  const ScratchFolder folder;
  const auto engine = open_real_engine(folder.path() / "hebb.db", {.threads = 1, .background = false});
  const std::array ids{ingest(*engine, "The gasket is too shallow for the new housing."),
                       ingest(*engine, "The display wants a chip of its own.")};
  const auto reply =
      api::handle({*engine}, {.method = "GET", .path = "/api/v2/export", .parameters = {{"project", "p"}}});
  REQUIRE(reply.parts);
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
  std::string rest;
  while (const auto part = next()) rest += *part;
  CHECK_FALSE(rest.contains(moved.text()));
  CHECK(rest.contains(R"({"kind":"end","meetings":1})"));
}

}  // namespace hebb
