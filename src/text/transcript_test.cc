#include "text/transcript.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb {
namespace {

Transcript read(std::string_view bytes, TranscriptHints hints = {}) {
  auto transcript = read_transcript(bytes, hints);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  return std::move(*transcript);
}

using std::chrono::milliseconds;

TEST_CASE("WebVTT of Zoom: the name stands in the cue") {
  const auto t = read(
      "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nMaya Okafor: Hello.\n\n2\n00:03.000 --> 00:04.000\nJonas Weber: Hi "
      "&amp; bye.\n");
  CHECK(t.format == "vtt");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[0].text == "Hello.");
  CHECK(t.turns[0].start == milliseconds(1000));
  CHECK(t.turns[0].end == milliseconds(2500));
  CHECK(t.turns[1].start == milliseconds(3000));
  CHECK(t.turns[1].text == "Hi & bye.");
  CHECK(t.warning_count == 0);
}

TEST_CASE("WebVTT of Teams: the name is a voice tag") {
  const auto t = read("WEBVTT\n\n0a/1-0\n00:00:01.000 --> 00:00:02.500\n<v Maya Okafor>Hello\nagain.</v>\n");
  REQUIRE(t.turns.size() == 1);
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[0].text == "Hello again.");
}

TEST_CASE("SubRip has commas") {
  const auto t = read("1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i>\r\n");
  CHECK(t.format == "srt");
  REQUIRE(t.turns.size() == 1);
  CHECK(t.turns[0].text == "Hello");
  CHECK_FALSE(t.turns[0].speaker);
}

TEST_CASE("Otter's text has the name and the time above what was said") {
  const auto t = read("Maya Okafor  0:21\nSo this one's about price.\n\nElena Rossi  1:00:38\nThank you.\n");
  CHECK(t.format == "otter_txt");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[1].speaker == "Elena Rossi");
  CHECK(t.turns[1].start == milliseconds(3638000));
}

TEST_CASE("Speaker lines and prose") {
  CHECK(read("Maya: Hello.\nJonas: Hi.\nMaya: Bye.\n").turns.size() == 3);
  const auto prose = read("We met.\nNote: nothing.\n\nThen http://x.y: was opened.\n");
  CHECK(prose.format == "prose");
  CHECK(prose.turns.size() == 2);
  CHECK_FALSE(prose.turns[0].speaker);
}

TEST_CASE("JSON turns") {
  const auto t = read(R"([{"speaker":"A","text":"Hello","start_ms":10,"end_ms":20},{"text":"Hi"}])");
  CHECK(t.format == "json_turns");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].end == milliseconds(20));
  CHECK_FALSE(t.turns[1].speaker);
  const auto bad = read_transcript("{\"turns\": [\n{\"text\": }]}");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().message.contains("line 2, column 10"));
}

}  // namespace
}  // namespace hebb
