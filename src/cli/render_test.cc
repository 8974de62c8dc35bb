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

// Of two meetings: what a bridge, a passage and activation look like.
constexpr std::string_view kWhole = R"({
  "query": "q", "answerable": 0.9,
  "results": [
    {"memory_id": "aaaaaaaa-1", "content": "We move the launch.", "memory_type": "decision", "score": 4.5, "level": 2,
     "metadata": {"meeting_id": "5e2d872f-2c01", "meeting_title": "Launch", "speaker": "Maya",
       "occurred_at": "2026-04-16T09:11:23Z", "start_ms": 683000, "turns": [40, 40]},
     "explanation": {"text": "close in meaning", "parts": {"semantic": 1.5, "lexical": -0.25, "activation": 3.5,
       "coverage": 1, "speaker": 0.001}}}],
  "direct_results": {"0": [], "1": [
    {"memory_id": "b", "content": "groove, june: …", "memory_type": "topic", "score": 5.16, "level": 1,
     "metadata": {"meeting_id": "5e2d872f-2c01", "meeting_title": "Launch", "speaker": null,
       "occurred_at": "2026-04-16T09:00:20Z", "start_ms": 20000, "end_ms": 696000, "turns": [0, 40],
       "keywords": ["groove", "june", "housing", "tool", "fair", "price"]}},
    {"memory_id": "c", "content": "Well.", "memory_type": "topic", "score": 1, "level": 1,
     "metadata": {"meeting_id": "074e576b-644c", "meeting_title": "Notes", "speaker": null, "occurred_at": null,
       "start_ms": null, "end_ms": null, "turns": [1, 9], "keywords": []}}], "2": []},
  "activated_memories": [
    {"memory_id": "aaaaaaaa-1", "content": "We move the launch.", "memory_type": "decision", "metadata": {},
     "activation_strength": 1, "classification": "core", "path": ["dddddddd-1", "aaaaaaaa-1"]},
    {"memory_id": "dddddddd-1", "content": "Then we have the first good housings on the eleventh of May.",
     "memory_type": "context", "metadata": {"speaker": "Jonas", "start_ms": 670000},
     "activation_strength": 0.61, "classification": "core", "path": ["aaaaaaaa-1", "dddddddd-1"],
     "explanation": {"text": "leads up to", "parts": {}}},
    {"memory_id": "eeeeeeee-1", "content": "Fine.", "memory_type": "context", "metadata": {"speaker": "Jonas"},
     "activation_strength": 0.1, "classification": "peripheral", "path": ["ffffffff-1", "eeeeeeee-1"],
     "explanation": {"text": "follows what was said", "parts": {}}}],
  "bridge_memories": [
    {"memory_id": "g", "content": "The fair is paid.", "memory_type": "context", "score": 1, "level": 2,
     "metadata": {"meeting_id": "2e582b22-d3ca", "meeting_title": "Kick-off", "speaker": "Elena",
       "occurred_at": "2026-03-05T09:15:32Z", "start_ms": 932000, "turns": [53, 53]},
     "novelty_score": 0.75, "connection_score": 0.66, "connecting_memories": ["aaaaaaaa-1"],
     "explanation": "Both speak of fair; six weeks earlier, in “Kick-off”."}],
  "timings": {"encode": 1234, "lists": 12}})";

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

TEST_CASE("an answer begins with what the question is about, if there is a name for it", "[cli]") {
  const std::string about =
      R"({"direct_results": {"0": [{"content": "battery life"}, {"content": "gasket\u001b[0m"}]}})";
  CHECK(render_answers(parsed(about), false, {.width = 60}) == "About: battery life, gasket␛[0m\n\n");
  CHECK(render_answers(parsed(R"({"direct_results": {"0": []}})"), false, {.width = 60}).empty());
}

TEST_CASE("explained, it gives the reason, the parts of the score and the time of the stages", "[cli]") {
  const std::string text = render_answers(parsed(kAnswer), true, {.width = 80});
  CHECK(text.contains("    close in meaning (semantic +2.50, lexical -0.25)\n"));
  CHECK(text.ends_with("\n    encode 1.2 ms, vector 0.1 ms\n"));
}

TEST_CASE("explained, it says what the question was read as", "[cli]") {
  const Json reply =
      parsed(R"({"results": [], "reading": ["\"Ben\" taken as Ben Okafor: prior", "asks for action: filter"]})");
  CHECK(render_answers(reply, true, {.width = 80}) ==
        "\n    read as: \"Ben\" taken as Ben Okafor: prior; asks for action: filter\n");
  CHECK(render_answers(reply, false, {.width = 80}).empty());
  CHECK(render_reading(parsed(R"({"results": [], "reading": []})"), {.width = 80}).empty());
}

