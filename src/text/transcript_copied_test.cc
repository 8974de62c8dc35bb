// Chats and captions as they are copied from a window or a page, and what looks like them but is none.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Line {
  std::string speaker;
  std::optional<Milliseconds> start;
  std::string text;
  bool operator==(const Line&) const = default;
};

Transcript read_copy(std::string_view text, std::optional<std::string> format = {}) {
  auto transcript = read_transcript(text, {.format = std::move(format)});
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  return std::move(*transcript);
}

std::vector<Line> lines_in(const Transcript& transcript) {
  std::vector<Line> lines;
  for (const Turn& turn : transcript.turns) lines.push_back({turn.speaker.value_or("-"), turn.start, turn.text});
  return lines;
}

std::vector<Line> lines_in(std::string_view text) {
  return lines_in(read_copy(text));
}

std::string begin_of(const Transcript& transcript) {
  return transcript.started_at ? rfc3339(*transcript.started_at) : "none";
}

void check_nobody(std::string_view text) {
  INFO(text);
  for (const Turn& turn : read_copy(text).turns) CHECK_FALSE(turn.speaker);
}

constexpr std::string_view kTeams =
    "[3/15/2026 2:05 PM] Ben Carter\nMorning all, the quote came in at 41,200 euros.\n\n"
    "[3/15/2026 2:06 PM] Carter, Maya (External)\nThat is 3k over what we planned.\nCan we pay twice?\n\n"
    "Note: the offer ends on Friday.\n\n"
    "[3/15/2026 2:09 PM] Ben Carter\nElena: can you call them?\n\n"
    "[3/16/2026 9:00 AM] Elena Rossi\nThey say yes. We sign today.\n";

TEST_CASE("a chat of Teams, as its window copies it") {
  const auto t = read_copy(kTeams);
  CHECK(t.format == "speaker_lines");
  CHECK(lines_in(t) ==
        std::vector<Line>{{"Ben Carter", seconds(0), "Morning all, the quote came in at 41,200 euros."},
                          {"Carter, Maya (External)", minutes(1),
                           "That is 3k over what we planned. Can we pay twice? Note: the offer ends on Friday."},
                          {"Ben Carter", minutes(4), "Elena: can you call them?"},
                          {"Elena Rossi", minutes(19 * 60 - 5), "They say yes. We sign today."}});
  CHECK(begin_of(t) == "2026-03-15T14:05:00Z");
  for (const std::string format : {"speaker_lines", "teams_txt"}) CHECK(read_copy(kTeams, format).turns == t.turns);
}

TEST_CASE("days of Teams' chat in either order, and of 24 hours") {
  const auto chat = [](std::string_view first, std::string_view second) {
    return read_copy("[" + std::string(first) + "] Ben Carter\nThe quote came in.\n\n[" + std::string(second) +
                     "] Maya Lee\nThat is too much.\n\n[" + std::string(second) + "] Ben Carter\nWe ask them.\n");
  };
  CHECK(begin_of(chat("15/03/2026 14:05", "15/03/2026 14:06")) == "2026-03-15T14:05:00Z");
  CHECK(begin_of(chat("03/05/2026 14:05", "13/05/2026 14:06")) == "2026-05-03T14:05:00Z");
  CHECK(begin_of(chat("15.03.2026 14:05", "15.03.2026 14:06")) == "2026-03-15T14:05:00Z");
  CHECK(begin_of(chat("2026-03-15 14:05", "2026-03-15 14:06")) == "2026-03-15T14:05:00Z");
  const auto unknown = chat("3/5/2026 2:05 PM", "3/5/2026 2:06 PM");
  CHECK(begin_of(unknown) == "none");
  CHECK(unknown.turns[1].start == minutes(1));
  CHECK(unknown.warnings.front().code == "clock_times");
  const auto apart = chat("3/5/2026 2:05 PM", "3/6/2026 2:06 PM");
  CHECK_FALSE(apart.turns[1].start);
  CHECK(apart.turns[1].speaker == "Maya Lee");
}

TEST_CASE("Teams' chat of today and yesterday has times within its first day") {
  CHECK(lines_in("[Yesterday 2:05 PM] Ben Carter\nThe quote came in.\n\n[Yesterday 2:06 PM] Maya Lee\nToo much.\n\n"
                 "[9:09 AM] Ben Carter\nElena will ask.\n") ==
        std::vector<Line>{{"Ben Carter", seconds(0), "The quote came in."},
                          {"Maya Lee", minutes(1), "Too much."},
                          {"Ben Carter", std::nullopt, "Elena will ask."}});
  CHECK(lines_in("[11:58 PM] Ben Carter\nThe quote came in.\n\n[12:01 AM] Maya Lee\nToo much.\n\n"
                 "[12:02 AM] Ben Carter\nElena will ask.\n")[1] == Line{"Maya Lee", minutes(3), "Too much."});
}

