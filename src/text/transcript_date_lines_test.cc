// Dates on lines of a header beside other things.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript.h"
#include "text/transcript_dates.h"

namespace hebb {
namespace {

std::string date_of(const std::optional<FoundDate>& found) {
  return found ? rfc3339(found->instant) : "none";
}

constexpr std::string_view kTalk =
    "\n\nMaya Okafor: We begin with the price.\nJonas Weber: The price is high for the fair.\n"
    "Maya Okafor: We lower it by ten.\nJonas Weber: Fine with me then.\n";

Transcript read_dated(const std::string& header, TranscriptHints hints = {}) {
  auto transcript = read_transcript(header + std::string(kTalk), hints);
  REQUIRE(transcript.has_value());
  return std::move(*transcript);
}

std::string date_of(const Transcript& transcript) {
  return transcript.started_at ? rfc3339(*transcript.started_at) : "none";
}

TEST_CASE("a bar or a point may stand between a date and its time") {
  for (const std::string line :
       {"March 6, 2026 | 10:00 AM", "March 6, 2026 \u00B7 10:00 AM", "March 6, 2026 \u2022 10:00 AM",
        "March 6, 2026 | 10:00 AM - 11:00 AM", "6 March 2026 | 10:00", "2026-03-06 | 10:00 - 11:00"}) {
    INFO(line);
    for (const std::string& header : {"Halo weekly\n" + line, "Halo weekly | " + line}) {
      const auto t = read_dated(header);
      CHECK(t.title == "Halo weekly");
      CHECK(date_of(t) == "2026-03-06T10:00:00Z");
      CHECK(t.turns.size() == 4);
    }
  }
}

TEST_CASE("a length behind a date and a bar is no time") {
  for (const std::string_view line :
       {"Apr 2, 2026 \u2022 12:34", "Apr 2, 2026 | 1:30", "Apr 2, 2026 | 1:02:03", "Apr 2, 2026 | 45:00",
        "Apr 2, 2026 | 10-12 people", "Apr 2, 2026 | 1200 units", "Apr 2, 2026 | 2026", "Apr 2, 2026 | 10"}) {
    INFO(line);
    CHECK(date_of(find_date(line)) == "2026-04-02T00:00:00Z");
  }
}

TEST_CASE("a title around a date keeps one of its bars") {
  CHECK(read_dated("Halo weekly | March 6, 2026 | Zoom").title == "Halo weekly | Zoom");
  CHECK(read_dated("Halo weekly - March 6, 2026 - Transcript").title == "Halo weekly");
  CHECK(read_dated("Halo weekly (March 6, 2026) - Transcript").title == "Halo weekly");
}

TEST_CASE("a day that begins a line below the title is the meeting's") {
  for (const std::string line : {"March 6, 2026 | Zoom", "Friday, 6 March 2026, Room 4", "2026-03-06 - Berlin"}) {
    INFO(line);
    const auto t = read_dated("Halo weekly\n" + line);
    CHECK(t.title == "Halo weekly");
    CHECK(date_of(t) == "2026-03-06T00:00:00Z");
    CHECK(t.turns.size() == 5);
    CHECK(t.turns.front().text == line);
    CHECK(date_of(read_dated("Halo weekly\n" + line, {.file_name = "2026-03-07.txt"})) == "2026-03-07T00:00:00Z");
    CHECK(date_of(read_dated("Halo weekly\n" + line + "\nDate: 8 March 2026")) == "2026-03-08T00:00:00Z");
  }
  for (const std::string line :
       {"6 March 2026 we met in the lab", "6 March 2026, we met in the lab.", "March 6, 2026 was a Friday",
        "8 June 2026 - Fair in Milan\n9 July 2026 - Launch", "The fair, 8 June 2026 | Milan"}) {
    INFO(line);
    CHECK(date_of(read_dated("Halo weekly\n" + line)) == "none");
  }
}

TEST_CASE("a year of two digits beside a month's name counts where nothing else stands") {
  for (const std::string day : {"6-Mar-26", "6 Mar 26", "Fri, 06 Mar 26", "Friday 6 March 26", "6. M\u00E4rz 26"}) {
    INFO(day);
    for (const std::string& header : {"Date: " + day, "Meeting date: " + day, day}) {
      const auto t = read_dated("Halo weekly\n" + header);
      CHECK(t.title == "Halo weekly");
      CHECK(date_of(t) == "2026-03-06T00:00:00Z");
      CHECK(t.turns.size() == 4);
    }
    CHECK_FALSE(find_date(day));
  }
  CHECK(date_of(find_stated_date("6 Mar 26, 10:00 AM")) == "2026-03-06T10:00:00Z");
  for (const std::string_view none :
       {"6 March 16:00", "6 March 18 - 19:30", "6 March 18-20", "6 March 26 people", "6 March 16 Uhr", "6 March 12",
        "6 March 99", "6 March", "on 6 March 26", "6 March 26 | Zoom", "Maya 6 March 26", "6 March 16.30"})
    CHECK_FALSE(find_stated_date(none));
  CHECK(date_of(read_dated("Halo weekly\n6 Mar 26\nDate: 8 March 2026")) == "2026-03-08T00:00:00Z");
}

}  // namespace
}  // namespace hebb
