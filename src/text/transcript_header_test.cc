// What stands above the talk: title, date, who was there.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

Transcript read_headed(std::string_view bytes, TranscriptHints hints = {}) {
  auto transcript = read_transcript(bytes, hints);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

std::string date_of(const Transcript& transcript) {
  return transcript.started_at ? rfc3339(*transcript.started_at) : "none";
}

constexpr std::string_view kMinutes =
    "\nThe flyer costs 300 euros and nobody likes it.\n\nWe decided to move the launch to June.\n";

TEST_CASE("minutes in prose have a title above their date and attendees") {
  for (const std::string_view header :
       {"Minutes of the launch meeting\nDate: 5 March 2026\nPresent: Maya Okafor, Jonas Weber\n",
        "Minutes of the launch meeting\n\nDate: 5 March 2026\n\nAttendees:\nMaya Okafor\nJonas Weber\n",
        "MINUTES\n\nMinutes of the launch meeting\nThursday, 5 March 2026\nPresent: Maya Okafor, Jonas Weber\n",
        "Date: 5 March 2026\nMinutes of the launch meeting\nPresent: Maya Okafor & Jonas Weber\n"}) {
    INFO(header);
    const auto t = read_headed(std::string(header) + std::string(kMinutes));
    CHECK(t.format == "prose");
    CHECK(date_of(t) == "2026-03-05T00:00:00Z");
    CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber"});
    const bool above = !header.starts_with("Date");
    CHECK(t.title.value_or("-") == (above ? "Minutes of the launch meeting" : "-"));
    CHECK(t.turns.size() == (above ? 2 : 3));  // what is not understood is text
  }
}

TEST_CASE("what a header of minutes does not say is text") {
  const auto t = read_headed("Launch meeting\n5 March 2026, 2:00 PM \u2013 3:00 PM\nRoom 4\n\nPresent: Maya Okafor\n" +
                             std::string(kMinutes));
  CHECK(t.title == "Launch meeting");
  CHECK(date_of(t) == "2026-03-05T14:00:00Z");
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor"});
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].text == "Room 4");
}

TEST_CASE("names below their heading end where sentences begin") {
  const auto t = read_headed(
      "Launch sync\nDate: 5 March 2026\nAttendees:\nMaya Okafor\nJonas Weber\nThe flyer costs 300 euros and nobody "
      "likes it.\nWe move the launch to June.\n");
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber"});
  CHECK(t.turns.size() == 2);
}

TEST_CASE("names of a list in prose may be in lower case, or stand before what people do") {
  const std::vector<std::string> names = {"Maya Okafor", "Jonas Weber", "elena"};
  for (const std::string_view list : {"Maya Okafor - head of product\nJonas Weber \u2013 engineering\nelena\n",
                                      "Maya Okafor, head of product\nJonas "
                                      "Weber\nelena\n"}) {
    INFO(list);
    const auto t =
        read_headed("Launch sync\nDate: 5 March 2026\nPresent:\n" + std::string(list) + std::string(kMinutes));
    CHECK(t.participants == names);
    CHECK(t.turns.size() == 2);
  }
  CHECK(read_headed("Launch sync\nDate: 5 March 2026\nPresent: Maya Okafor - head of product, Jonas Weber, elena\n" +
                    std::string(kMinutes))
            .participants == names);
  const auto more =
      read_headed("Date: 5 March 2026\nPresent:\nmaya okafor\njonas weber\nApologies: Ben\n" + std::string(kMinutes));
  CHECK(more.participants == std::vector<std::string>{"maya okafor", "jonas weber"});
  REQUIRE(more.turns.size() == 3);
  CHECK(more.turns[0].text == "Apologies: Ben");
}

TEST_CASE("a list of names holds neither roles, signs nor how many others there were") {
  const auto t = read_headed("Date: 5 March 2026\nAttendees: Maya Okafor (chair), @Jonas Weber and 3 others\n\n" +
                             std::string(kMinutes));
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber"});
}

TEST_CASE("what Gemini writes above its notes is no title") {
  const auto t = read_headed("# \U0001F4DD Notes\n\n## Launch sync\n\nDate: 5 March 2026\n\n" + std::string(kMinutes));
  CHECK(t.title == "Launch sync");
}