TEST_CASE("Teams' newer window has the time below the name") {
  const auto t = read_copy(
      "Halo launch\n\nBen Carter\n3/15/2026 2:05 PM\nThe quote came in.\nhas context menu\n\nMaya Lee\n"
      "3/15/2026 2:06 PM\nEdited\nToo much.\nCan we pay twice?\n\nBen Carter\n3/16/2026 9:00 AM\nElena says yes.\n");
  CHECK(lines_in(t) == std::vector<Line>{{"Ben Carter", seconds(0), "The quote came in."},
                                         {"Maya Lee", minutes(1), "Too much. Can we pay twice?"},
                                         {"Ben Carter", minutes(19 * 60 - 5), "Elena says yes."}});
  CHECK(t.title == "Halo launch");
  CHECK(begin_of(t) == "2026-03-15T14:05:00Z");
}

TEST_CASE("a chat of Teams in which everybody writes once") {
  CHECK(lines_in("[15/03/2026 14:05] Ben Carter\nThe quote came in.\n\n[15/03/2026 14:06] Maya Lee\nToo much.\n") ==
        std::vector<Line>{{"Ben Carter", seconds(0), "The quote came in."}, {"Maya Lee", minutes(1), "Too much."}});
}

TEST_CASE("who is quoted in Teams takes nothing from who quotes") {
  CHECK(lines_in("[3/15/2026 2:05 PM] Ben Carter\nThe quote came in.\n\n[3/15/2026 2:09 PM] Jonas Weber\n"
                 "[3/15/2026 2:05 PM] Ben Carter\nThe quote came in.\nI will not pay that.\n\n"
                 "[3/15/2026 2:10 PM] Maya Lee\n[3/15/2026 2:11 PM] Ben Carter\nNor I.\n") ==
        std::vector<Line>{{"Ben Carter", seconds(0), "The quote came in."},
                          {"Jonas Weber", minutes(4), "The quote came in. I will not pay that."},
                          {"Ben Carter", minutes(6), "Nor I."}});
  CHECK(lines_in("Ben Carter\n15/03/2026 14:05\nOne.\nMaya Lee\n16/03/2026 9:05\nBen Carter\n15/03/2026 14:05\nTwo.\n"
                 "Ben Carter\n16/03/2026 9:06\nThree.\n")[1] == Line{"Maya Lee", minutes(19 * 60), "Two."});
}

TEST_CASE("who sent but a picture in Teams is no one who quotes the next") {
  CHECK(lines_in("[11:51 PM] Ben Carter\nThe pump runs.\n\n[11:58 PM] Maya Lee\n\n[12:01 AM] Ben Carter\nI signed.\n\n"
                 "[12:03 AM] Maya Lee\nGood night.\n\n[12:04 AM] Ben Carter\nBye.\n")[1] ==
        Line{"Ben Carter", minutes(10), "I signed."});
  CHECK(
      lines_in("[3/15/2026 2:05 PM] Ben Carter\nOne.\n\n[3/15/2026 2:09 PM] Maya Lee\n\n[3/15/2026 2:07 PM] Ben "
               "Carter\nTwo.\n\n[3/15/2026 2:11 PM] Maya Lee\nThree.\n\n[3/15/2026 2:12 PM] Ben Carter\nFour.\n")[1] ==
      Line{"Ben Carter", minutes(2), "Two."});
}

TEST_CASE("today's messages in a chat of Teams tell no day") {
  const auto lines = lines_in(
      "[3/15/2026 2:05 PM] Ben Carter\nIt came.\n\n[3/15/2026 2:06 PM] Maya Lee\nToo much.\n\n[3/15/2026 2:09 PM] Ben "
      "Carter\nElena asks.\n[9:12 AM] Maya Lee\nI can lower it.\n[9:14 AM] Ben Carter\nGreat.\n\n[9:20 AM] Maya "
      "Lee\nBye.\n");
  REQUIRE(lines.size() == 6);
  CHECK(lines[3] == Line{"Maya Lee", std::nullopt, "I can lower it."});
  const std::string once = "[Yesterday 2:05 PM] Ben Carter\nIt came.\n\n[Yesterday 2:06 PM] Maya Lee\nToo much.\n";
  CHECK(lines_in(once)[1] == Line{"Maya Lee", minutes(1), "Too much."});
}

TEST_CASE("times within a message of Teams begin no other") {
  const auto within = [](const std::string& said) {
    const auto lines = lines_in("[3/15/2026 2:05 PM] Ben Carter\n" + said +
                                "\n\n[3/15/2026 2:06 PM] Maya Lee\nThanks.\n\n[3/15/2026 2:08 PM] Ben "
                                "Carter\nSure.\n\n[3/15/2026 2:09 PM] Maya Lee\nGood.\n");
    CHECK(lines.size() == 4);
    return lines.front();
  };
  for (const std::string said :
       {"[1:12] Elena says that we sign in May [4:30] the price is 200 euros", "[Room 5 10:30] we meet Acme",
        "[3/15/2026 1:52 PM] pump stopped", "[10:30] Demo by Jonas [11:00] Budget with Elena", "[14:01] build ok",
        "[3/15/2026 2:06 PM] we called and they want 200"}) {
    INFO(said);
    CHECK(within(said) == Line{"Ben Carter", seconds(0), said});
  }
  const auto plan = lines_in(
      "Ben Carter\n3/15/2026 2:05 PM\nSchedule:\n\nArrival\n9:30 AM\nMaya waits.\n\nTour\n10:00 AM\nJonas shows it.\n"
      "Maya Lee\n3/15/2026 2:07 PM\nFine.\nBen Carter\n3/15/2026 2:09 PM\nThen I book the room.\n");
  REQUIRE(plan.size() == 3);
  CHECK(plan.front().text == "Schedule: Arrival 9:30 AM Maya waits. Tour 10:00 AM Jonas shows it.");
}

