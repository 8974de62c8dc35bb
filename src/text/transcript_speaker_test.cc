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

TEST_CASE("a first line within a cue is a name only where most cues begin with names that come again") {
  const auto cues = [](std::initializer_list<std::string_view> texts) {
    std::string out = "WEBVTT\n\n";
    int second = 0;
    for (const std::string_view text : texts) {
      const std::string begin = "00:0" + std::to_string(second++);
      out += begin + ".000 --> " + begin + ".900\n" + std::string(text) + "\n\n";
    }
    return out;
  };
  CHECK(speakers_of(cues({"Maya\nHello.", "Jonas\nHi.", "Maya\nWell.", "Jonas\nBye."})) ==
        Names{"Maya", "Jonas", "Maya", "Jonas"});
  CHECK(speakers_of(cues({"はい\n始めます", "今日は\n予算です", "はい\nそうです", "それでは\n終わります"})) ==
        Names{"-", "-", "-", "-"});
  CHECK(speakers_of(cues({"WE ARE GOING TO\nTHE STORE", "THANK YOU\nVERY MUCH", "THANK YOU\nALL", "GOOD\nBYE"})) ==
        Names{"-", "-", "-", "-"});
  CHECK(speakers_of(cues({"Maya: Hello.", "+1 206-555-0100: Hi.", "Maya: Who is it?"})) ==
        Names{"Maya", "+1 206-555-0100", "Maya"});
  CHECK(speakers_of(cues({"Maya: Hello.", "⭐ Tom: Hi.", "Maya: Well.", "⭐ Tom: Bye."})) ==
        Names{"Maya", "Tom", "Maya", "Tom"});
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

TEST_CASE("names that only their place tells are speakers") {
  for (const std::string other : {"+1 206-***-**00", "Jonas | Acme", "Margaret \"Peggy\" Olson", "\xE2\x80\x8EJonas"}) {
    INFO(other);
    const auto speakers =
        speakers_of("Maya Okafor   0:03\nHello.\n\n" + other + "   0:14\nI will send the contract.\n");
    CHECK(speakers == Names{"Maya Okafor", other.starts_with("\xE2\x80\x8E") ? "Jonas" : other});
  }
  CHECK(speakers_of("Maya: Hello.\n+1 206-555-0100: Hi.\nMaya: Who is it?\n+1 206-555-0100: Ben.\n") ==
        Names{"Maya", "+1 206-555-0100", "Maya", "+1 206-555-0100"});
  CHECK(speakers_of("\u200BMaya: Hello.\nJonas | Acme: Hi.\nMaya: Well.\nJonas | Acme: Yes.\n") ==
        Names{"Maya", "Jonas | Acme", "Maya", "Jonas | Acme"});
}

TEST_CASE("dates, spans and amounts are no telephone numbers") {
  for (const std::string_view label : {"+1 206-555-0100", "(206) 555-0100", "206-555-0100", "+1 206-***-**00"}) {
    INFO(label);
    CHECK(could_be_wide_name(label));
  }
  for (const std::string_view label :
       {"2026-03-05", "05.03.2026", "20260305", "2026 - 2030 - 2034", "1.250.000.000", "12-34-567", "+4 2026-03-05"}) {
    INFO(label);
    CHECK_FALSE(could_be_wide_name(label));
  }
  CHECK(speakers_of("2026-03-05: Kick-off was held.\n2026-03-06: We ship.\n") == Names{"-", "-"});
  CHECK(speakers_of("Maya: Hello.\nJonas: Hi.\nMaya: We fixed\n2026-03-05: the day of the fair.\nJonas: Good.\n") ==
        Names{"Maya", "Jonas", "Maya", "Jonas"});
}

TEST_CASE("words behind what may be a name are not those of the speaker before") {
  CHECK(speakers_of("Maya Okafor   0:03\nHello.\n\n=?utf-8?   0:14\nI will send it.\n\nJonas Weber   0:20\nGood.\n") ==
        Names{"Maya Okafor", "-", "Jonas Weber"});
  CHECK(speakers_of("Maya: Hello.\nJonas: Hi.\nElena | Acme: I will send it.\nMaya: Good.\nJonas: Bye.\n") ==
        Names{"Maya", "Jonas", "-", "Maya", "Jonas"});
}

TEST_CASE("a name behind a time stands above what was said") {
  for (const std::string between : {" - ", " ", " | "}) {
    INFO(between);
    CHECK(speakers_of("0:00" + between + "Maya Okafor\nHello.\n0:09" + between + "Jonas Weber\nHi.\n0:14" + between +
                      "Maya Okafor\nWell.\n0:20" + between + "Jonas Weber\nBye.\n") ==
          Names{"Maya Okafor", "Jonas Weber", "Maya Okafor", "Jonas Weber"});
  }
  CHECK(speakers_of("0:00 - Maya\nHello.\n0:09 - Jonas\nHi.\n0:14 - Maya\nWell.\n") == Names{"Maya", "Jonas", "Maya"});
  for (const std::string& speaker :
       speakers_of("09:00 Coffee Break\nIn the lobby.\n10:00 Budget\nWe agreed.\n11:00 Coffee Break\nAgain.\n")) {
    CHECK(speaker == "-");
  }
  CHECK(speakers_of("0:03 Yes\n0:05 Exactly\n0:09 Yes\n") == Names{"-", "-", "-"});
  CHECK(speakers_of("09:00 Opening Remarks\nThe chair spoke.\n10:00 Any Other Business\nThere was none.\n")[0] == "-");
}

TEST_CASE("a place or an agenda with a time speaks nothing") {
  CHECK(speakers_of("Opening Remarks 09:00\nThe chair spoke.\nAny Other Business 10:00\nThere was none.\n")[0] == "-");
  CHECK(speakers_of("Opening Remarks\t09:00\nBudget Review\t09:30\nThe chair spoke.\nWe agreed.\n")[0] == "-");
}

TEST_CASE("one head that no place with its time looks like is enough") {
  for (const std::string_view head :
       {"Maya Okafor  0:03", "Maya Okafor 0 minutes 3 seconds", "[Maya Okafor] 14:00:03"}) {
    INFO(head);
    CHECK(speakers_of(std::string(head) + "\nHello all.\n") == Names{"Maya Okafor"});
  }
}

TEST_CASE("names that come again stand above paragraphs of many sentences") {
  const std::string body = "\nWe met.\nWe talked.\nWe left.\n\n";
  CHECK(speakers_of("Maya 0:03" + body + "Jonas 0:30" + body + "Maya 1:03" + body + "Jonas 1:30" + body) ==
        Names{"Maya", "Jonas", "Maya", "Jonas"});
}

TEST_CASE("a wrapped line that begins with a time goes on with what was said") {
  const auto t = read_transcript("Maya: Hi.\nJonas: Good. The call is at\n10:30 in the big room.\nMaya: Fine.\n");
  REQUIRE(t.has_value());
  REQUIRE(t->turns.size() == 3);
  CHECK(t->turns[1].speaker == "Jonas");
  CHECK(t->turns[1].text == "Good. The call is at 10:30 in the big room.");
}

TEST_CASE("only a name starts a transcription") {
  const auto address = read_transcript("jonas.weber@acme.com started transcription\n\nMaya: Hi.\nMaya: Bye.\n");
  REQUIRE(address.has_value());
  CHECK(address->turns.size() == 2);
  const auto t = read_transcript("Maya: Hi.\nJonas: Well,\nwe had already started transcription\nMaya: Fine.\n");
  REQUIRE(t.has_value());
  REQUIRE(t->turns.size() == 3);
  CHECK(t->turns[1].text == "Well, we had already started transcription");
}

}  // namespace
}  // namespace hebb
