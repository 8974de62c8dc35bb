// Forms of lines: whose words stand behind a label that nothing bears out, and heads as programs write them.
#include <array>
#include <catch2/catch_test_macros.hpp>

#include "text/lines_head.h"
#include "text/transcript_fixture.h"

namespace hebb {
namespace {

using std::chrono::milliseconds;
using Names = std::vector<std::string>;

Transcript read_lines_of(std::string_view text) {
  auto transcript = read_transcript(text);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  return std::move(*transcript);
}

Names speakers_of(const Transcript& transcript) {
  Names speakers;
  for (const Turn& turn : transcript.turns) speakers.push_back(turn.speaker.value_or("-"));
  return speakers;
}

Names speakers_of(std::string_view text) {
  return speakers_of(read_lines_of(text));
}

TEST_CASE("what was said above a time alone is no name") {
  for (const std::string said : {"Hi Maya.", "Hi Maya"}) {
    const auto t = read_lines_of("Maya Okafor  0:03\nWe begin.\n\nBen Carter  0:15\n" + said +
                                 "\n0:18\nHow are you?\n\nMaya Okafor  0:22\nFine.\n");
    CHECK(speakers_of(t) == Names{"Maya Okafor", "Ben Carter", "-", "Maya Okafor"});
    CHECK(t.turns[1].text == said);
    CHECK(t.turns[2].start == std::chrono::seconds(18));
  }
  CHECK(speakers_of("Ben Carter Jr.\n0:03\nWe begin.\nMaya L.\n0:09\nYes.\nBen Carter Jr.\n0:12\nGood.\n") ==
        Names{"Ben Carter Jr.", "Maya L.", "Ben Carter Jr."});
  for (const std::string name :
       {"Sarah Chen M.D.", "\u0418\u0432\u0430\u043D\u043E\u0432 \u0418.\u0418.", "Acme S.A.", "Weber Bros."})
    CHECK(speakers_of(name + "\n0:03\nWe begin.\nMaya Okafor\n0:09\nYes.\n" + name + "\n0:14\nGood.\n") ==
          Names{name, "Maya Okafor", name});
  CHECK(speakers_of("Acme Inc.\n0:03\nWe begin.\nMaya Okafor\n0:09\nYes.\n") == Names{"Acme Inc.", "Maya Okafor"});
  CHECK(speakers_of("Ben Carter\n0:03\nMaya Okafor\n0:05\nWe begin.\nBen Carter\n0:12\nGood.\n") ==
        Names{"Maya Okafor", "Ben Carter"});
}

TEST_CASE("a day and a time are no name and its time") {
  for (const std::string day : {"Today", "Mar 3rd"}) {
    CHECK(speakers_of("Kick-off\n" + day + " at 2:05 PM\nWe met in the lab.\nReview\n" + day +
                      " at 4:10 PM\nThe pump is off.\n") == Names{"-", "-"});
  }
  CHECK(speakers_of("Ben Carter at 2:05 PM\nWe begin.\nMaya Okafor at 2:06 PM\nYes.\nBen Carter at 2:09 PM\nGood.\n"
                    "Maya Okafor at 2:10 PM\nBye.\n") ==
        Names{"Ben Carter", "Maya Okafor", "Ben Carter", "Maya Okafor"});
  const auto planned = read_lines_of(
      "Ben: Tomorrow:\nStandup at 9:00 AM\nReview at 2:00 PM\nDemo for Acme at 4:30 PM\nMaya: I cannot "
      "come.\nBen: Pity.\nMaya: Sorry.\n");
  CHECK(speakers_of(planned) == Names{"Ben", "Maya", "Ben", "Maya"});
  CHECK(planned.turns[0].text == "Tomorrow: Standup at 9:00 AM Review at 2:00 PM Demo for Acme at 4:30 PM");
  CHECK(speakers_of("Pat 2:05 PM\nWe begin.\nMaya 2:06 PM\nYes.\nPat 2:09 PM\nGood.\nMaya 2:10 PM\nBye.\n") ==
        Names{"Pat", "Maya", "Pat", "Maya"});
}

TEST_CASE("a label that nothing bears out is nobody's, not the speaker before") {
  for (const std::string_view label : {"guest", "elena rossi", "_anna_", "~Ben", "⭐ Tom", "Étienne d'Arc", "room 5"}) {
    INFO(label);
    const std::string line = std::string(label) + ": I replace the pump by Friday.\n";
    const auto t = read_lines_of("Maya Okafor: Let us begin with the pumps.\nJonas Weber: I would rather not.\n" +
                                 line + "Maya Okafor: Good.\nJonas Weber: Fine.\n");
    REQUIRE(t.turns.size() == 5);
    CHECK(t.turns[1].text == "I would rather not.");
    CHECK(t.turns[2].text.contains("I replace the pump by Friday."));
  }
  CHECK(speakers_of("Maya Okafor: Let us begin.\nJonas Weber: I would rather not.\nguest: I replace the pump.\n"
                    "Maya Okafor: Good.\nJonas Weber: Fine.\n") ==
        Names{"Maya Okafor", "Jonas Weber", "-", "Maya Okafor", "Jonas Weber"});
}

TEST_CASE("a sentence with a colon and a wrapped line go on with what was said") {
  for (const std::string_view more :
       {"The reason is simple: we have no pumps.", "My proposal: we wait.", "Note: the fair is in June.",
        "So, in short: we wait.", "There are two: a pump and a hose."}) {
    INFO(more);
    const auto t = read_lines_of("Maya: Let us begin.\nJonas: I would rather not.\n" + std::string(more) +
                                 "\nMaya: Good.\nJonas: Fine.\n");
    CHECK(t.turns.size() == 4);
  }
  const auto t = read_lines_of(
      "Maya: Let us begin with the pumps that came on Monday.\nJonas: I looked at them, and they are all of the same\n"
      "kind: old and loud.\nMaya: Good.\nJonas: Fine.\n");
  REQUIRE(t.turns.size() == 4);
  CHECK(t.turns[1].text == "I looked at them, and they are all of the same kind: old and loud.");
}

TEST_CASE("a list that somebody says stays with the speaker, and so does what follows") {
  const std::string list =
      "Server migration: Bob handles it by Friday.\nDatabase upgrade: Alice takes that one.\nUI redesign: still open.\n"
      "~ hoses: three.\nWe will revisit next week.\n";
  const auto t =
      read_lines_of("John: Hello.\nMary: Hi.\nJohn: We have the following items:\n" + list + "Mary: Good.\n");
  REQUIRE(speakers_of(t) == Names{"John", "Mary", "John", "Mary"});
  CHECK(t.turns[2].text.contains("We will revisit next week."));
  for (const std::string_view more :
       {"Fun fact: they made the first one.", "Q1 target: 3 million.\nMilan stand: two people.", "Total sum: 7",
        "Let me list them:\nelena rossi: the stand."}) {
    INFO(more);
    CHECK(speakers_of("Maya Okafor: Then it's Norcell.\nJonas Weber: I would rather not.\n" + std::string(more) +
                      "\nAnd they're cheap.\nMaya Okafor: Good.\nJonas Weber: Fine.\n") ==
          Names{"Maya Okafor", "Jonas Weber", "Maya Okafor", "Jonas Weber"});
  }
  CHECK(
      speakers_of("Maya: Hello.\nWe begin.\nJonas: Hi.\nIt is late.\nprice: 89 euros.\nMaya: Good.\nJonas: Fine.\n") ==
      Names{"Maya", "Jonas", "Maya", "Jonas"});
}

TEST_CASE("a word with a colon that comes once in long turns stays with the speaker") {
  const auto t = read_lines_of(
      "Maya Okafor: We have looked at three ways to go.\nOption one: we keep the old supplier.\n"
      "Option two: we go to Norcell.\nI prefer the second.\nThe first is dear.\nIt is also far away.\nJonas Weber: "
      "Fine with me.\nQ1 target: 3 million.\n"
      "Berlin: two people.\nMaya Okafor: Then it's Norcell.\nFun fact: they made the first one. And they're "
      "cheap.\nJonas Weber: Good.\n");
  CHECK(speakers_of(t) == Names{"Maya Okafor", "Jonas Weber", "Maya Okafor", "Jonas Weber"});
}

TEST_CASE("an address of mail names somebody at once") {
  CHECK(speakers_of("Maya Okafor: Let us begin.\njonas.weber@acme.com: I replace the pump.\nMaya Okafor: Good.\n") ==
        Names{"Maya Okafor", "jonas.weber@acme.com", "Maya Okafor"});
}

TEST_CASE("long titles stand in names") {
  CHECK(
      speakers_of("Dipl.-Ing. Weber: Good morning.\nMaya Okafor: Is the pump off?\nUniv.-Prof. Dr.-Ing. Roth: It is.\n"
                  "Assoc. Prof. Smith: I object.\nMaya Okafor: Then we begin.\n") ==
      Names{"Dipl.-Ing. Weber", "Maya Okafor", "Univ.-Prof. Dr.-Ing. Roth", "Assoc. Prof. Smith", "Maya Okafor"});
}

TEST_CASE("names with emoji, or of many words, that come again are speakers") {
  CHECK(speakers_of("Maya: Hello.\n⭐ Tom 🌴: Hi.\nMaya: Well.\n⭐ Tom 🌴: Bye.\n") ==
        Names{"Maya", "Tom", "Maya", "Tom"});
  const std::string longest = "Maria del Carmen de la Cruz Hernandez Lopez y Garcia";
  CHECK(speakers_of("Jonas Weber: Hello.\n" + longest + ": Hi.\nJonas Weber: Well.\n" + longest + ": Bye.\n") ==
        Names{"Jonas Weber", longest, "Jonas Weber", longest});
}

TEST_CASE("Zoom's captions name whoever stands in their brackets") {
  CHECK(speakers_of(
            "[Maya Okafor] 14:00:21\nOkay.\n\n[⭐ Jonas] 14:00:25\nHello.\n\n[maya's iPhone] 14:00:35\nI call.\n\n"
            "[=^..^=] 14:00:45\nI object.\n") == Names{"Maya Okafor", "Jonas", "maya's iPhone", "=^..^="});
}

TEST_CASE("times of a clock on lines of their own are counted from the first") {
  const auto t = read_lines_of(
      "14:00:03\nMaya Okafor: Let us begin.\n14:00:09\nJonas Weber: Is the pump off?\n14:00:15\nMaya Okafor: It is.\n");
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].start == milliseconds(0));
  CHECK(t.turns[2].start == milliseconds(12000));
  REQUIRE(t.warning_count == 1);
  CHECK(t.warnings[0].code == "clock_times");
  const auto header = read_lines_of("14:00:00\n\n[0:03] Maya: One.\n[0:09] Jonas: Two.\n[0:12] Maya: Three.\n");
  CHECK(header.turns.back().start == milliseconds(12000));
  CHECK(header.warning_count == 0);
}