TEST_CASE("behind a day and a time in a chat of Teams nobody above goes on") {
  const auto with = [](std::string_view line) {
    auto lines = lines_in(
        "[3/15/2026 2:05 PM] Ben Carter\nThe quote came in.\n\n[3/15/2026 2:06 PM] Maya Lee\n"
        "Too much.\n\n" +
        std::string(line) +
        "\n\n[3/15/2026 2:46 PM] Ben Carter\nWe ask them.\n[not yet] I hope.\n\n"
        "[3/15/2026 2:47 PM] Maya Lee\nFine.\n");
    CHECK(lines[1] == Line{"Maya Lee", minutes(1), "Too much."});
    CHECK(lines.back() == Line{"Maya Lee", minutes(42), "Fine."});
    CHECK(lines.at(lines.size() - 2) == Line{"Ben Carter", minutes(41), "We ask them. [not yet] I hope."});
    return lines.at(2);
  };
  CHECK(with("[3/15/2026 2:21 PM] jonas weber (Guest)\nHi.") == Line{"jonas weber (Guest)", minutes(16), "Hi."});
  CHECK(with("[3/15/2026 2:45 PM] Meeting ended: 45m") == Line{"-", minutes(40), "Meeting ended: 45m"});
  CHECK(with("[3/15/2026 2:45 PM] jonas weber left") == Line{"-", minutes(40), "jonas weber left"});
  CHECK(with("[3/15/2026 2:45 PM] we called the vendor\nTwice.") ==
        Line{"-", minutes(40), "we called the vendor Twice."});
  CHECK(with("[3/15 2:06 PM] Jonas Weber\nHi.") == Line{"Jonas Weber", std::nullopt, "Hi."});
  CHECK(with("[Gestern 14:06] Weber, Jonas\nHi.") == Line{"Weber, Jonas", std::nullopt, "Hi."});
  const std::string guest = "[3/15/2026 2:21 PM] jonas weber (Guest)\nHi.\n";
  CHECK(with(guest + guest + guest) == Line{"jonas weber (Guest)", minutes(16), "Hi."});
  CHECK(with("[P\u0159edev\u010D\u00EDrem 14:06] Weber, Jonas\nHi.") == Line{"Weber, Jonas", std::nullopt, "Hi."});
}

TEST_CASE("a chat of Teams with days in other words, or without a year") {
  for (const std::string day : {"Gestern ", "3/15 ", "15.03. "}) {
    const std::string chat = "[" + day + "14:05] Carter, Ben\nOne.\n\n[" + day + "14:06] Lee, Maya\nTwo.\n\n[" + day +
                             "14:07] Carter, Ben\nThree.\n";
    CHECK(lines_in(chat)[1] == Line{"Lee, Maya", minutes(1), "Two."});
    CHECK(lines_in(chat)[2] == Line{"Carter, Ben", minutes(2), "Three."});
  }
  check_nobody("[15.03. 14:07] Vertrag Porto\nFertig.\n\n[15.03. 14:12] Preis Pumpe\nZu hoch.\n");
  check_nobody("[Heute 14:07] Vertrag Porto\nFertig.\n\n[Heute 14:12] Preis Pumpe\nZu hoch.\n");
  check_nobody("[3/15 2:05 PM] Kick-off\nWe met in the lab.\n\n[3/22 2:05 PM] Review\nThe pump is off.\n");
}

TEST_CASE("days in words and times alone below names, in a chat of Teams") {
  const std::string chat =
      "Ben Carter\n3/15/2026 2:05 PM\nThe quote came in.\nMaya Lee\n3/15/2026 2:06 PM\nToo much.\nBen Carter\n"
      "3/15/2026 2:07 PM\nElena asks.\nMaya Lee\nYesterday 2:05 PM\nAnd?\nBen Carter\n9:12 AM\nThey sign at\nOffice "
      "Porto\n4:15 PM\nsharp.\n\nElena Rossi\n9:14 AM\nYes.\nMaya Lee\n10:30\nBen Carter\n11:00\n";
  const auto lines = lines_in(chat);
  CHECK(std::vector<Line>(lines.begin() + 2, lines.end()) ==
        std::vector<Line>{{"Ben Carter", minutes(2), "Elena asks."},
                          {"Maya Lee", std::nullopt, "And?"},
                          {"Ben Carter", std::nullopt, "They sign at Office Porto 4:15 PM sharp."},
                          {"Elena Rossi", std::nullopt, "Yes. Maya Lee 10:30 Ben Carter 11:00"}});
}