TEST_CASE("bridges come after the answers, with their sentence and place", "[cli]") {
  const std::string text = render_answers(parsed(kWhole), false, {.width = 70});
  CHECK(text ==
        " 1  Maya · 11:23 · decision  4.50\n"
        "    “We move the launch.”\n"
        "    Launch · 2026-04-16 · turn 40 · 5e2d872f\n"
        "\n"
        "Also, from other meetings\n"
        " –  Elena · 15:32 · context\n"
        "    “The fair is paid.”\n"
        "    Both speak of fair; six weeks earlier, in “Kick-off”.\n"
        "    Kick-off · 2026-03-05 · turn 53 · 2e582b22\n");
}

TEST_CASE("no more than three bridges are shown, five when explained, and none where the answer is in doubt", "[cli]") {
  const std::string bridge = R"({"memory_id": "x", "content": "Hm.", "metadata": {}, "explanation": "Both."})";
  const auto reply = [&](std::string_view answerable) {
    std::string bridges = bridge;
    for (int i = 0; i < 7; ++i) bridges += "," + bridge;
    return parsed(std::string(R"({"results": [{"content": "Yes.", "metadata": {}}], "answerable": )") +
                  std::string(answerable) + R"(, "bridge_memories": [)" + bridges + "]}");
  };
  const auto count = [](std::string_view text) {
    std::size_t bridges = 0;
    for (auto at = text.find(" –  "); at != text.npos; at = text.find(" –  ", at + 1)) ++bridges;
    return bridges;
  };
  CHECK(count(render_answers(reply("0.9"), false, {})) == 3);
  CHECK(count(render_answers(reply("0.9"), true, {})) == 5);
  CHECK(count(render_answers(reply("0.1"), false, {})) == 0);
  CHECK_FALSE(render_answers(reply("0.1"), false, {}).contains("other meetings"));
}

TEST_CASE("explained, it also gives passages, and what was activated by which path", "[cli]") {
  const std::string text = render_answers(parsed(kWhole), true, {.width = 44});
  const std::string wide = render_answers(parsed(kWhole), true, {.width = 110});
  CHECK(wide.contains("(activation +3.50, coverage +1.00; of itself semantic +1.50, lexical -0.25)\n"));
  CHECK(wide.contains("in “Kick-off”. (novelty 0.75, connection 0.66)\n"));
  CHECK(
      text.ends_with("\n"
                     "Passages\n"
                     " 1  groove, june, housing, tool, fa…  5.16\n"
                     "    Launch · 2026-04-16 · 0:20–11:36 · turns\n"
                     "    0–40 · 5e2d872f\n"
                     " 2  Well.  1.00\n"
                     "    Notes · no date · turns 1–9 · 074e576b\n"
                     "\n"
                     "Activated as well\n"
                     " ~  core 0.61 · Jonas · 11:10 · context\n"
                     "    “Then we have the first good housings o…\n"
                     "    from 1 · aaaaaaaa → dddddddd\n"
                     " ~  peripheral 0.10 · Jonas · context\n"
                     "    “Fine.”\n"
                     "    follows what was said · ffffffff →\n"
                     "    eeeeeeee\n"
                     "\n"
                     "    encode 1.2 ms\n"));
}

TEST_CASE("where little is about the question, the answer says so", "[cli]") {
  CHECK(render_doubt(parsed(R"({"answerable": 0.124})")) ==
        "Little in these meetings is about this (12 %). What comes nearest:");
  CHECK(render_doubt(parsed(R"({"answerable": 0.001})")) ==
        "Little in these meetings is about this (under 1 %). What comes nearest:");
  CHECK(render_doubt(parsed(R"({"answerable": 0.2})")).empty());
  CHECK(render_doubt(parsed("{}")).empty());
}

TEST_CASE("colour changes nothing but colour", "[cli]") {
  for (const auto reply : {kAnswer, kWhole}) {
    std::string text = render_answers(parsed(reply), true, {.width = 72, .palette = Palette(true)});
    REQUIRE(text.contains("\x1b["));
    for (auto at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
      text.erase(at, text.find('m', at) - at + 1);
    }
    CHECK(text == render_answers(parsed(reply), true, {.width = 72}));
  }
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
  for (const std::string_view odd : {"null", "[]", "{}", R"({"results": [1, null, {}, {"metadata": []}]})",
                                     R"({"results": [{}], "bridge_memories": [1, {}], "activated_memories": [{}, null],
                                         "direct_results": {"1": [[], {"metadata": {"keywords": 3}}]}})"}) {
    CHECK_NOTHROW(render_answers(parsed(odd), true, {}));
    CHECK_NOTHROW(render_report("f", parsed(odd), {}));
    CHECK_NOTHROW(render_meeting_line(parsed(odd), true, {}));
    CHECK_NOTHROW(render_turn(parsed(odd), {}));
    CHECK_NOTHROW(render_memory(parsed(odd), {}));
  }
}

}  // namespace hebb::cli