TEST_CASE("times that may be hours and minutes are warned of") {
  const auto t = read_lines_of("[09:15] Maya: One.\n[09:58] Jonas: Two.\n[11:40] Maya: Three.\n");
  CHECK(t.turns[0].start == milliseconds(555000));
  REQUIRE(t.warning_count == 1);
  CHECK(t.warnings[0].code == "unclear_times");
  for (const std::string_view text : {"[00:15] Maya: One.\n[09:58] Jonas: Two.\n[11:40] Maya: Three.\n",
                                      "[09:15] Maya: One.\n[09:58] Jonas: Two.\n[31:40] Maya: Three.\n",
                                      "[00:09:15] Maya: One.\n[00:09:58] Jonas: Two.\n[00:11:40] Maya: Three.\n"}) {
    INFO(text);
    CHECK(read_lines_of(text).warning_count == 0);
  }
}

TEST_CASE("names with times in more forms") {
  for (const auto& [before, behind, below] : {std::array<std::string, 3>{"## Maya Okafor (", ")", "\n"},
                                              {"**Maya Okafor** `", "`", "\n"},
                                              {"Maya Okafor ", ": ", ""},
                                              {"Maya Okafor - ", ": ", ""},
                                              {"Maya Okafor: [", "] ", ""},
                                              {"Maya Okafor: (", ") ", ""}}) {
    INFO(before);
    const auto line = [&](std::string name, std::string time, std::string text) {
      std::string all = before + time + behind + below + text + "\n\n";
      return all.replace(all.find("Maya Okafor"), 11, name);
    };
    const auto t =
        read_lines_of((below.empty() ? "" : "# Kick-off\n\n") + line("Maya Okafor", "00:03", "Let us begin.") +
                      line("Jonas Weber", "00:09", "Is the pump off?") + line("Maya Okafor", "00:15", "It is."));
    CHECK(speakers_of(t) == Names{"Maya Okafor", "Jonas Weber", "Maya Okafor"});
    CHECK(t.turns.back().start == milliseconds(15000));
    CHECK(t.turns.back().text == "It is.");
  }
}