TEST_CASE("dated notes, schedules and logs are no chat of Teams") {
  check_nobody("[3/15/2026 2:05 PM] Kick-off\nWe met in the lab.\n\n[3/22/2026 2:05 PM] Review\nThe pump is off.\n");
  check_nobody("[15/03/2026 14:00] Price Review\nWe met in the lab.\n\n[15/03/2026 15:00] Launch Plan\nWe go on.\n");
  std::string notes;
  for (const char* day : {"3/15/2026", "3/16/2026", "3/17/2026"}) {
    notes += "[" + std::string(day) + " 9:02 AM] Daily Standup\nThe pump is off.\n\n";
    notes += "[" + std::string(day) + " 2:31 PM] Price Review\nIt is 89 euros.\n\n";
  }
  check_nobody(notes);
  check_nobody(
      "[10:00 AM] Coffee Break\nIn the hall.\n\n[10:30 AM] Talk\nOn pumps.\n\n[11:30 AM] Coffee Break\nAgain.\n");
  check_nobody("Kick-off\n3/15/2026 2:05 PM\nWe met in the lab.\n\nReview\n3/22/2026 2:05 PM\nThe pump is off.\n");
  check_nobody(
      "[15/03/2026 14:05] Backup Done\n[15/03/2026 14:06] Server Started\n[15/03/2026 14:07] Backup Done\n"
      "[15/03/2026 14:08] Server Started\nAll is well.\n");
  const auto one =
      read_copy("Maya: When?\nJonas: As I wrote:\n[15/03/2026 14:05] Ben Carter\nMaya: Good.\nJonas: Bye.\n");
  CHECK(one.turns.size() == 4);
}

constexpr std::string_view kSlack =
    "Maya Lee\n  2:05 PM\nHas anybody the numbers of the pilot?\n2:06\nI need them for the board at four.\n"
    "Ben Carter:house_with_garden:  2:08 PM\nYes, 312 sign-ups. (edited)\n:+1: 2\n:tada:\n1\n3 replies\n"
    "Last reply today at 2:20 PMView thread\nNew\nElena Rossi\n  2:31 PM\nThen we open Porto in June.\n2:32\n"
    "Ben books the venue.\n";

TEST_CASE("a channel of Slack, as its window copies it") {
  const auto t = read_copy(kSlack);
  CHECK(lines_in(t) == std::vector<Line>{{"Maya Lee", seconds(0), "Has anybody the numbers of the pilot?"},
                                         {"Maya Lee", minutes(1), "I need them for the board at four."},
                                         {"Ben Carter", minutes(3), "Yes, 312 sign-ups."},
                                         {"Elena Rossi", minutes(26), "Then we open Porto in June."},
                                         {"Elena Rossi", minutes(27), "Ben books the venue."}});
  CHECK(begin_of(t) == "none");
  CHECK_FALSE(t.title);
  CHECK(read_copy(kSlack, "speaker_lines").turns == t.turns);
}

TEST_CASE("a stamp without its half of the day goes on from the one before") {
  const auto at_noon =
      lines_in("Maya Lee  11:58 AM\nOne.\n11:59\nTwo.\n12:01\nThree.\nBen Carter  12:58 PM\nFour.\n1:01\nFive.\n");
  REQUIRE(at_noon.size() == 5);
  CHECK(at_noon[2] == Line{"Maya Lee", minutes(3), "Three."});
  CHECK(at_noon[4] == Line{"Ben Carter", minutes(63), "Five."});
  CHECK(lines_in("Maya Lee [2:05 PM]\nOne.\n\n[2:06]\nTwo.\n\nBen Carter [2:08 PM]\nThree.\n") ==
        std::vector<Line>{
            {"Maya Lee", seconds(0), "One."}, {"Maya Lee", minutes(1), "Two."}, {"Ben Carter", minutes(3), "Three."}});
  CHECK(lines_in("Maya Lee  2:05 PM\nOne.\n2:06 Two.\n2:07 Three.\nBen Carter  2:08 PM\nFour.\n")[2] ==
        Line{"Maya Lee", minutes(2), "Three."});
}

TEST_CASE("a status between name and time is no part of either") {
  CHECK(lines_in("Maya Lee\n  2:05 PM\nOne.\n2:06\nTwo.\nBen Carter\n:house_with_garden:\n  2:08 PM\nThree.\n") ==
        std::vector<Line>{
            {"Maya Lee", seconds(0), "One."}, {"Maya Lee", minutes(1), "Two."}, {"Ben Carter", minutes(3), "Three."}});
}

TEST_CASE("a channel of Slack with a clock of 24 hours") {
  CHECK(lines_in("Maya Lee\n  14:05\nOne.\n14:06\nTwo.\nBen Carter\n  14:08\nThanks Maya\n14:09\nThree.\n") ==
        std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                          {"Maya Lee", minutes(1), "Two."},
                          {"Ben Carter", minutes(3), "Thanks Maya"},
                          {"Ben Carter", minutes(4), "Three."}});
}

