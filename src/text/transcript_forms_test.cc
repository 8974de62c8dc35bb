// Forms of heads that sentences, lists and schedules have too: taken only where they are usual.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

struct Words {
  std::string speaker, text;
  bool operator==(const Words&) const = default;
};

Transcript read_file(std::string_view text, std::string_view file = "notes.txt") {
  auto transcript = read_transcript(text, {.file_name = std::string(file)});
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  return std::move(*transcript);
}

std::vector<Words> words_in(std::string_view text) {
  std::vector<Words> words;
  for (const Turn& turn : read_file(text).turns) words.push_back({turn.speaker.value_or("-"), turn.text});
  return words;
}

void check_nobody_speaks(const Transcript& transcript) {
  for (const Turn& turn : transcript.turns) CHECK_FALSE(turn.speaker.has_value());
}

TEST_CASE("dates among minutes make no chat of them") {
  const auto t = read_file(
      "Board meeting\n\nWe agreed on the price of 89 euros. The next dates are:\n\n"
      "12.03.2026, 14:00 - Review: in Munich\n19.03.2026, 10:00 - Fair: in Milan\n\nJonas books the rooms.\n",
      "Board 2026-03-02.txt");
  check_nobody_speaks(t);
  CHECK(t.format == "prose");
  REQUIRE(t.started_at.has_value());
  CHECK(rfc3339(*t.started_at) == "2026-03-02T00:00:00Z");
  check_nobody_speaks(
      read_file("[05.03.2026 14:00] Weekly: price and launch\n\nWe agreed on 89 euros.\nJonas left.\n"));
  check_nobody_speaks(read_file("12.03.2026, 14:00 - Review: in Munich\n19.03.2026, 10:00 - Fair: in Milan\n"));
}

TEST_CASE("a schedule above minutes is no chat") {
  check_nobody_speaks(
      read_file("12.03.2026, 14:00 - Review: in Munich\n19.03.2026, 14:00 - Review: in Milan\n\nThe board met.\n"
                "We agreed on 89 euros.\nJonas books the rooms.\n"));
}

TEST_CASE("a short chat in which everybody writes once") {
  CHECK(words_in(
            "[2026-03-05 14:00] Maya: Hello\n[2026-03-05 14:01] Jonas: Hi\nand: more\n[2026-03-05 14:02] ~Ben: Ho\n") ==
        std::vector<Words>{{"Maya", "Hello"}, {"Jonas", "Hi and: more"}, {"Ben", "Ho"}});
}

TEST_CASE("a chat whose messages hold lists, or of days apart") {
  CHECK(
      words_in("WhatsApp chat\n\n12/03/2026, 14:05 - Maya: hi all\n12/03/2026, 14:06 - Jonas: Agenda:\nPrice: "
               "89\nLaunch: June\n"
               "Fair: Milan\n12/03/2026, 14:07 - Maya: ok\n") ==
      std::vector<Words>{{"Maya", "hi all"}, {"Jonas", "Agenda: Price: 89 Launch: June Fair: Milan"}, {"Maya", "ok"}});
  CHECK(words_in("[12.03.26, 14:05:33] Maya: one\n[13.03.26, 14:05:34] Jonas: two\n") ==
        std::vector<Words>{{"Maya", "one"}, {"Jonas", "two"}});
}

TEST_CASE("a chat whose messages are lists, over days") {
  const auto t = read_file(
      "12/03/2026, 09:01 - Maya Okafor: Standup\nDone: the flyer\nNext: the fair\nBlocked: nothing\n"
      "12/03/2026, 09:04 - Jonas Weber: Standup\nDone: the pump\nNext: the valve\nBlocked: the plan\n"
      "13/03/2026, 08:59 - Maya Okafor: Standup\nDone: the fair\nNext: the price\nBlocked: nothing\n");
  REQUIRE(t.turns.size() == 3);
  CHECK_FALSE(t.title.has_value());
  CHECK(t.turns[1].speaker == "Jonas Weber");
  CHECK(t.turns[1].text == "Standup Done: the pump Next: the valve Blocked: the plan");
}

