#include <catch2/catch_test_macros.hpp>

#include "text/transcript.h"

namespace hebb {

TEST_CASE("a title is the file's name without its date", "[text]") {
  CHECK(title_of_file_name("2026-03-05 Halo 2 kick-off.vtt") == "Halo 2 kick-off");
  CHECK(title_of_file_name("Kick-off 2026-03-05.txt") == "Kick-off");
  CHECK(title_of_file_name("weekly_sync_2026-03-05_notes.txt") == "weekly sync notes");
  CHECK(title_of_file_name("Budget review.docx") == "Budget review");
  CHECK(title_of_file_name("2026-03-05.vtt") == "2026-03-05");
  CHECK(title_of_file_name("GMT20260305-140000_Recording.transcript.vtt") == "Recording");
  CHECK(title_of_file_name("").empty());
}

TEST_CASE("a title keeps its time of day, and what a file says of itself is none", "[text]") {
  const auto call = read_transcript("Board call 9:30 am\n\nMaya: Hi.\nJonas: Hi.\nMaya: Bye.\n");
  REQUIRE(call.has_value());
  CHECK(call->title == "Board call 9:30 am");
  const auto stream =
      read_transcript("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0-1\n\n00:01.000 --> 00:02.000\nHello.\n");
  REQUIRE(stream.has_value());
  CHECK_FALSE(stream->title);
}

TEST_CASE("a heading's date is the meeting's", "[text]") {
  const auto notes = read_transcript("# Weekly 2026-11-03\n\n- the pump is leaking again\n- the fair is postponed\n");
  REQUIRE(notes.has_value());
  CHECK(notes->title == "Weekly");
  CHECK(notes->started_at == parse_rfc3339("2026-11-03T00:00:00Z"));
  CHECK(notes->date_source == DateSource::header);
}

}  // namespace hebb