TEST_CASE("days between Slack's messages are nobody's words") {
  const std::string talk =
      "Maya Lee  2:05 PM\nOne.\n2:06\nTwo.\nTuesday, March 17thE\nNew\nBen Carter  9:08 AM\nThree.\n";
  const auto with = [&](std::string_view first, std::string_view second) {
    std::string text = std::string(first) + "\n" + talk;
    return text.replace(text.find("Tuesday, March 17thE"), 20, second);
  };
  const auto t = read_copy(with("Monday, March 16th", "Tuesday, March 17th"));
  CHECK(lines_in(t) == std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                                         {"Maya Lee", minutes(1), "Two."},
                                         {"Ben Carter", std::nullopt, "Three."}});
  CHECK(begin_of(t) == "none");
  const auto years = read_copy(with("Monday, March 16th, 2026", "Tuesday, March 17th, 2026"));
  CHECK(begin_of(years) == "2026-03-16T14:05:00Z");
  CHECK(years.turns[2].start == minutes(19 * 60 + 3));
  CHECK(lines_in(with("Yesterday", "Today"))[2] == Line{"Ben Carter", std::nullopt, "Three."});
  for (const std::string day :
       {"Tuesday, 17 March", "Tuesday 17 March", "17 March", "17th March", "Tuesday, March 17"}) {
    INFO(day);
    CHECK(lines_in(with("Monday, 16 March", day)) == lines_in(t));
    CHECK(lines_in(with("Notes", day))[1] == Line{"Maya Lee", minutes(1), "Two."});
  }
  CHECK(lines_in(with("Monday, 16 March 2026", "17 March 2026"))[2].start == minutes(19 * 60 + 3));
}

TEST_CASE("dated notes with times are no chat of Slack") {
  const std::string notes =
      "Notes of the trip\n\nMarch 16th\nWe left for Porto\t8:00 AM\nThe train was late.\nFirst talk with Acme about "
      "pumps\t11:30 AM\nThey want 200 units.\nMarch 17th\nThey signed\t9:30 AM\nBen is happy.\n";
  check_nobody(notes);
  check_nobody(
      "March 16th\nWe left for Porto\t8:02 AM\nThe train was late.\nFirst talk on pumps\t8:11 AM\n200 units.\n");
  CHECK(lines_in("Monday, March 16th\nMaya Lee\t2:05 PM\nOne.\nTuesday, March 17th\nBen Carter\t9:08 AM\nTwo.\n") ==
        std::vector<Line>{{"Maya Lee", seconds(0), "One."}, {"Ben Carter", std::nullopt, "Two."}});
  const auto short_one = read_copy("March 16th\nBen Carter\t9:00 AM\nOne.\nMaya Lee\t9:02 AM\nTwo.\n");
  CHECK(lines_in(short_one) == std::vector<Line>{{"Ben Carter", seconds(0), "One."}, {"Maya Lee", minutes(2), "Two."}});
  CHECK_FALSE(short_one.title);
  const std::string chat =
      "March 16th\nMaya Lee\t8:00 AM\nThe train is late.\nBen Carter\t11:30 AM\nThey want 200 units.\nMarch 17th\n";
  CHECK(lines_in(chat + "Maya Lee\t9:30 AM\nThey signed.\n") ==
        std::vector<Line>{{"Maya Lee", seconds(0), "The train is late."},
                          {"Ben Carter", minutes(210), "They want 200 units."},
                          {"Maya Lee", std::nullopt, "They signed."}});
}

TEST_CASE("where Slack's times are set in, others below a line are said") {
  const std::string chat =
      "Maya Lee\n  2:05 PM\nWhere?\n2:06\nAnd when?\nElena Rossi\n  2:08 PM\nI would say\nOffice Porto\n4:15 PM\n"
      "bring the contract\n";
  CHECK(lines_in(chat) ==
        std::vector<Line>{{"Maya Lee", seconds(0), "Where?"},
                          {"Maya Lee", minutes(1), "And when?"},
                          {"Elena Rossi", minutes(3), "I would say Office Porto 4:15 PM bring the contract"}});
  CHECK(lines_in(chat + "Ben Carter\n2:09 PM\nFine.\n").back().speaker == "Ben Carter");
  const auto late = lines_in(
      "Ben Carter\n  9:05 AM\nIn?\nMaya Lee\n  9:06 AM\nYes.\n9:07\nIn the lab.\nJonas Weber\n1:30 PM\nWe run it.\n"
      "Elena Rossi\n1:34 PM\n200 units.\nBen Carter\n  1:40 PM\nThanks.\nMaya Lee\n  1:41 PM\nGood.\n");
  REQUIRE(late.size() == 7);
  CHECK(late[3] == Line{"Jonas Weber", minutes(265), "We run it."});
  CHECK(late[4] == Line{"Elena Rossi", minutes(269), "200 units."});
  std::string flush = chat;
  while (flush.contains("  ")) flush.erase(flush.find("  "), 2);
  CHECK(lines_in(flush).back() == Line{"Office Porto", minutes(130), "bring the contract"});
  CHECK(lines_in(chat + "Ben Carter:house:  4:20 PM\nFine.\n").back().speaker == "Ben Carter");
}