TEST_CASE("what Gemini writes between title and notes is no text") {
  for (const std::string between : {"\n", "\n\n"}) {
    const auto t = read_headed("\U0001F4DD Notes" + between + "Mar 5, 2026" + between + "Launch sync" + between +
                               "Invited Maya Okafor Jonas Weber" + between + "Attachments Launch sync" + between +
                               "Meeting records Transcript \n\n" + std::string(kMinutes) +
                               "\nYou should review Gemini's notes to make sure they're accurate. Get tips.\n");
    CHECK(t.title == "Launch sync");
    CHECK(date_of(t) == "2026-03-05T00:00:00Z");
    CHECK(t.turns == read_headed("Date: 5 March 2026\n\n" + std::string(kMinutes)).turns);
  }
  const auto marked =
      read_headed("# \U0001F4DD Notes\n\nMar 5, 2026\n\n## Launch sync\n\nInvited Maya Okafor Jonas Weber\n\n" +
                  std::string(kMinutes));
  CHECK(marked.title == "Launch sync");
  CHECK(std::ranges::none_of(marked.turns, [](const Turn& turn) { return turn.text.contains("Invited"); }));
}

TEST_CASE("attachments and invitations elsewhere are text") {
  for (const std::string line :
       {"Attachments were missing", "Invited Maya Okafor Jonas Weber", "Meeting records exist"}) {
    const auto t = read_headed("Mar 5, 2026\nLaunch sync\n" + line + "\n\n" + std::string(kMinutes));
    CHECK(t.turns.front().text.contains(line));
  }
  const auto empty = read_headed("# \U0001F4DD Notes\n\n# \n\n- \n\n" + std::string(kMinutes));
  CHECK(empty.turns.back().text == "We decided to move the launch to June.");
  const auto t = read_headed("\U0001F4DD Notes\nMar 5, 2026\n\nAttachments went to Jonas.\n\n" + std::string(kMinutes));
  CHECK(t.turns.front().text == "Attachments went to Jonas.");
}

TEST_CASE("below Gemini's notes a field holds links or people, and no sentence") {
  const auto below = [](std::string_view line) {
    return read_headed("\U0001F4DD Notes\nMar 5, 2026\nLaunch sync\nInvited Maya Okafor\n" + std::string(line) +
                       "\n\n" + std::string(kMinutes));
  };
  const auto with_none = below("Invited Jonas Weber");
  for (const std::string_view field :
       {"Invited Maya Okafor jonas@acme.com Jonas Weber", "Attachments Launch sync", "Meeting records Transcript",
        "Attachments Launch sync: plan for May", "Attachments q3-budget.xlsx", "Attachments Minutes of the board"}) {
    CHECK(below(field).turns == with_none.turns);
  }
  for (const std::string line :
       {"Attachments were missing from the contract that Acme sent", "Attachments The offer is not there",
        "Meeting records show that we agreed on June", "Invited everybody who tested the pump to Porto"}) {
    INFO(line);
    CHECK(below(line).turns.front().text.contains(line));
  }
}

TEST_CASE("minutes at once below the names are what was said") {
  const auto t =
      read_headed("Date: 5 March 2026\nPresent:\nMaya Okafor\nJonas Weber\nelena\nbudget approved\nflyer postponed\n" +
                  std::string(kMinutes));
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber", "elena"});
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].text == "budget approved flyer postponed");
}

TEST_CASE("prose whose first lines are sentences, or tell of no meeting, has no title") {
  for (const std::string_view top : {"We met in the lab.\nDate: 5 March 2026\n", "The pump and the flyer\n",
                                     "We met in the lab\nPresent: everybody who could come\n"}) {
    INFO(top);
    const auto t = read_headed(std::string(top) + std::string(kMinutes));
    CHECK_FALSE(t.title);
    CHECK(date_of(t) == "none");
    CHECK(t.turns.size() == 3);
  }
}

