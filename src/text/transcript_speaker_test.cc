// "Speakers and times are never invented": when a prefix names a speaker, and when not.
#include <catch2/catch_test_macros.hpp>

#include "text/lines_head.h"
#include "text/transcript_fixture.h"
#include "text/transcript_speakers.h"

namespace hebb {
namespace {

using std::chrono::milliseconds;

std::vector<std::string> speakers_of(std::string_view text) {
  const auto transcript = read_transcript(text);
  REQUIRE(transcript.has_value());
  CHECK(broken_property(text, *transcript) == "");
  std::vector<std::string> speakers;
  for (const Turn& turn : transcript->turns) speakers.push_back(turn.speaker.value_or("-"));
  return speakers;
}

using Names = std::vector<std::string>;

TEST_CASE("labels that may name a speaker") {
  for (const std::string_view line :
       {"Maya: Hi", "Maya Okafor: Hi", "SPEAKER_00: Hi", "Speaker 1: Hi", "[Maya]: Hi", "Dr. No: Hi", "J. R. Smith: Hi",
        "Ana María de la Cruz: Hola", "李明：你好", "O'Neil-Smith, Pat: Hi", "Maya (Finance): Hi",
        "maya.okafor@lumen.example: Hi", "Maya:", "Jürgen: Ja"}) {
    INFO(line);
    CHECK(split_label(line).has_value());
  }
  for (const std::string_view line :
       {"http://example.org", "10:30 we met", "Ratio 3:2 is fine", "We met. Then: nothing", "Why? Because: no", "a:b",
        ": x", "", "12: twelve", "- Maya: Hi", "the reason that we all of us came here together was this: money",
        "C:\\temp", "{\"a\": 1}", "**Maya**: hi"}) {
    INFO(line);
    CHECK_FALSE(split_label(line).has_value());
  }
}

TEST_CASE("words that head a paragraph are no speakers, however often they come") {
  CHECK(speakers_of("Note: one thing.\nNote: another thing.\nNote: a third.\n") == Names{"-", "-", "-"});
  CHECK(speakers_of("Decision: we go.\n\nAction: Maya writes.\n\nRisk: time.\n") == Names{"-", "-", "-"});
  CHECK(speakers_of("http: it is a protocol.\nhttps: another one.\n") == Names{"-", "-"});
}

TEST_CASE("a prefix in prose is no speaker") {
  CHECK(speakers_of("Berlin: the meeting was opened at nine.\nEveryone was there.\nNobody left.\n") ==
        Names{"-", "-", "-"});
  CHECK(speakers_of("We had one question: who pays?\n\nThe answer was short: nobody.\n\nRemember: it is May.\n") ==
        Names{"-", "-", "-"});
}

TEST_CASE("repetition and the shape of names are evidence") {
  CHECK(speakers_of("Maya: Hi.\nJonas: Hi.\n") == Names{"Maya", "Jonas"});
  CHECK(speakers_of("maya: hi.\njonas: hi.\nmaya: bye.\njonas: bye.\n") == Names{"maya", "jonas", "maya", "jonas"});
  CHECK(speakers_of("Maya Okafor: The only line there is.\n") == Names{"Maya Okafor"});
  CHECK(speakers_of("Q: Where is it?\nA: In the lab.\nQ: Why?\nA: It is wet.\n") == Names{"Q", "A", "Q", "A"});
  // Long turns: few lines begin with a name, yet the names come back.
  const std::string body = "\n\nAnd then more was said.\n\nAnd even more.\n\n";
  CHECK(speakers_of("Maya: So." + body + "Jonas: No." + body + "Maya: Yes." + body + "Jonas: Well." + body +
                    "Tom Hughes: End.\n") == Names{"Maya", "Jonas", "Maya", "Jonas", "Tom Hughes"});
}

TEST_CASE("a prefix in a cue needs the evidence of the other cues") {
  const auto cue = [](int i, std::string_view text) {
    return "00:0" + std::to_string(i) + ".000 --> 00:0" + std::to_string(i) + ".900\n" + std::string(text) + "\n\n";
  };
  CHECK(speakers_of("WEBVTT\n\n" + cue(1, "Amazingly: it is May.") + cue(2, "So we go.") +
                    cue(3, "Interestingly: nothing.")) == Names{"-", "-", "-"});
  CHECK(speakers_of("WEBVTT\n\n" + cue(1, "Maya: It is May.") + cue(2, "Jonas: So we go.") + cue(3, "and we went.") +
                    cue(4, "Maya: Good.")) == Names{"Maya", "Jonas", "-", "Maya"});
}

TEST_CASE("a name above a time, beside it, in brackets") {
  struct Case {
    std::string_view line, name;
    long long ms;
  };
  for (const Case& c : {Case{"Maya Okafor  0:03", "Maya Okafor", 3000},
                        {"Maya Okafor 1:02:03", "Maya Okafor", 3723000},
                        {"[Maya Okafor] 14:00:03", "Maya Okafor", 50403000},
                        {"Maya Okafor (00:03)", "Maya Okafor", 3000},
                        {"Maya Okafor [00:00:03]:", "Maya Okafor", 3000},
                        {"Maya Okafor 0 minutes 3 seconds", "Maya Okafor", 3000},
                        {"Maya Okafor\t0:03", "Maya Okafor", 3000},
                        {"Maya Okafor - 0:03", "Maya Okafor", 3000},
                        {"Speaker 1  0:03", "Speaker 1", 3000},
                        {"Maya Okafor  2:03 PM", "Maya Okafor", 50580000},
                        {"Maya 1 hour 3 seconds", "Maya", 3603000},
                        {"Maya  12:10 AM", "Maya", 600000}}) {
    INFO(c.line);
    const LineHead head = read_head(c.line);
    CHECK(head.kind == LineHead::Kind::name_stamp);
    CHECK(head.name == c.name);
    CHECK(head.start == milliseconds(c.ms));
  }
  for (const std::string_view line :
       {"March 19, 2026, 2:00PM", "at 3:61", "1:2:3:4", "Score 3:2", "10:30", "0:03 Maya"}) {
    INFO(line);
    CHECK(read_head(line).kind != LineHead::Kind::name_stamp);
  }
}

TEST_CASE("a time in prose is no head") {
  CHECK(speakers_of("We met in the lab at 10:30\nand nobody was there.\nThe next time is Monday at 12:15\n")[0] == "-");
  CHECK(speakers_of("Lunch is at 12:30\nIt was good.\n") == Names{"-"});
}

TEST_CASE("times of a clock are counted from the first, over midnight too") {
  const auto t = read_transcript("[Maya Okafor] 23:59:50\nLate.\n\n[Jonas Weber] 00:00:10\nVery.\n");
  REQUIRE(t.has_value());
  REQUIRE(t->turns.size() == 2);
  CHECK(t->turns[0].start == milliseconds(0));
  CHECK(t->turns[1].start == milliseconds(20000));
  REQUIRE(t->warning_count == 1);
  CHECK(t->warnings[0].code == "clock_times");
}

TEST_CASE("one line with a time of day makes no clock of the others") {
  const auto t = read_transcript("14:00 in the lab\n\n[0:03] Maya: One.\n[0:09] Jonas: Two.\n[0:12] Maya: Three.\n");
  REQUIRE(t.has_value());
  CHECK(t->warning_count == 0);
  CHECK(t->turns.back().start == milliseconds(12000));
}

TEST_CASE("no time is given to what has none") {
  const auto t = read_transcript("00:05:00\n\nMaya: One.\nJonas: Two.\n\n00:10:00\n\nMaya: Three.\n");
  REQUIRE(t.has_value());
  REQUIRE(t->turns.size() == 3);
  CHECK(t->turns[0].start == milliseconds(300000));
  CHECK_FALSE(t->turns[1].start);
  CHECK(t->turns[2].start == milliseconds(600000));
  for (const Turn& turn : t->turns) CHECK_FALSE(turn.end);
}

TEST_CASE("what follows a heading belongs to nobody") {
  CHECK(speakers_of("Maya: One.\nJonas: Two.\nMaya: Three.\n\nAction items:\nJonas writes.\n") ==
        Names{"Maya", "Jonas", "Maya", "-"});
}

}  // namespace
}  // namespace hebb