TEST_CASE("sections with their times are no speakers") {
  for (const std::string& speaker :
       speakers_of("# Kick-off\n\n## Pricing (12:30)\nWe pay more.\n\n## Launch Date (14:00)\nIt is June 8.\n")) {
    CHECK(speaker == "-");
  }
  CHECK(read_head("We begin at 10:30: be there").kind != LineHead::Kind::label);
}

TEST_CASE("captions of live events mark each change of speaker") {
  CHECK(speakers_of(">> MAYA OKAFOR: Good morning.\nLet us begin.\n>> JONAS WEBER: Is the pump off?\n"
                    ">> MAYA OKAFOR: It is.\n>> I object.\n>> JONAS WEBER: Then we begin.\n") ==
        Names{"MAYA OKAFOR", "JONAS WEBER", "MAYA OKAFOR", "-", "JONAS WEBER"});
}

TEST_CASE("what stands above a time and labelled lines is no name") {
  const auto t = read_lines_of(
      "Apr 16, 2026\nProduct Review - Transcript\n00:00:00\n \nMaya Okafor: Then it is yes or no.\n"
      "Jonas Weber: It is a no from me.\n \n00:05:00\n \nMaya Okafor: We move it.\n"
      "Transcription ended after 00:25:14\n");
  CHECK(t.title == "Product Review");
  CHECK(t.warnings.empty());
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].start == milliseconds(0));
  CHECK(t.turns[2].start == std::chrono::minutes(5));
  CHECK(read_lines_of("Transcript\n00:00:00\nMaya: Hello.\nJonas: Hi.\nMaya: Well.\n").turns[0].start ==
        milliseconds(0));
  const auto topic = read_lines_of(
      "Maya Okafor: Hello.\nJonas Weber: Hi.\nMaya Okafor: Well.\nNext Topic\n5:00\nJonas Weber: The pump.\n");
  REQUIRE(topic.turns.size() >= 4);
  CHECK(topic.turns.back().text == "The pump.");
  CHECK(topic.turns.back().start == std::chrono::minutes(5));
  CHECK(topic.turns[topic.turns.size() - 2].text.contains("Next Topic"));
}

