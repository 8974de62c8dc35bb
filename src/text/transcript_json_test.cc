// JSON of services and of chats: where turns, names and times are in it.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::milliseconds;

Transcript read_json_text(std::string_view bytes) {
  auto transcript = read_transcript(bytes);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

TEST_CASE("times in whole milliseconds are told from seconds") {
  const auto sentences =
      read_json_text(R"({"sentences":[{"text":"Good morning.","start":250,"end":2650,"speaker":"A"},)"
                     R"({"text":"Is the pump off?","start":2700,"end":64200,"speaker":"B"}],"audio_duration":65})");
  CHECK(sentences.turns[0].start == milliseconds(250));
  CHECK(sentences.turns[1].end == milliseconds(64200));
  const auto hour =
      read_json_text(R"({"segments":[{"speaker":"Maya","text":"Hi all.","start_time":500,"end_time":2500},)"
                     R"({"speaker":"Maya","text":"Bye.","start_time":3605000,"end_time":3606000}]})");
  CHECK(hour.turns[0].start == milliseconds(500));
  CHECK(hour.turns[1].end == milliseconds(3606000));
}

TEST_CASE("whole seconds stay seconds") {
  for (const std::string_view text :
       {R"({"segments":[{"text":"Hi all.","start":500,"end":2500}]})",
        R"({"segments":[{"text":"Hi all.","start":500,"end":2500}],"audio_duration":2600})",
        R"({"segments":[{"text":"Hi all.","start":500,"end":2500}],"duration":42})",
        R"({"segments":[{"text":"Hi all.","start":500},{"text":"Bye.","start":86399.5}]})"}) {
    INFO(text);
    CHECK(read_json_text(text).turns[0].start == std::chrono::seconds(500));
  }
}

}  // namespace
}  // namespace hebb