TEST_CASE("a status of some senders in Slack takes nothing from the others") {
  for (const std::string status : {":house:", "\n:house:"}) {
    const std::string maya = "Maya Lee" + status;
    CHECK(lines_in(maya + "\n2:05 PM\nWhere is the contract?\n2:06\nI need it.\nBen Carter\n2:08 PM\nI signed it.\n" +
                   maya + "\n2:11 PM\nGood.\nElena Rossi\n2:12 PM\nThanks Ben.\n" + maya + "\n2:14 PM\nBye.\n") ==
          std::vector<Line>{{"Maya Lee", seconds(0), "Where is the contract?"},
                            {"Maya Lee", minutes(1), "I need it."},
                            {"Ben Carter", minutes(3), "I signed it."},
                            {"Maya Lee", minutes(6), "Good."},
                            {"Elena Rossi", minutes(7), "Thanks Ben."},
                            {"Maya Lee", minutes(9), "Bye."}});
  }
}

TEST_CASE("a day and a time within a message of Slack is said, and dates no other") {
  const std::string begin = "Maya Lee  2:05 PM\nThe pump is here.\n2:06\nIt runs.\n";
  const std::string end = "Ben Carter  2:08 PM\nGood.\nMaya Lee  2:09 PM\nFine.\n";
  for (const std::string said : {"Porto Review\nToday at 4:00 PM", "Release Party \u2014 Friday at 6:00 PM",
                                 "Porto Kick-off\nMar 3rd at 9:00 AM"}) {
    INFO(said);
    const auto lines = lines_in(begin + "Google Calendar\nAPP  2:07 PM\n" + said + "\nRoom 5\n" + end);
    REQUIRE(lines.size() == 5);
    CHECK(lines[2].speaker == "Google Calendar");
    CHECK(lines[2].text.ends_with(" Room 5"));
    CHECK(lines[3] == Line{"Ben Carter", minutes(3), "Good."});
    CHECK(lines[4] == Line{"Maya Lee", minutes(4), "Fine."});
  }
  const auto soon = lines_in(
      "Maya Lee\n  2:05 PM\nOn?\n2:06\nHere.\nGoogle Calendar\nAPP  2:05 PM\nPorto Review\nToday at 2:15 PM\n"
      "Room 5\nBen Carter\n  2:08 PM\nYes.\nMaya Lee\n  2:09 PM\nBye.\n");
  REQUIRE(soon.size() == 5);
  CHECK(soon[2].text == "Porto Review Today at 2:15 PM Room 5");
  const auto listed =
      lines_in("Maya Lee  2:05 PM\nDates:\n2:06\nKick-off\nMonday at 9:00 AM\nReview\nFriday at 3:00 PM\n" + end);
  CHECK(listed[1] == Line{"Maya Lee", minutes(1), "Kick-off Monday at 9:00 AM Review Friday at 3:00 PM"});
  // A thread's replies in a channel.
  const auto replied = lines_in(begin + "Maya Lee\nToday at 2:07 PM\nDone?\n" + end);
  CHECK(replied[2].speaker == "Maya Lee");
  CHECK(replied[3] == Line{"Ben Carter", minutes(3), "Good."});
}

TEST_CASE("days that people write in Slack too") {
  for (const std::string day : {"Today", "16 March"}) {
    const std::string chat = "Maya Lee  2:05 PM\nOne.\n2:06\nWe meet on\n" + day +
                             "\nBen Carter  2:08 PM\nGood.\n16 March is free\nMaya Lee  2:09 PM\nFine.\n";
    CHECK(lines_in(chat) == std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                                              {"Maya Lee", minutes(1), "We meet on " + day},
                                              {"Ben Carter", minutes(3), "Good. 16 March is free"},
                                              {"Maya Lee", minutes(4), "Fine."}});
    CHECK(lines_in("Maya Lee  2:05 PM\nOne.\n2:06\nTwo.\n" + day + "\nBen Carter  9:08 AM\nGood.\n") ==
          std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                            {"Maya Lee", minutes(1), "Two."},
                            {"Ben Carter", std::nullopt, "Good."}});
  }
}