TEST_CASE("who calls somebody by a name and a colon is still named above the time") {
  CHECK(speakers_of("Maya Okafor\n0:03\nJonas: can you hear me?\n\nJonas Weber\n0:06\nYes, I can.\n\n"
                    "Maya Okafor\n0:09\nGood.\n") == Names{"Maya Okafor", "Jonas Weber", "Maya Okafor"});
}

TEST_CASE("who calls somebody in every block is still named above the time") {
  CHECK(speakers_of("Maya Okafor\n0:00\nJonas: what did he say to you?\n\nJonas Weber\n0:06\nMaya: nothing at all.\n\n"
                    "Maya Okafor\n0:09\nJonas: are you sure?\n") == Names{"Maya Okafor", "Jonas Weber", "Maya Okafor"});
}

TEST_CASE("who is called as a day is keeps the name beside a time of the recording") {
  CHECK(speakers_of("Kim, Sun  0:03\nHello.\n\nJonas Weber  0:06\nHi.\n\nKim, Sun  0:09\nGood.\n") ==
        Names{"Kim, Sun", "Jonas Weber", "Kim, Sun"});
  CHECK(speakers_of("Maya Okafor, Thu 2:03 PM\nHello.\n\nJonas Weber, Thu 2:04 PM\nHi.\n\n"
                    "Maya Okafor, Thu 2:05 PM\nGood.\n") == Names{"Maya Okafor", "Jonas Weber", "Maya Okafor"});
}

TEST_CASE("a place and its time among heads set off by two spaces is text") {
  const auto t = read_lines_of(
      "Maya Okafor  0:03\nWe meet again here:\nBoard Room 14:00\nand then we eat.\n\nJonas Weber  0:06\nGood.\n\n"
      "Maya Okafor  0:09\nWell.\n");
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].text == "We meet again here: Board Room 14:00 and then we eat.");
  CHECK(speakers_of("Maya Okafor 0:03\nHello.\n\nJonas Weber 0:06\nHi.\n\nElena Rossi 0:09\nGood.\n\n"
                    "Maya Okafor 0:12\nWell.\n") == Names{"Maya Okafor", "Jonas Weber", "Elena Rossi", "Maya Okafor"});
}

TEST_CASE("a head with one space among wider ones speaks where its time fits") {
  const std::string above = "Maya Okafor      0:03\nHello.\n\nJonas Weber      0:06\nHi.\n\n";
  const std::string below = "Konstantin Maier 0:14\nGood.\n";
  const Names names = {"Maya Okafor", "Jonas Weber", "Konstantin Maier"};
  CHECK(speakers_of(above + below) == names);
  CHECK(speakers_of(above + below + "\nMaya Okafor      0:20\nWell.\n") ==
        Names{"Maya Okafor", "Jonas Weber", "Konstantin Maier", "Maya Okafor"});
}

}  // namespace
}  // namespace hebb
