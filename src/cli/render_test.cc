#include "cli/render.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb::cli {
namespace {

constexpr std::string_view kAnswer = R"({
  "query": "q",
  "results": [
    {"memory_id": "a", "content": "We move the launch to Monday the eighth of June, because the groove has to be changed.",
     "memory_type": "decision", "score": 4.3712, "level": 2,
     "metadata": {"meeting_id": "5e2d872f-2c01-8157-9b9c-79c622846fb5", "meeting_title": "Launch", "project": "p",
       "speaker": "Maya Okafor", "occurred_at": "2026-04-16T09:11:23Z", "start_ms": 683000, "end_ms": null,
       "turns": [40, 41], "importance": 0.5, "keywords": []},
     "explanation": {"text": "close in meaning", "parts": {"semantic": 2.5, "lexical": -0.25, "activation": 0}}},
    {"memory_id": "b", "content": "\u001b[31mred\u001b[0m and \u202Ereversed",
     "memory_type": "context", "score": 1, "level": 2,
     "metadata": {"meeting_id": "074e576b-644c-83ad-b969-85293f631e0e", "meeting_title": "\u0007Bell", "project": "p",
       "speaker": null, "occurred_at": null, "start_ms": null, "end_ms": null,
       "turns": [3, 3], "importance": 0.5, "keywords": []},
     "explanation": {"text": "", "parts": {}}}],
  "degraded": [], "timings": {"encode": 1234, "vector": 56}})";

constexpr std::string_view kReport = R"({"meeting_id": "5e2d872f-2c01-8157-9b9c-79c622846fb5", "title": "Kick-off",
  "created": true, "format": "vtt", "started_at": "2026-03-05T14:00:00Z", "date_source": "file_name", "language": "en",
  "turns": 1412, "turns_remembered": 1200, "dropped": {"backchannel": 118, "too_short": 1}, "skipped_entries": 2,
  "memories": {"total": 1203, "by_level": {"0": 0, "1": 14, "2": 1189}}, "connections": 3,
  "warnings": [{"code": "bad_cue", "message": "a cue without a time", "line": 17}], "warning_count": 3,
  "processing_time_ms": 12})";

Json parsed(std::string_view text) {
  const auto json = Json::parse(text);
  REQUIRE(json);
  return *json;
}

}  // namespace

TEST_CASE("an answer shows quotes with speaker, minute, type, meeting and date", "[cli]") {
  CHECK(render_answers(parsed(kAnswer), false, {.width = 60}) ==
        " 1  Maya Okafor · 11:23 · decision  4.37\n"
        "    “We move the launch to Monday the eighth of June,\n"
        "    because the groove has to be changed.”\n"
        "    Launch · 2026-04-16 · turns 40–41 · 5e2d872f\n"
        "\n"
        " 2  speaker unknown · context  1.00\n"
        "    “␛[31mred␛[0m and \uFFFDreversed”\n"
        "    ␇Bell · no date · turn 3 · 074e576b\n");
}

TEST_CASE("explained, it gives the reason, the parts of the score and the time of the stages", "[cli]") {
  const std::string text = render_answers(parsed(kAnswer), true, {.width = 80});
  CHECK(text.contains("    close in meaning (semantic +2.50, lexical -0.25)\n"));
  CHECK(text.ends_with("\nencode 1.2 ms, vector 0.1 ms\n"));
}

TEST_CASE("where little is about the question, the answer says so", "[cli]") {
  CHECK(render_doubt(parsed(R"({"answerable": 0.124})")) == "Little in these meetings is about this (12 %).");
  CHECK(render_doubt(parsed(R"({"answerable": 0.001})")) == "Little in these meetings is about this (under 1 %).");
  CHECK(render_doubt(parsed(R"({"answerable": 0.2})")).empty());
  CHECK(render_doubt(parsed("{}")).empty());
}

TEST_CASE("colour changes nothing but colour", "[cli]") {
  std::string text = render_answers(parsed(kAnswer), true, {.width = 72, .palette = Palette(true)});
  REQUIRE(text.contains("\x1b["));
  for (auto at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  CHECK(text == render_answers(parsed(kAnswer), true, {.width = 72}));
}

TEST_CASE("lines keep within the width", "[cli]") {
  for (const std::size_t width : {30u, 44u, 80u, 110u}) {
    std::string_view text = "";
    const std::string answers = render_answers(parsed(kAnswer), false, {.width = width});
    for (text = answers; !text.empty(); text.remove_prefix(text.find('\n') + 1)) {
      const auto line = text.substr(0, text.find('\n'));
      INFO(line);
      if (!line.starts_with(' ') || line.starts_with("    ")) CHECK(columns_of(line) <= width);
    }
  }
}

TEST_CASE("an import's report says what went in, what was kept, what was dropped and where the date is from", "[cli]") {
  CHECK(render_report("notes/kick\x1b.vtt", parsed(kReport), {.width = 80}) ==
        "+ notes/kick␛.vtt  5e2d872f  1,412 turns in, 1,203 memories stored\n"
        "  “Kick-off” · 2026-03-05 14:00 from the file's name · vtt\n"
        "  119 turns gave no memory: 118 backchannel, 1 too short\n"
        "  warning: line 17: a cue without a time (and 2 more)\n");
}

TEST_CASE("the list of meetings is a line each", "[cli]") {
  const auto meeting = parsed(R"({"meeting_id": "5e2d872f-2c01-8157-9b9c-79c622846fb5", "title": "Launch: go or no-go",
    "project": "halo", "started_at": "2026-04-16T00:00:00Z", "duration_ms": 1432000, "turns": 84, "memories": {}})");
  CHECK(render_meeting_line(meeting, false, {.width = 80}) ==
        "5e2d872f  2026-04-16          23:52     84 turns  Launch: go or no-go\n");
  CHECK(render_meeting_line(meeting, true, {.width = 72}) ==
        "5e2d872f  2026-04-16          23:52     84 turns  halo: Launch: go or no-…\n");
}

TEST_CASE("counts are grouped, and one is one", "[cli]") {
  CHECK(count_of(1, "turn") == "1 turn");
  CHECK(count_of(0, "memory", "memories") == "0 memories");
  CHECK(count_of(999, "turn") == "999 turns");
  CHECK(count_of(1234567, "turn") == "1,234,567 turns");
}

TEST_CASE("a reply of another shape gives text, not a crash", "[cli]") {
  for (const std::string_view odd : {"null", "[]", "{}", R"({"results": [1, null, {}, {"metadata": []}]})"}) {
    CHECK_NOTHROW(render_answers(parsed(odd), true, {}));
    CHECK_NOTHROW(render_report("f", parsed(odd), {}));
    CHECK_NOTHROW(render_meeting_line(parsed(odd), true, {}));
    CHECK_NOTHROW(render_turn(parsed(odd), {}));
    CHECK_NOTHROW(render_memory(parsed(odd), {}));
  }
}

}  // namespace hebb::cli