TEST_CASE("a message of nothing but what the window says too is kept") {
  CHECK(lines_in("Maya Lee  2:05 PM\nOne.\n2:06\nTwo.\nBen Carter  2:08 PM\nNew\n:+1: 2\nElena Rossi  2:09 PM\n"
                 "3 replies\n2:10\nThree.\nMaya Lee  2:11 PM\nNew\nFour.\nNew\nBen Carter  2:12 PM\n:+1: 2\n") ==
        std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                          {"Maya Lee", minutes(1), "Two."},
                          {"Ben Carter", minutes(3), "New"},
                          {"Elena Rossi", minutes(4), "3 replies"},
                          {"Elena Rossi", minutes(5), "Three."},
                          {"Maya Lee", minutes(6), "Four."}});
  CHECK(lines_in("[3/15/2026 2:05 PM] Ben Carter\nThe quote came in.\n\n[3/15/2026 2:06 PM] Maya Lee\nEdited\n\n"
                 "[3/15/2026 2:07 PM] Ben Carter\nEdited\nToo much.\n") ==
        std::vector<Line>{{"Ben Carter", seconds(0), "The quote came in."},
                          {"Maya Lee", minutes(1), "Edited"},
                          {"Ben Carter", minutes(2), "Too much."}});
}

TEST_CASE("what people write in Slack stays, though the window says the like") {
  CHECK(
      lines_in("Maya Lee  2:05 PM\nWhen shall we meet?\nBen Carter  2:06 PM\n2:30 PM\nElena Rossi  2:07 PM\n:+1:\n"
               "Maya Lee  2:08 PM\nWho comes?\n14 people, and\n2:40\nis late for them.\n2:09\nToday\nit is then.\n") ==
      std::vector<Line>{{"Maya Lee", seconds(0), "When shall we meet?"},
                        {"Ben Carter", minutes(1), "2:30 PM"},
                        {"Elena Rossi", minutes(2), ":+1:"},
                        {"Maya Lee", minutes(3), "Who comes? 14 people, and 2:40 is late for them."},
                        {"Maya Lee", minutes(4), "Today it is then."}});
}

TEST_CASE("what bots write in Slack is theirs") {
  const std::string begin = "Maya Lee  2:05 PM\nOne.\n2:06\nTwo.\n";
  for (const std::string head : {"Jira Cloud\nAPP  2:08 PM", "Jira Cloud\nAPP\n  2:08 PM", "Jira Cloud APP  2:08 PM",
                                 "Jira Cloud\nWORKFLOW  2:08 PM"}) {
    INFO(head);
    CHECK(lines_in(begin + head + "\nHALO-12 was closed.\nMaya Lee  2:09 PM\nGood.\n") ==
          std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                            {"Maya Lee", minutes(1), "Two."},
                            {"Jira Cloud", minutes(3), "HALO-12 was closed."},
                            {"Maya Lee", minutes(4), "Good."}});
  }
  CHECK(lines_in("Maya Lee  2:05 PM\nOne.\nGitHub APP  2:08 PM\nMerged.\n")[1] ==
        Line{"GitHub", minutes(3), "Merged."});
  CHECK(lines_in(begin + "We need an\nAPP\nBen Carter  2:08 PM\nYes.\n")[1] ==
        Line{"Maya Lee", minutes(1), "Two. We need an APP"});
  CHECK(lines_in(begin + "We are at the\nAPP  2:08 PM\nHi.\n")[1].text == "Two. We are at the");
}

TEST_CASE("heads that tell their day, as in Slack's threads and Discord") {
  for (const std::string join : {"\n  ", "\n", " \u2014 "}) {
    for (const std::string day : {"Today", "Yesterday", "Mar 3rd", "Friday"}) {
      INFO(join << day);
      const std::string head = join + day + " at ";
      CHECK(lines_in("Maya Lee" + head + "2:05 PM\nHas anybody the numbers?\n\nBen Carter" + head +
                     "2:08 PM\nYes, 312.\nMaya Lee" + head + "2:09 PM\nThanks Ben\n") ==
            std::vector<Line>{{"Maya Lee", seconds(0), "Has anybody the numbers?"},
                              {"Ben Carter", minutes(3), "Yes, 312."},
                              {"Maya Lee", minutes(4), "Thanks Ben"}});
    }
  }
  CHECK(lines_in("Maya Lee\nYesterday at 14:05\nOne.\nBen Carter\nToday at 9:08\nTwo.\nMaya Lee\nToday at 9:11\n"
                 "Three.\n") == std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                                                  {"Ben Carter", std::nullopt, "Two."},
                                                  {"Maya Lee", std::nullopt, "Three."}});
  CHECK(lines_in("Maya Lee\n  Today at 2:05 PM\nOne.\nBen Carter\n  Today at 4:09 PM\nTwo.\n")[1] ==
        Line{"Ben Carter", minutes(124), "Two."});
  const auto dated = read_copy(
      "Maya Lee \u2014 3/15/2026 2:05 PM\nOne.\nben99 \u2014 3/15/2026 2:09 PM\nTwo.\nMaya Lee \u2014 Yesterday at "
      "9:00 "
      "AM\nThree.\n");
  CHECK(lines_in(dated) == std::vector<Line>{{"Maya Lee", seconds(0), "One."},
                                             {"ben99", minutes(4), "Two."},
                                             {"Maya Lee", std::nullopt, "Three."}});
  CHECK(begin_of(dated) == "2026-03-15T14:05:00Z");
  check_nobody(
      "Deploy \u2014 3/15/2026 2:07 PM\nIt went out.\nRollback \u2014 3/15/2026 2:31 PM\nIt failed.\nDeploy \u2014 "
      "3/15/2026 3:12 PM\nOut.\n");
  check_nobody("Alert Raised \u2014 3/15/2026 2:07 PM\nIt fell.\nAll Clear \u2014 3/15/2026 2:11 PM\nIt runs.\n");
  check_nobody("Kick-off \u2014 3/15/2026 2:05 PM\nWe met.\nReview \u2014 3/15/2026 4:10 PM\nThe pump is off.\n");
  check_nobody("Kick-off\n  Today at 2:05 PM\nWe met in the lab.\nReview\n  Today at 4:10 PM\nThe pump is off.\n");
  check_nobody("Kick-off\nToday at 2:05 PM\nWe met in the lab.\nReview\nToday at 4:10 PM\nThe pump is off.\n");
}