TEST_CASE("an unlabelled first line is a title only where it looks like one") {
  const std::string talk = "Maya Okafor: Is the pump off?\nJonas Weber: No.\nMaya Okafor: Well.\n";
  const std::string said = "so good morning everybody let us begin with the pump";
  const auto turn = read_headed(said + "\n" + talk);
  CHECK_FALSE(turn.title);
  REQUIRE(turn.turns.size() == 4);
  CHECK(turn.turns[0].text == said);
  CHECK_FALSE(turn.turns[0].speaker);
  CHECK(
      read_headed(
          "Good morning everybody and thank you for coming in on a day like this one, when nobody would have come for "
          "less\n\n" +
          talk)
          .turns.size() == 4);
  for (const std::string_view below :
       {"\n", "Date: 5 March 2026\n", "5 March 2026\n\n", "Attendees\nMaya, Jonas\n\n"}) {
    INFO(below);
    const auto titled = read_headed("the pump and the order of its valve, a review\n" + std::string(below) + talk);
    CHECK(titled.title == "the pump and the order of its valve, a review");
    CHECK(titled.turns.size() == 3);
  }
  CHECK(read_headed("Weekly sync\n" + talk).title == "Weekly sync");
  CHECK(read_headed("the weekly sync of all\nMaya Okafor  0:03\nHello.\n\nJonas Weber  0:06\nHi.\n").title ==
        "the weekly sync of all");
}

TEST_CASE("a longer title stands above the first turn, a room or an organizer") {
  const std::string talk = "Maya Okafor: Is the pump off?\nJonas Weber: No.\nMaya Okafor: Well.\n";
  const std::string title = "Quarterly Business Review with the Northern Sales Team";
  CHECK(read_headed(title + "\n" + talk).title == title);
  CHECK(read_headed(title + "\n[0:03] Is the pump off?\n[0:06] No.\n[0:09] Well.\n").title == title);
  const auto roomed = read_headed(title + "\nRoom 4\n" + talk);
  CHECK(roomed.title == title);
  CHECK(roomed.turns.front().text == "Room 4");
  const auto organized =
      read_headed("Interview with Elena Rossi about the fair in Milan\nOrganizer: Ben Cole\n" + talk);
  CHECK(organized.title == "Interview with Elena Rossi about the fair in Milan");
  CHECK(organized.participants == std::vector<std::string>{"Ben Cole"});
  CHECK(organized.turns.size() == 3);
  const auto said = read_headed("so good morning everybody let us begin with the pump\nRoom 4\n" + talk);
  CHECK_FALSE(said.title);
}

TEST_CASE("a chair who is asked something speaks no names") {
  const std::string talk = "\n[0:03] The pump is off.\n[0:06] And the valve?\n[0:09] Well.\n";
  for (const std::string_view said :
       {"Chair: Maya Okafor, please tell us about the pump.", "Chair: Mr Smith, would you begin with the budget?",
        "Chair: Maya Okafor, what is the state of the pump", "Chair: Maya Okafor and we begin with the pump"}) {
    INFO(said);
    const auto t = read_headed(std::string(said) + "\n" + talk);
    CHECK(t.participants.empty());
    CHECK((t.title == said || (t.turns.size() == 4 && said.ends_with(t.turns[0].text))));
  }
  struct Case {
    std::string_view line;
    std::vector<std::string> names;
  };
  for (const Case& c : {Case{"Organizer: Ben Cole, Acme Events", {"Ben Cole"}},
                        {"Organizer: Ben Cole and Maya Okafor, Acme Events", {"Ben Cole", "Maya Okafor"}},
                        {"Chair: Maya Okafor, head of product", {"Maya Okafor"}},
                        {"Facilitator: Maya Okafor, Jonas Weber", {"Maya Okafor", "Jonas Weber"}}}) {
    INFO(c.line);
    const auto t = read_headed(std::string(c.line) + "\n" + talk);
    CHECK(t.participants == c.names);
    CHECK(t.turns.size() == 3);
  }
}

constexpr std::string_view kTalk =
    "\nMaya: Good morning all of you.\nJonas: The pump is late.\nMaya: Then we decided to ask Weber AG.\n"
    "Jonas: I write to them.\n";

