#include <catch2/catch_test_macros.hpp>

#include "text/transcript.h"
#include "text/transcript_dates.h"

namespace hebb {
namespace {

std::string date_of(std::string_view text) {
  const auto found = find_date(text);
  return found ? rfc3339(found->instant) : "none";
}

TEST_CASE("dates as files and headers have them") {
  CHECK(date_of("2026-03-05 Kick-off.vtt") == "2026-03-05T00:00:00Z");
  CHECK(date_of("Kick-off_20260305.vtt") == "2026-03-05T00:00:00Z");
  CHECK(date_of("GMT20260305-140000_Recording.transcript.vtt") == "2026-03-05T14:00:00Z");
  CHECK(date_of("Kick-off-20260305_140500-Meeting Recording.docx") == "2026-03-05T14:05:00Z");
  CHECK(date_of("20260305140000.txt") == "2026-03-05T14:00:00Z");
  CHECK(date_of("zoom_2026_03_05.txt") == "2026-03-05T00:00:00Z");
  CHECK(date_of("March 5, 2026") == "2026-03-05T00:00:00Z");
  CHECK(date_of("Thu, Mar 05, 2026 2:00PM \xE2\x80\xA2 30:12") == "2026-03-05T14:00:00Z");
  CHECK(date_of("5 Mar 2026") == "2026-03-05T00:00:00Z");
  CHECK(date_of("5th of March 2026 at 9:30 am") == "2026-03-05T09:30:00Z");
  CHECK(date_of("12/25/2026") == "2026-12-25T00:00:00Z");
  CHECK(date_of("25/12/2026") == "2026-12-25T00:00:00Z");
  CHECK(date_of("05.03.2026, 14:00 Uhr") == "2026-03-05T14:00:00Z");
  CHECK(date_of("5. März 2026 um 14:00") == "2026-03-05T14:00:00Z");
  CHECK(date_of("5 de marzo de 2026") == "2026-03-05T00:00:00Z");
  CHECK(date_of("le 5 février 2026") == "2026-02-05T00:00:00Z");
  CHECK(date_of("5-Mar-2026") == "2026-03-05T00:00:00Z");
  CHECK(date_of("Meeting 2026-03-05 14-30-10.vtt") == "2026-03-05T14:30:10Z");
}

TEST_CASE("zones of a time of day") {
  CHECK(date_of("2026-03-05T14:00:00Z") == "2026-03-05T14:00:00Z");
  CHECK(date_of("2026-03-05T14:00:00.250-05:00") == "2026-03-05T19:00:00Z");
  CHECK(date_of("2026-03-05 14:00 GMT+1") == "2026-03-05T13:00:00Z");
  CHECK(date_of("March 5, 2026 14:00 (UTC-05:30)") == "2026-03-05T19:30:00Z");
  CHECK(date_of("2026-03-05 10:00-11:00") == "2026-03-05T10:00:00Z");  // a span, not a zone
  CHECK(date_of("2026-03-05 12:10 AM") == "2026-03-05T00:10:00Z");
}

TEST_CASE("what is no date, or no certain one") {
  for (const std::string_view text :
       {"", "03/05/2026", "3-5-2026", "2026-13-05", "2026-02-30", "1826-03-05", "March 2026", "March 5", "99999999",
        "202603051", "meeting 12345678", "in March 2026 we met 5 people", "1.2.3", "v2026.03", "20260305123",
        "May 2026"}) {
    INFO(text);
    CHECK(date_of(text) == "none");
  }
  CHECK(date_of("2026-03-05 release 1.10") == "2026-03-05T00:00:00Z");
  CHECK(date_of("2026-03-05 1.10") == "2026-03-05T00:00:00Z");
}

TEST_CASE("the file's own date comes before that in its name, and the source is said") {
  const auto both = read_transcript("Date: 4 April 2026\n\nWe met in the lab.\n", {.file_name = "2026-03-05.txt"});
  REQUIRE(both.has_value());
  CHECK(rfc3339(*both->started_at) == "2026-04-04T00:00:00Z");
  CHECK(both->date_source == DateSource::header);
  const auto name = read_transcript("We met in the lab.\n", {.file_name = "2026-03-05.txt"});
  CHECK(rfc3339(*name->started_at) == "2026-03-05T00:00:00Z");
  CHECK(name->date_source == DateSource::file_name);
  const auto none =
      read_transcript("We met in the lab on 5 March 2026, because of the pump.\n", {.file_name = "lab.txt"});
  CHECK_FALSE(none->started_at);
  CHECK(none->date_source == DateSource::none);
}

TEST_CASE("a date on a line of its own is the meeting's, and nobody's name") {
  for (const std::string_view date : {"2026-03-05", "5 March 2026", "March 5, 2026"}) {
    INFO(date);
    const auto t = read_transcript("Weekly sync\n" + std::string(date) +
                                   "\n14:00\nAttendees: Maya, Jonas\n\nMaya: Hi.\nJonas: Hi.\nMaya: Bye.\n");
    REQUIRE(t.has_value());
    REQUIRE(t->started_at.has_value());
    CHECK(rfc3339(*t->started_at) == "2026-03-05T00:00:00Z");
    CHECK(t->turns.front().speaker == "Maya");
  }
}

std::string start_of(const std::string& header) {
  const auto t = read_transcript(header + "\n\nMaya: Hi.\nJonas: Hi.\nMaya: Bye.\n");
  REQUIRE(t.has_value());
  CHECK(t->turns.size() == 3);
  return t->started_at ? rfc3339(*t->started_at) : "none";
}

TEST_CASE("a time on a line of its own is that of the header's day") {
  const auto at = [](const std::string& time) { return start_of("Date: 5 March 2026\nTime: " + time); };
  for (const std::string_view two : {"14:00", "14:00:00", "2:00 pm", "2 p.m.", "2PM", "14:00–15:00", "14:00 - 15:00",
                                     "2:00–3:30 pm", "2-3 pm", "2 pm to 3 pm", "15:00 CET", "9:00-10:30 AM (EST)"}) {
    INFO(two);
    CHECK(at(std::string(two)) == "2026-03-05T14:00:00Z");
  }
  CHECK(at("2:30 pm") == "2026-03-05T14:30:00Z");
  CHECK(at("12:15 am") == "2026-03-05T00:15:00Z");
  CHECK(at("11:00–1:00 pm") == "2026-03-05T11:00:00Z");
  CHECK(at("12:00–1:00 pm") == "2026-03-05T12:00:00Z");
  CHECK(at("12–1 pm") == "2026-03-05T12:00:00Z");
  CHECK(at("9:00 pm EST") == "2026-03-06T02:00:00Z");
  CHECK(at("14:00:00-05:00") == "2026-03-05T19:00:00Z");
  CHECK(at("14:00 +0100") == "2026-03-05T13:00:00Z");
  for (const std::string_view span : {"9:00:00-10:30:00", "9:00:00 AM-10:00:00 AM", "9:00:00 - 10:30:00"})
    CHECK(at(std::string(span)) == "2026-03-05T09:00:00Z");
  CHECK(at("2:00:00-3:30:00 pm") == "2026-03-05T14:00:00Z");
  CHECK(at("08:00-09:30") == "2026-03-05T08:00:00Z");
  CHECK(at("14:00, 5 March 2026") == "2026-03-05T14:00:00Z");
  CHECK(start_of("Start time: 14:00\nDate: 5 March 2026") == "2026-03-05T14:00:00Z");
  CHECK(start_of("Date: 5 March 2026\nStart: 14:00\nEnd time: 15:00") == "2026-03-05T14:00:00Z");
}

TEST_CASE("what is no time of day leaves the header's day as it is") {
  for (const std::string time : {"25:00", "14:60", "13:00 pm", "1400", "14", "14-15", "1.10", "90 minutes", "2026"}) {
    INFO(time);
    CHECK(start_of("Date: 5 March 2026\nTime: " + time) == "2026-03-05T00:00:00Z");
  }
  CHECK(start_of("Time: 14:00") == "none");
  CHECK(start_of("Date: 5 March 2026\nDuration: 1:00") == "2026-03-05T00:00:00Z");
  CHECK(start_of("Date: 5 March 2026, 09:00\nTime: 14:00") == "2026-03-05T09:00:00Z");
}

TEST_CASE("a time beside the day in front matter, prose and minutes") {
  for (const std::string_view text :
       {"---\ndate: 2026-03-05\ntime: \"14:00\"\n---\n\n# Board\n\n- one\n- two\n",
        "Date: 5 March 2026\nTime: 14:00\n\nWe met in the lab.\n",
        "# Board\n\n**Date:** 5 March 2026\n**Time:** 14:00–15:00\n\n## Decisions\n\n- We buy it.\n"}) {
    INFO(text);
    const auto t = read_transcript(text);
    REQUIRE(t.has_value());
    REQUIRE(t->started_at.has_value());
    CHECK(rfc3339(*t->started_at) == "2026-03-05T14:00:00Z");
    CHECK(t->date_source == DateSource::header);
  }
}

TEST_CASE("zones by name, and behind a T") {
  CHECK(date_of("March 5, 2026, 9:00 PM EST") == "2026-03-06T02:00:00Z");
  CHECK(date_of("2026-03-05T21:00-05:00") == "2026-03-06T02:00:00Z");
  CHECK(date_of("Board 2026_03_05 14_00 CET \u2013 Notes by Gemini") == "2026-03-05T13:00:00Z");
  CHECK(date_of("5 June 2026 14:00 (CEST)") == "2026-06-05T12:00:00Z");
  CHECK(date_of("le 5 mars 2026 14:00 est fix\u00E9") == "2026-03-05T14:00:00Z");
  CHECK(date_of("5 June 2026 14:00 ESTIMATE") == "2026-06-05T14:00:00Z");
}

TEST_CASE("bare digits behind a date are a time only where nothing else may be meant") {
  CHECK(date_of("2026-01-12 2026 Budget planning.txt") == "2026-01-12T00:00:00Z");
  CHECK(date_of("2026-03-05 1200 units.vtt") == "2026-03-05T00:00:00Z");
  CHECK(date_of("5 March 2026, 1200 people came") == "2026-03-05T00:00:00Z");
  CHECK(date_of("2026-03-05 - 120000 units") == "2026-03-05T00:00:00Z");
  for (const std::string_view name : {"2026-03-05 1400.transcript.vtt",
                                      "2026-03-05 1400",
                                      "2026-03-05T1400 Board",
                                      "2026-03-05_1400_Board.txt",
                                      "2026-03-05-1400 Board",
                                      "2026-03-05 1400 Uhr Board",
                                      "2026-03-05 1500 CET Board",
                                      "5 March 2026 at 1400, Board",
                                      "2026-03-05 0200 pm Board",
                                      "20260305 140000",
                                      "20260305140000 Board",
                                      "GMT20260305-140000_Recording",
                                      "2026-03-05 1400 Kick-off",
                                      "2026-03-05 140000 Recording",
                                      "20260305 1400 Standup with Anna",
                                      "2026-03-05 1400 1-1 Anna",
                                      "5 March 2026, 1400 hrs",
                                      "5 March 2026 1400h",
                                      "5 March 2026, 1400, Room 4",
                                      "2026-03-05 1400 in Room 4"}) {
    INFO(name);
    CHECK(date_of(name) == "2026-03-05T14:00:00Z");
  }
  CHECK(date_of("2026-03-05 1200% up") == "2026-03-05T00:00:00Z");
  for (const std::string_view span :
       {"5 March 2026 1400-1500", "5 March 2026 1400 \u2013 1500", "2026-03-05 1400 to 1500",
        "2026-03-05 140000-150000", "5 March 2026 1400-1500 hrs"}) {
    INFO(span);
    const auto found = find_date(span);
    REQUIRE(found.has_value());
    CHECK(rfc3339(found->instant) == "2026-03-05T14:00:00Z");
    CHECK(found->length == span.size());
  }
  CHECK(date_of("5 March 2026 2000-2100") == "2026-03-05T20:00:00Z");
  CHECK(date_of("2026-03-05T140000-0500") == "2026-03-05T19:00:00Z");
}

TEST_CASE("a date within the words of a title yields to the file's name, but not the meeting's own") {
  const auto dated = [](const std::string& title, const std::string& file_name) {
    const auto t = read_transcript(title + "\n\nMaya: Hi.\nJonas: Hi.\nMaya: Bye.\n", {.file_name = file_name});
    REQUIRE(t.has_value());
    return t->started_at ? rfc3339(*t->started_at).substr(0, 10) : "none";
  };
  const std::string fair = "Preparing the fair of 8 June 2026";
  CHECK(dated(fair, "2026-03-05 fair prep.txt") == "2026-03-05");
  CHECK(dated("# " + fair, "2026-03-05 fair prep.md") == "2026-03-05");
  CHECK(dated(fair, "fair prep.txt") == "2026-06-08");
  CHECK(dated(fair + "\nDate: 5 March 2026", "fair prep.txt") == "2026-03-05");
  for (const std::string title : {"Preparing the fair (8 June 2026)", "Preparing the fair, 8 June 2026",
                                  "Fair 8 June 2026", "8 June 2026 preparing the fair",
                                  "Preparing the fair \u2013 8 June 2026", "Preparing the fair 8 June 2026, 14:00"}) {
    INFO(title);
    CHECK(dated(title, "2026-03-05 fair prep.txt") == "2026-06-08");
  }
  for (const std::string title :
       {"Transcript of the weekly meeting on 5 March 2026", "Minutes: Board meeting held on 5 March 2026",
        "Sprint review with Norcell on Thursday 5 March 2026", "Minutes of the board meeting of 5 March 2026",
        "Protokoll der Sitzung vom 5. M\u00E4rz 2026"}) {
    INFO(title);
    CHECK(dated(title, "Board 2026-03-12.txt") == "2026-03-05");
  }
  CHECK(dated("Sprint review of the fair of 8 June 2026", "2026-03-05.txt") == "2026-03-05");
}

TEST_CASE("a span of time behind a date") {
  for (const std::string_view span :
       {"Thursday, March 5, 2026 2:00 PM - 2:45 PM", "March 5, 2026 2:00\u20133:00 PM",
        "5 March 2026, 2:00 \u2013 3:30 pm", "5 March 2026, 2 pm", "5 March 2026, 2-3 pm",
        "March 5, 2026 from 2 PM to 3 PM", "2026-03-05 14:00 - 15:00", "2026-03-05 14:00 bis 15:30 Uhr",
        "05.03.2026, 14.00 Uhr \u2013 15.30 Uhr", "2026-03-05T14:00 - 15", "Mar 5, 2026 9:00 AM \u2013 10:30 AM EST",
        "Mar 5, 2026 9 AM EST - 10 AM EST", "5 March 2026 15:00\u201316:00 (CET)"}) {
    INFO(span);
    const auto found = find_date(span);
    REQUIRE(found.has_value());
    CHECK(rfc3339(found->instant) == "2026-03-05T14:00:00Z");
    const std::string_view rest = span.substr(found->begin + found->length);
    CHECK((rest.empty() || rest == ")"));
  }
  const std::string_view title = "2026-03-05 14:00 - 3 offers for the stand";
  const auto found = find_date(title);
  REQUIRE(found.has_value());
  CHECK(title.substr(found->begin + found->length) == " - 3 offers for the stand");
  CHECK(date_of("5 March 2026, 2") == "2026-03-05T00:00:00Z");
  CHECK(date_of("5 March 2026, 2-3") == "2026-03-05T00:00:00Z");
  CHECK(date_of("5 March 2026, 2-3 people") == "2026-03-05T00:00:00Z");
}

TEST_CASE("a date with a span is the header's line, and no title") {
  for (const std::string_view line :
       {"Wed, Mar 5, 2026 2:00 PM - 2:45 PM CET", "March 5, 2026, 2:00 PM \u2013 3:00 PM CET"}) {
    INFO(line);
    for (const std::string_view title : {"Weekly sync\n", ""}) {
      const auto t = read_transcript(std::string(title) + std::string(line) +
                                     "\n\nMaya Okafor  0:03\nHello all.\n\nJonas Weber  0:06\nHi.\n");
      REQUIRE(t.has_value());
      REQUIRE(t->started_at.has_value());
      CHECK(rfc3339(*t->started_at) == "2026-03-05T13:00:00Z");
      CHECK(t->title.value_or("") == title.substr(0, title.find('\n')));
      CHECK(t->turns.size() == 2);
    }
  }
}

TEST_CASE("a time on the stated day is more than the day") {
  const auto t = read_transcript(R"({"date":"2026-03-05","turns":[{"text":"Hi.","startTime":"2026-03-05T14:00:03Z"},)"
                                 R"({"text":"Well.","startTime":"2026-03-05T14:00:05Z"}]})");
  REQUIRE(t.has_value());
  CHECK(rfc3339(*t->started_at) == "2026-03-05T14:00:03Z");
  CHECK(t->turns[0].start == std::chrono::seconds(0));
  CHECK(t->turns[1].start == std::chrono::seconds(2));
}

constexpr std::string_view kLabelled =
    "\n\nMaya: Good morning all of you.\nJonas: The pump is late.\nMaya: Well.\nJonas: Yes.\n";

TEST_CASE("zones of the USA follow the season") {
  struct Case {
    std::string_view line, begin;
  };
  for (const Case& c : {Case{"Apr 16, 2026, 2:00 PM - 3:00 PM ET", "2026-04-16T18:00:00Z"},
                        {"April 16, 2026 at 2:00 PM PT", "2026-04-16T21:00:00Z"},
                        {"January 16, 2026 at 2:00 PM CT", "2026-01-16T20:00:00Z"},
                        {"March 7, 2026 at 2:00 PM MT", "2026-03-07T21:00:00Z"},
                        {"March 8, 2026 at 2:00 PM MT", "2026-03-08T20:00:00Z"},
                        {"October 31, 2026 at 2:00 PM ET", "2026-10-31T18:00:00Z"},
                        {"November 1, 2026 at 2:00 PM ET", "2026-11-01T19:00:00Z"},
                        {"Date: April 16, 2026\nTime: 2:00 PM ET", "2026-04-16T18:00:00Z"},
                        {"Date: April 16, 2026 2:00 PM (PT)", "2026-04-16T21:00:00Z"}}) {
    INFO(c.line);
    const auto t = read_transcript("Sprint review\n" + std::string(c.line) + std::string(kLabelled));
    REQUIRE((t && t->started_at));
    CHECK(t->title == "Sprint review");
    CHECK(rfc3339(*t->started_at) == c.begin);
    CHECK(t->turns.size() == 4);
  }
  const auto scans = read_transcript("2026-04-16 10:00 CT scan review" + std::string(kLabelled));
  REQUIRE((scans && scans->started_at));
  CHECK(scans->title == "CT scan review");
  CHECK(rfc3339(*scans->started_at) == "2026-04-16T10:00:00Z");
}

TEST_CASE("a line below the title that says when is no title") {
  for (const std::string_view line :
       {"Recorded on Apr 16, 2026 via Zoom, 25m", "Meeting held on 16th Apr 2026, 02:00 pm - 25 mins",
        "*April 16, 2026 - 25 min*", "Held on 16 April 2026 in Berlin", "16 April 2026, 1 hr 5 min"}) {
    for (const std::string_view title : {"Sprint review\n", ""}) {
      INFO(title << line);
      const auto t = read_transcript(std::string(title) + std::string(line) + std::string(kLabelled));
      REQUIRE((t && t->started_at));
      CHECK(t->title.value_or("") == title.substr(0, title.find('\n')));
      CHECK(rfc3339(*t->started_at).starts_with("2026-04-16T"));
      CHECK(t->turns.size() == 4);
    }
  }
}

TEST_CASE("days with two digits for the year") {
  const auto t = read_transcript("Besprechung vom 16.04.26, 14:00 Uhr" + std::string(kLabelled));
  REQUIRE((t && t->started_at));
  CHECK(t->title == "Besprechung");
  CHECK(rfc3339(*t->started_at) == "2026-04-16T14:00:00Z");
  for (const std::string_view day :
       {"16.04.26", "Halo (16.04.26).docx", "Halo, 16.04.26", "Minutes of 16.04.26", "Weekly sync - 16.04.26.txt"}) {
    INFO(day);
    CHECK(find_date(day));
  }
  for (const std::string_view none :
       {"1.16.04.26", "v16.04.26", "16.04.26.1", "16.04.260", "6.4.26", "16/04/26", "16.04.99", "32.01.26", "16.04.26a",
        "Release 16.04.26 review", "Version: 10.12.24", "Review of 10.12.24", "10.12.24 firmware review",
        "Software release | 10.12.24", "Firmware - 10.12.24.txt"}) {
    INFO(none);
    CHECK_FALSE(find_date(none));
  }
}

TEST_CASE("a day with two digits for the year yields to the day that is stated") {
  for (const std::string_view header :
       {"Version: 10.12.24\nDate: 2026-04-16\n", "Due: 30.06.26\nDate: 2026-04-16\n",
        "10.12.24 firmware review\nApril 16, 2026\n", "Review of 10.12.24\nDate: 2026-04-16\n",
        "10.12.24 pump\nApril 16, 2026\n", "Client call: 10.12.24 rollout\nDate: 2026-04-16\n",
        "Software release | 10.12.24\nDate: 2026-04-16\n", "Halo (10.12.24)\nDate: 2026-04-16\n",
        "Sync\nDatum: 16.04.26\n", "Sync\nRecorded on 16.04.26\n", "Sync - 16.04.26\n"}) {
    INFO(header);
    const auto t = read_transcript(std::string(header) + std::string(kLabelled));
    REQUIRE((t && t->started_at));
    CHECK(rfc3339(*t->started_at) == "2026-04-16T00:00:00Z");
  }
  const auto none = read_transcript("Client call: 10.12.24 rollout\n" + std::string(kLabelled));
  REQUIRE(none.has_value());
  CHECK_FALSE(none->started_at);
}

}  // namespace
}  // namespace hebb