TEST_CASE("a schedule above a labelled talk is no chat") {
  std::string text =
      "12/03/2026, 09:00 - Review: in Munich\n12/03/2026, 10:00 - Fair: in Milan\n13/03/2026, 09:00 - Review: "
      "again\n\n";
  for (int i = 0; i < 10; ++i) text += "Maya Okafor: Is the pump off?\nJonas Weber: No.\n";
  CHECK(words_in(text).back() == Words{"Jonas Weber", "No."});
}

TEST_CASE("a date among labelled lines is part of what was said, and does not date the meeting") {
  const std::string_view dated = "12.03.2026, 14:00 - Munich: bring the samples";
  const auto t =
      read_file("Maya: When is it?\nJonas: As I wrote:\n" + std::string(dated) + "\nMaya: Good.\nJonas: Bye.\n",
                "Standup 2026-03-02.txt");
  REQUIRE(t.turns.size() == 4);
  CHECK(t.turns[1].speaker == "Jonas");
  CHECK(t.turns[1].text == "As I wrote: " + std::string(dated));
  CHECK(rfc3339(*t.started_at) == "2026-03-02T00:00:00Z");
  const auto bare = read_file("Maya: When is it?\nJonas: We said\n2026-03-05 14:00 Kick-off: in Berlin\nMaya: Good.\n");
  CHECK(bare.turns.size() == 3);
}

TEST_CASE("a title behind the time of the meeting is nobody's words") {
  const auto t = read_file(
      "2026-03-05 14:00 - Kick-off: the price\n\nMaya Okafor: Shall we begin?\nJonas Weber: Yes.\nMaya Okafor: "
      "Good.\n");
  CHECK(t.turns.size() == 3);
  REQUIRE(t.started_at.has_value());
  CHECK(rfc3339(*t.started_at) == "2026-03-05T14:00:00Z");
}

TEST_CASE("a word and a time before a colon go on with what was said") {
  for (const std::string_view more :
       {"Monday 9:00: set-up of the stand.\nTuesday 10:00: opening.", "Lunch 12:30: pizza",
        "Deploy 14:00: the new build.", "John 3:16: For God so loved the world."}) {
    INFO(more);
    std::string said = "The schedule is the old one. " + std::string(more);
    if (const auto at = said.find('\n'); at != std::string::npos) said[at] = ' ';
    CHECK(words_in("Maya Okafor: The schedule is the old one.\n" + std::string(more) +
                   "\nJonas Weber: Fine.\nMaya Okafor: Good.\n") ==
          std::vector<Words>{{"Maya Okafor", said}, {"Jonas Weber", "Fine."}, {"Maya Okafor", "Good."}});
  }
  check_nobody_speaks(read_file("Monday 9:00: opening\nMonday 10:00: talk\nTuesday 9:00: tour\nTuesday 10:00: end\n"));
}

std::string slipping_talk(std::string_view before, std::string_view behind) {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    const int second = i == 31 ? 304 : i * 10 + 5;  // behind 5:05
    const std::string time =
        std::to_string(second / 60) + (second % 60 < 10 ? ":0" : ":") + std::to_string(second % 60);
    text += std::string(i % 2 == 0 ? "Maya Okafor" : "Jonas Weber") + std::string(before) + time + std::string(behind) +
            " The pump is off.\n";
  }
  return text;
}

TEST_CASE("a time that slips, or a second part, takes no form from the others") {
  for (const auto& [before, behind] :
       std::vector<std::pair<std::string, std::string>>{{" ", ":"}, {": [", "]"}, {": (", ")"}}) {
    INFO(before);
    const auto t = read_file(slipping_talk(before, behind));
    REQUIRE(t.turns.size() == 60);
    CHECK(t.turns[31].speaker == "Jonas Weber");
    CHECK(t.turns[31].start == std::chrono::seconds(304));
    CHECK(t.turns[59].text == "The pump is off.");
  }
  const auto parts = read_file(
      "Maya 0:03: Part one.\nJonas 12:40: Fine.\nMaya 12:59: A break.\nMaya 0:01: Part two.\nJonas 0:09: Go on.\n"
      "Maya 0:20: The fair.\n");
  REQUIRE(parts.turns.size() == 6);
  CHECK(parts.turns[3].start == std::chrono::seconds(1));
}