TEST_CASE("keys of a header above labelled talk are nobody's names") {
  for (const std::string_view line :
       {"Chair: Maya Okafor", "Facilitator: Maya Okafor", "Host: Maya Okafor", "Moderation: Maya Okafor",
        "Created: 16 April 2026", "Started: 14:00", "Speakers: Maya Okafor, Jonas Weber", "People: Maya Okafor",
        "Meeting Date: 16 April 2026", "Meeting ID: 812 3344", "Recorded On: 16 April 2026", "Tags: a, what",
        "Ort: Berlin", "Uhrzeit: 14:00 Uhr", "Anwesend: Maya Okafor", "Lieu: Paris", "Hora: 14:00"}) {
    for (const bool first : {true, false}) {
      INFO(line << first);
      const std::string list = "Attendees: Maya Okafor, Jonas Weber, Ben Cole\n";
      const std::string key = std::string(line) + "\n";
      const auto t = read_headed("Sprint review\n" +
                                 (first ? key + "Date: 16 April 2026\n" + list : "Date: 16 April 2026\n" + list + key) +
                                 std::string(kTalk));
      CHECK(t.title == "Sprint review");
      CHECK(date_of(t).starts_with("2026-04-16T"));
      CHECK(std::ranges::contains(t.participants, "Ben Cole"));
      REQUIRE(t.turns.size() == 4);
      CHECK(t.turns[0].speaker == "Maya");
    }
  }
}

TEST_CASE("keys that nobody knows, among those of a header, are nobody's words") {
  for (const std::string_view line :
       {"Venue: Room 4", "Team: Halo", "Sprint: 14", "Platform: Zoom", "Client: Weber AG",
        "Meeting Link: https://meet.example/abc", "Project Halo: kick-off meeting", "Moderator: Maya"}) {
    for (const bool first : {true, false}) {
      INFO(line << first);
      const std::string known = "Date: 16 April 2026\nAttendees: Maya Okafor, Jonas Weber, Ben Cole\n";
      const std::string key = std::string(line) + "\n";
      const auto t = read_headed("Sprint review\n" + (first ? key + known : known + key) + std::string(kTalk));
      CHECK(t.title == "Sprint review");
      CHECK(date_of(t) == "2026-04-16T00:00:00Z");
      CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber", "Ben Cole"});
      REQUIRE(t.turns.size() >= 4);
      if (t.turns.size() > 4) CHECK(t.turns[0].text == line);
      CHECK_FALSE((t.turns.size() > 4 && t.turns[0].speaker));
      CHECK(t.turns[t.turns.size() - 4].text == "Good morning all of you.");
    }
  }
}

TEST_CASE("a blank line parts no key from a header's date") {
  const auto t =
      read_headed("Sprint review\n\nTeam: Halo\n\nChair: Maya Okafor\n\nDate: 16 April 2026\n" + std::string(kTalk));
  CHECK(date_of(t) == "2026-04-16T00:00:00Z");
  REQUIRE(t.turns.size() == 5);
  CHECK(t.turns[0].text == "Team: Halo");
  CHECK_FALSE(t.turns[0].speaker);
}

TEST_CASE("who speaks in the talk, or says a sentence, is no key") {
  const std::string header = "Sprint review\nDate: 16 April 2026\n";
  const auto chaired = read_headed(header +
                                   "\nChair: Good morning all of you.\nJonas: The pump is late.\n"
                                   "Chair: Maya Okafor\nMaya Okafor: Yes.\nJonas: Well.\n");
  REQUIRE(chaired.turns.size() == 5);
  CHECK(chaired.turns[0].speaker == "Chair");
  CHECK(chaired.turns[2].speaker == "Chair");
  const auto both = read_headed(
      "Chair: Maya Okafor\nDate: 16 April 2026\n\nChair: Good morning all of you.\n"
      "Jonas: The pump is late.\nChair: Well.\nJonas: Yes.\n");
  CHECK(date_of(both) == "2026-04-16T00:00:00Z");
  REQUIRE(both.turns.size() == 4);
  CHECK(both.turns[0].speaker == "Chair");
  const auto hosted = read_headed(header +
                                  "Host: Welcome to the show.\nMaya: Thanks.\nJonas: Hi.\nMaya: Well.\n"
                                  "Jonas: Yes.\n");
  REQUIRE(hosted.turns.size() == 5);
  CHECK(hosted.turns[0].speaker == "Host");
  const auto asked =
      read_headed("Ben: Could we talk about the agenda\nTopic: the pump\nMaya: Yes.\nJonas: Well.\nMaya: Good.\n");
  CHECK(asked.turns.front().speaker == "Ben");
  const auto short_talk = read_headed(header + "Maya Okafor: We move it to June\n\nJonas Weber: I write to them\n");
  CHECK(short_talk.turns.front().speaker == "Maya Okafor");
  const auto once = read_headed(header + "Ben: Good morning\nMaya: Hello.\nJonas: Hi.\nMaya: Well.\nJonas: Yes.\n");
  REQUIRE(once.turns.size() == 5);
  CHECK(once.turns[0].speaker == "Ben");
}

