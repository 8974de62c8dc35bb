// One half of the day for all readers of times: dates, heads of turns, messages of chats.
#include "text/half_of_day.h"

#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Transcript read_text(const std::string& text) {
  auto transcript = read_transcript(text);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  return std::move(*transcript);
}

TEST_CASE("halves of the day as people write them") {
  for (const std::string_view written :
       {" PM", "pm", " p.m.", "\u202FPM", "\u00A0P.M.", " pm - ", " PM)", "pm\u2013"}) {
    INFO(written);
    std::string_view rest = written;
    const auto half = take_half_of_day(rest);
    REQUIRE(half.has_value());
    CHECK(half->afternoon);
    CHECK(rest.size() < written.size());
  }
  for (const std::string_view written : {"", " Amir: no", " amy", " a.", " pma", " am\u00E9lie", " m"}) {
    INFO(written);
    std::string_view rest = written;
    CHECK_FALSE(take_half_of_day(rest).has_value());
    CHECK(rest == written);
  }
  CHECK(on_24_hours(hours(12) + minutes(5), {.afternoon = false}) == minutes(5));
  CHECK(on_24_hours(hours(12), {.afternoon = true}) == hours(12));
  CHECK(on_24_hours(hours(2), {.afternoon = true}) == hours(14));
  CHECK_FALSE(on_24_hours(hours(13), {.afternoon = true}).has_value());
  CHECK_FALSE(on_24_hours(minutes(30), {.afternoon = false}).has_value());
}

TEST_CASE("dates, heads and chats read the same halves") {
  for (const std::string half : {" PM", "pm", " p.m.", "\u202FPM", "\u00A0pm"}) {
    INFO(half);
    const std::string talk = "\nMaya: Hello.\nJonas: Hi.\nMaya: Well.\n";
    for (const std::string& header :
         {"Kick-off\nMarch 5, 2026 at 2:30" + half + "\n", "Kick-off\nDate: 5 March 2026\nTime: 2:30" + half + "\n"}) {
      const auto t = read_text(header + talk);
      REQUIRE(t.started_at.has_value());
      CHECK(rfc3339(*t.started_at) == "2026-03-05T14:30:00Z");
    }
    for (const auto& [before, behind] : {std::pair<std::string, std::string>{"Anna Roth  ", "\n"},
                                         {"Anna Roth ", ": "},
                                         {"[", "] Anna Roth: "},
                                         {"", " Anna Roth: "},
                                         {"13/03/2026, ", " - Anna Roth: "}}) {
      INFO(before << behind);
      const auto t = read_text(before + "11:55" + (half.contains('.') ? " a.m." : " AM") + behind + "Hello.\n" +
                               before + "2:05" + half + behind + "Hi.\n" + before + "2:06" + half + behind + "Bye.\n");
      REQUIRE(t.turns.size() == 3);
      CHECK(t.turns[2].speaker == "Anna Roth");
      CHECK(t.turns[2].text == "Bye.");
      CHECK(t.turns[1].start == hours(2) + minutes(10));
    }
  }
}

TEST_CASE("names that begin like a half of the day speak") {
  for (const std::string stamp : {"13.03.2026 ", "13/03/2026, "}) {
    for (const std::string name : {"Amir Haddad", "Amy", "Amanda", "PMO Board"}) {
      INFO(stamp << name);
      const auto t =
          read_text(stamp + "08:05 " + name + ": we will stop the Halo project\n" + stamp + "08:06 Ben: why\n" + stamp +
                    "14:07 " + name + ": third thing\n" + stamp + "14:08 Ben: good\n");
      REQUIRE(t.turns.size() == 4);
      CHECK(t.turns[0].speaker == name);
      CHECK(t.turns[2].speaker == name);
      CHECK(t.turns[2].start == hours(6) + minutes(2));
    }
  }
}

}  // namespace
}  // namespace hebb