TEST_CASE("heads with AM and PM alone are read as before") {
  const auto t = read_copy("Maya Lee  2:05 PM\nOne.\n\nBen Carter  2:06 PM\nTwo.\n\nMaya Lee  2:07 PM\nThree.\n");
  CHECK(t.format == "otter_txt");
  CHECK(t.turns.size() == 3);
  const auto otter = read_copy("Maya Lee  14:05\nOne.\n\n14:06\nTwo.\n\nBen Carter  14:07\nThree.\n");
  CHECK(otter.format == "otter_txt");
}

TEST_CASE("YouTube's transcript as its page is copied has times and names nobody") {
  const auto t = read_copy(
      "Transcript\n\n0:00\nhello everyone and welcome\n0:04\nWelcome Everyone\n0:08\nI'm Maya Lee\n0:15\nThank You\n"
      "1:02\nwe open Porto\nEnglish (auto-generated)\n");
  CHECK(t.format == "speaker_lines");
  CHECK(lines_in(t) == std::vector<Line>{{"-", seconds(0), "hello everyone and welcome"},
                                         {"-", seconds(4), "Welcome Everyone"},
                                         {"-", seconds(8), "I'm Maya Lee"},
                                         {"-", seconds(15), "Thank You"},
                                         {"-", seconds(62), "we open Porto"}});
  CHECK(lines_in("0:00[Music]\n0:04Welcome Everyone\n0:0810:30 is the time\n0:144 pumps\n1:02:03we open Porto\n") ==
        std::vector<Line>{{"-", seconds(0), "[Music]"},
                          {"-", seconds(4), "Welcome Everyone"},
                          {"-", seconds(8), "10:30 is the time"},
                          {"-", seconds(14), "4 pumps"},
                          {"-", seconds(3723), "we open Porto"}});
}

TEST_CASE("captions may begin with signs, and their starts be read aloud") {
  CHECK(
      lines_in("0:00hola a todos\n0:04\u00BFqu\u00E9 tal?\n0:09\u00A1bien!\n0:11- y t\u00FA\n0:15\u00ABpum\u00BB\n") ==
      std::vector<Line>{{"-", seconds(0), "hola a todos"},
                        {"-", seconds(4), "\u00BFqu\u00E9 tal?"},
                        {"-", seconds(9), "\u00A1bien!"},
                        {"-", seconds(11), "- y t\u00FA"},
                        {"-", seconds(15), "\u00ABpum\u00BB"}});
  CHECK(lines_in("0:000 secondshello\n0:044 secondswe talk\n0:084 seconds later\n1:011 minute, 1 secondand end\n") ==
        std::vector<Line>{{"-", seconds(0), "hello"},
                          {"-", seconds(4), "we talk"},
                          {"-", seconds(8), "4 seconds later"},
                          {"-", seconds(61), "and end"}});
  const auto spans = read_copy("0:00-0:20 Tour\n0:20-0:40 Talk\n0:40-1:00 Lunch\n");
  CHECK(lines_in(spans)[1] == Line{"-", seconds(20), "Talk"});
}

TEST_CASE("schedules and labelled talk are no captions") {
  for (const Turn& turn : read_copy("9:00\nStandup\n9:20\nReview\n10:10\nLunch\n11:00\nLaunch\n").turns)
    CHECK(turn.text.contains("0"));
  CHECK(lines_in("0:00\nhello everyone\n0:30\nwe begin\n1:00\nand end\n").size() == 3);
  check_nobody("1:00\nLunch\n1:30\nTalk\n2:15\nTour of the lab\n");
  const auto labelled = lines_in("0:00\nMaya: hello\n0:04\nBen: hi\n0:09\nMaya: we begin\n");
  CHECK(labelled[1] == Line{"Ben", seconds(4), "hi"});
  const auto heads = lines_in("Maya Lee\n0:03\nhello everyone\nBen Carter\n0:08\nhi\nMaya Lee\n0:14\nwe begin\n");
  CHECK(heads[1] == Line{"Ben Carter", seconds(8), "hi"});
}

}  // namespace
}  // namespace hebb