TEST_CASE("names below their heading end where the next key stands") {
  const auto t =
      read_headed("Sprint review\nAttendees:\nMaya Okafor\nJonas Weber\nDate: 16 April 2026\n" + std::string(kTalk));
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor", "Jonas Weber"});
  CHECK(date_of(t) == "2026-04-16T00:00:00Z");
}

TEST_CASE("a first line that a heading word begins is no title") {
  for (const std::string_view line :
       {"Absent: Ben Cole", "Apologies: Ben Cole", "Purpose: the pump", "Minutes: Ben Cole", "Project: Halo"}) {
    INFO(line);
    const auto t = read_headed(std::string(line) + "\nDate: 16 April 2026\n" + std::string(kTalk));
    CHECK_FALSE(t.title);
    CHECK(date_of(t) == "2026-04-16T00:00:00Z");
    REQUIRE(t.turns.size() == 5);
    CHECK(t.turns[0].text == line);
    CHECK_FALSE(t.turns[0].speaker);
    const auto minutes = read_headed(std::string(line) + "\nDate: 16 April 2026\n" + std::string(kMinutes));
    CHECK_FALSE(minutes.title);
    CHECK(date_of(minutes) == "2026-04-16T00:00:00Z");
    CHECK(minutes.turns.front().text == line);
  }
  CHECK(read_headed("# Minutes: launch\n\nDate: 16 April 2026\n" + std::string(kMinutes)).title == "Minutes: launch");
}

TEST_CASE("a first turn below a header keeps who speaks though a blank line follows") {
  const std::string talk = "\nJonas: it leaks\nBen: i will call the supplier tomorrow\nJonas: good\nBen: yes\n";
  struct Case {
    std::string_view line;
    std::string_view speaker;
  };
  for (const std::string_view header :
       {"Weekly sync\n", "Weekly sync\nDate: 16 April 2026\n", "**Date:** 16 April 2026\n",
        "Weekly sync\nAttendees: Maya Okafor, Jonas Weber, Ben Cole\n"}) {
    for (const Case& c : {Case{"Maya: i will send the plan to ben by friday", "Maya"},
                          {"Speaker 1: hello and welcome", "Speaker 1"},
                          {"Dr. Ben Cole: I will send the slides…", "Dr. Ben Cole"},
                          {"Ben Cole (Acme): Room 4", "Ben Cole (Acme)"},
                          {"Moderator: Welcome to the call", "Moderator"},
                          {"Operator: Good day…", "Operator"},
                          {"Anna Berg: Good morning", "Anna Berg"},
                          {"Anna Berg: Maya said \"Halo works.\"", "Anna Berg"},
                          {"Anna Berg: Halo works (mostly.)", "Anna Berg"},
                          {"Anna Berg: Halo works。", "Anna Berg"},
                          {"Anna Berg: Halo works—", "Anna Berg"},
                          {"Anna Berg: pump valve flyer launch budget order plan fair room board", "Anna Berg"}}) {
      INFO(header << c.line);
      const auto t = read_headed(std::string(header) + std::string(c.line) + "\n" + talk);
      REQUIRE(t.turns.size() == 5);
      CHECK(t.turns[0].speaker == c.speaker);
    }
  }
  const auto listed =
      read_headed("Weekly sync\nAttendees: Maya Okafor, Jonas Weber, Ben Cole\nMaya Okafor: Quick note\n" + talk);
  CHECK(listed.turns.front().speaker == "Maya Okafor");
}

