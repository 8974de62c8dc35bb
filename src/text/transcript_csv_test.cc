#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

Transcript read_table(std::string_view bytes, TranscriptHints hints = {}) {
  auto transcript = read_transcript(bytes, hints);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

TEST_CASE("a table of turns, with commas, semicolons and tabs") {
  for (const std::string_view text :
       {"Speaker,Start,End,Text\n\"Maya Okafor\",\"00:00:03\",\"00:00:05\",\"Good morning, let us begin.\"\n"
        "Jonas Weber,00:00:05,00:00:08,Is the pump off?\n",
        "\xEF\xBB\xBFid;speaker_name;start_time;end_time;sentence\r\n1;Maya Okafor;3;5;Good morning, let us begin.\r\n"
        "2;Jonas Weber;5.0;8;Is the pump off?\r\n",
        "start_ms\tend_ms\tName\tMessage\n3000\t5000\tMaya Okafor\tGood morning, let us begin.\n\n"
        "5000\t8000\tJonas Weber\tIs the pump off?"}) {
    INFO(text);
    const auto t = read_table(text);
    CHECK(t.format == "csv");
    REQUIRE(t.turns.size() == 2);
    CHECK(t.turns[0].speaker == "Maya Okafor");
    CHECK(t.turns[0].text == "Good morning, let us begin.");
    CHECK(t.turns[0].start == std::chrono::seconds(3));
    CHECK(t.turns[1].speaker == "Jonas Weber");
    CHECK(t.turns[1].end == std::chrono::seconds(8));
    CHECK(t.warning_count == 0);
  }
}

TEST_CASE("quoted cells hold quotes, separators and line ends") {
  const auto t = read_table(
      "Speaker,Text\nMaya,\"He said \"\"no\"\",\nand left.\"\nJonas,It is 5\" wide\n,Nobody's\nMaya\nElena,\"open");
  REQUIRE(t.turns.size() == 4);
  CHECK(t.turns[0].text == "He said \"no\",\nand left.");
  CHECK(t.turns[1].text == "It is 5\" wide");
  CHECK_FALSE(t.turns[2].speaker);
  CHECK(t.turns[3].text == "\"open");
  REQUIRE(t.warnings.size() == 1);
  CHECK(t.warnings[0].code == "empty_cue");
  CHECK(t.warnings[0].line == 6);
}

TEST_CASE("commas that nobody quoted stay in the text") {
  const auto t = read_table(
      "Speaker,Start,Text\nMaya,0:03,Hello.\nJonas,0:10,Hi, Maya, I have three points: \"price\", launch, fair\n"
      "Elena,0:20,Well,,\n");
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[1].text == "Hi, Maya, I have three points: \"price\", launch, fair");
  CHECK(t.turns[1].start == std::chrono::seconds(10));
  CHECK(t.turns[2].text == "Well");
  CHECK(t.warning_count == 0);
  const auto between = read_table("Speaker,Text,Start\nMaya,Hello.,0:03\nJonas,Hi, Maya, it is 89,0:10\n");
  REQUIRE(between.turns.size() == 2);
  CHECK(between.turns[1].text == "Hi, Maya, it is 89");
  CHECK(between.turns[1].start == std::chrono::seconds(10));
  REQUIRE(between.warnings.size() == 1);
  CHECK(between.warnings[0].code == "bad_entry");
  CHECK(between.warnings[0].line == 3);
}

TEST_CASE("a text in quotes ends with them, whatever cells follow") {
  for (const std::string_view text : {"Start,Speaker,Text\n0:09,Jonas,\"Well, yes\",0.97\n",
                                      "Start, Speaker, Text\n0:09, Jonas, \"Well, yes\", 0.97\n",
                                      "Start,Speaker,Text,Note\n0:09,Jonas,\"Well, yes\",a,b\n",
                                      "Start;Speaker;Text\n0:09;Jonas;\"Well, yes\";a;b\n"}) {
    INFO(text);
    const auto t = read_table(text);
    REQUIRE(t.turns.size() == 1);
    CHECK(t.turns[0].speaker.value_or("-").ends_with("Jonas"));
    CHECK(t.turns[0].text == "Well, yes");
    REQUIRE(t.warnings.size() == 1);
    CHECK(t.warnings[0].code == "bad_entry");
    CHECK(t.warnings[0].line == 2);
  }
  const auto said = read_table("Speaker,Text\nJonas,\"Yes\", she said\nMaya,\"Well, yes\",\n");
  CHECK(said.turns[0].text == "\"Yes\", she said");
  CHECK(said.turns[1].text == "Well, yes");
  CHECK(said.warning_count == 0);
}

TEST_CASE("a quote that never closes takes no other rows") {
  const auto t = read_table(
      "Speaker\tText\nMaya\t\"Well, I think so\nJonas\t\"Yes\", she said\nElena\t\"Then,\nwe go.\"\nBen\t\"No\" \n");
  REQUIRE(t.turns.size() == 4);
  CHECK(t.turns[0].text == "\"Well, I think so");
  CHECK(t.turns[1].text == "\"Yes\", she said");
  CHECK(t.turns[2].text == "Then,\nwe go.");
  CHECK(t.turns[3].text == "No");
}

TEST_CASE("instants of a table are the meeting's") {
  const auto t = read_table(
      "AuthorID,Author,Date,Content\n5,maya,2026-03-12T14:05:00.0000000+00:00,Can we move it?\n"
      "6,jonas,2026-03-12T14:06:00.0000000+00:00,I'd say June 8.\n6,jonas,later,Or 9.\n");
  CHECK(rfc3339(*t.started_at) == "2026-03-12T14:05:00Z");
  CHECK(t.turns[1].start == std::chrono::seconds(60));
  CHECK_FALSE(t.turns[2].start);
  REQUIRE(t.warnings.size() == 1);
  CHECK(t.warnings[0].code == "bad_time");
}

TEST_CASE("a first line without such columns is no table's") {
  for (const std::string_view text :
       {"Item,Price\nFlyer,300\n", "The text, which Maya wrote, was long.\n\nThe speaker liked it.\n",
        "Speaker: Maya\nText: Good morning.\n"}) {
    INFO(text);
    CHECK(read_table(text).format != "csv");
  }
}

}  // namespace
}  // namespace hebb