TEST_CASE("who speaks alone is named before a time and a colon, a day of the week is not") {
  CHECK(words_in("Maya 0:03: The pump.\nMaya 0:15: The valve.\nMaya 0:40: The fair.\n") ==
        std::vector<Words>{{"Maya", "The pump."}, {"Maya", "The valve."}, {"Maya", "The fair."}});
  check_nobody_speaks(
      read_file("Monday 9:00: opening\nMonday 10:00: talk\nMonday 11:00: tour\nTuesday 9:00: tour\n"
                "Tuesday 10:00: talk\nTuesday 11:00: end\n"));
}

TEST_CASE("who is called as a day of the week speaks with others") {
  CHECK(words_in("Sun 0:03: The pump.\nMaya 0:15: The valve.\nSun 0:40: The fair.\nMaya 0:44: Yes.\n")[2] ==
        Words{"Sun", "The fair."});
}

TEST_CASE("a time in brackets that somebody says stays") {
  CHECK(words_in("Maya Okafor: When shall we meet?\nJonas Weber: [14:30] would suit me.\n"
                 "Maya Okafor: (2:30) or later, I'd say.\nJonas Weber: Fine.\n") ==
        std::vector<Words>{{"Maya Okafor", "When shall we meet?"},
                           {"Jonas Weber", "[14:30] would suit me."},
                           {"Maya Okafor", "(2:30) or later, I'd say."},
                           {"Jonas Weber", "Fine."}});
  CHECK(words_in("Maya: [0:03] Hello.\nJonas: [0:09] Hi.\nMaya: [0:12] (2:30) or later.\n").back() ==
        Words{"Maya", "(2:30) or later."});
}

TEST_CASE("angle brackets before every other speaker change them") {
  CHECK(words_in("Maya Okafor: Good.\n>> Jonas Weber: I object.\nMaya Okafor: Why?\n>> Jonas Weber: The price.\n") ==
        std::vector<Words>{{"Maya Okafor", "Good."},
                           {"Jonas Weber", "I object."},
                           {"Maya Okafor", "Why?"},
                           {"Jonas Weber", "The price."}});
}

TEST_CASE("angle brackets within what was said change no speaker") {
  CHECK(words_in("Maya Okafor  0:03\nOkay, so let's begin.\n>> and then the fair.\n\nJonas Weber  0:21\nSure.\n") ==
        std::vector<Words>{{"Maya Okafor", "Okay, so let's begin. >> and then the fair."}, {"Jonas Weber", "Sure."}});
}

TEST_CASE("cues that begin with angle brackets and a label name who speaks") {
  const auto cues = [](std::vector<std::string> texts) {
    std::string vtt = "WEBVTT\n";
    int second = 10;
    for (const auto& text : texts) {
      const int begin = second++;
      vtt += "\n00:" + std::to_string(begin) + ".000 --> 00:" + std::to_string(second) + ".000\n" + text + "\n";
    }
    return vtt;
  };
  CHECK(words_in(cues({">> MAYA OKAFOR: Good morning.", "&gt;&gt; JONAS WEBER: Good\nmorning to you.",
                       ">> MAYA OKAFOR: We begin.\n>> I object.", ">>> JONAS WEBER: Fine."})) ==
        std::vector<Words>{{"MAYA OKAFOR", "Good morning."},
                           {"JONAS WEBER", "Good morning to you."},
                           {"MAYA OKAFOR", "We begin."},
                           {"-", ">> I object."},
                           {"JONAS WEBER", "Fine."}});
  CHECK(words_in(cues({"Maya Okafor: Good morning.\n>> and hello.", "Jonas Weber: Good morning.",
                       "Maya Okafor: We begin.", "Jonas Weber: Fine."}))[0] ==
        Words{"Maya Okafor", "Good morning. >> and hello."});
  CHECK(words_in(cues({">> Good morning.", ">> So it is: we begin.", ">> Fine."}))[1] ==
        Words{"-", ">> So it is: we begin."});
  CHECK(words_in(cues({">> So it is: we begin.\n>> Yes.", ">> So it is: we go.", ">> Fine."}))[0] ==
        Words{"-", ">> So it is: we begin. >> Yes."});
  CHECK(words_in(cues({">> Note: we begin.", ">> Note: it is late.", ">> Fine."}))[0] ==
        Words{"-", ">> Note: we begin."});
}

}  // namespace
}  // namespace hebb