TEST_CASE("talk that names people is no header") {
  const auto panel = read_headed(
      "Moderator: Anna Berg\nAnna Berg: I lead the pump team at Acme.\nModerator: Ben Cole\nBen Cole: I sell them.\n"
      "Moderator: Carl Dorn\nCarl Dorn: I mend them.\nModerator: Thanks all.\n");
  REQUIRE(panel.turns.size() == 7);
  CHECK(panel.turns[0].speaker == "Moderator");
  CHECK(panel.turns[2].text == "Ben Cole");
  const auto house = read_headed(
      "Mr Brown: I have a point of order.\nMr White: So have I.\nChair: Mr Smith\nMr Smith: I move the motion.\n"
      "Chair: Mrs Jones\nMrs Jones: I second it.\nChair: Thank you.\n");
  REQUIRE(house.turns.size() == 7);
  CHECK(house.turns[0].speaker == "Mr Brown");
  CHECK(house.turns[1].speaker == "Mr White");
  CHECK(house.turns[2].speaker == "Chair");
}

TEST_CASE("below a sentence of somebody's nothing is a header") {
  for (const std::string_view line :
       {"Link: https://x.y/z", "Language: French", "Recording: it started late", "Present: Maya, Jonas"}) {
    INFO(line);
    const auto t = read_headed(
        "Ben: I will send the plan by Friday.\nAnna: The pump leaks.\nCarl: We decided to move the launch.\n" +
        std::string(line) + "\nMaya: We ship.\nJonas: No.\nMaya: Yes.\nJonas: Well.\n");
    CHECK(t.turns[0].speaker == "Ben");
    CHECK(t.turns[1].speaker == "Anna");
    CHECK(t.turns[2].speaker == "Carl");
    CHECK(std::ranges::any_of(t.turns, [&](const Turn& turn) { return turn.text.contains(line.substr(6)); }));
  }
}

TEST_CASE("a key with what somebody says behind it is kept") {
  for (const std::string_view line : {"Venue: we can hear you well", "Ort: Da müssen wir hin",
                                      "Location: we are all in Berlin", "Lieu: nous sommes tous ici"}) {
    INFO(line);
    const auto t = read_headed(std::string(line) + std::string(kTalk));
    CHECK_FALSE(t.title);
    REQUIRE(t.turns.size() == 5);
    CHECK(t.turns[0].text.ends_with(line.substr(line.find(": ") + 2)));
  }
  CHECK(read_headed("Location: Room 4 in the tower of Weber AG\n" + std::string(kTalk)).turns.size() == 4);
}

TEST_CASE("a role in a list of names stays where its speaker is labelled with it") {
  const auto t = read_headed(
      "Sync\nAttendees: Maya Okafor (host), Jonas Weber (guest)\n\nMaya Okafor (host): The pump leaks.\n"
      "Jonas Weber: I write to them.\nMaya Okafor (host): Good.\n");
  CHECK(t.participants == std::vector<std::string>{"Maya Okafor (host)", "Jonas Weber"});
}

TEST_CASE("a decision and an action among labelled talk are turns of their own") {
  const std::string notes = "Decision: We move the launch to June\nAction: Jonas calls the supplier by Friday\n";
  const auto above = read_headed("Date: 16 April 2026\n" + notes + std::string(kTalk));
  REQUIRE(above.turns.size() == 6);
  CHECK(above.turns[0].text == "Decision: We move the launch to June");
  CHECK(above.turns[1].text == "Action: Jonas calls the supplier by Friday");
  const auto within = read_headed(std::string(kTalk) + notes + "Maya: Good.\nJonas: Well.\n");
  REQUIRE(within.turns.size() == 8);
  CHECK(within.turns[3].text == "I write to them.");
  CHECK_FALSE(within.turns[5].speaker);
  CHECK(within.turns[5].text == "Action: Jonas calls the supplier by Friday");
  const auto said = read_headed(std::string(kTalk) + "Jonas: My notes:\n" + notes);
  CHECK(said.turns[4].text.starts_with("My notes: Decision: We move"));
}

}  // namespace
}  // namespace hebb
