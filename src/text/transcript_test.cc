#include "text/transcript.h"

#include <catch2/catch_test_macros.hpp>
#include <format>

namespace hebb {
namespace {

Transcript read(std::string_view bytes, TranscriptHints hints = {}) {
  auto transcript = read_transcript(bytes, hints);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  return std::move(*transcript);
}

using std::chrono::milliseconds;

TEST_CASE("WebVTT of Zoom: the name stands in the cue") {
  const auto t = read(
      "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.500\nMaya Okafor: Hello.\n\n2\n00:03.000 --> 00:04.000\nJonas Weber: Hi "
      "&amp; bye.\n");
  CHECK(t.format == "vtt");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[0].text == "Hello.");
  CHECK(t.turns[0].start == milliseconds(1000));
  CHECK(t.turns[0].end == milliseconds(2500));
  CHECK(t.turns[1].start == milliseconds(3000));
  CHECK(t.turns[1].text == "Hi & bye.");
  CHECK(t.warning_count == 0);
}

TEST_CASE("WebVTT of Teams: the name is a voice tag") {
  const auto t = read("WEBVTT\n\n0a/1-0\n00:00:01.000 --> 00:00:02.500\n<v Maya Okafor>Hello\nagain.</v>\n");
  REQUIRE(t.turns.size() == 1);
  CHECK(t.turns[0].speaker == "Maya Okafor");
  CHECK(t.turns[0].text == "Hello again.");
}

TEST_CASE("captions that roll say each line once") {
  const auto t = read(
      "WEBVTT\n\n00:00:00.160 --> 00:00:02.389 align:start position:0%\n \n"
      "good<00:00:00.320><c> evening</c><00:00:00.560><c> everyone</c>\n\n"
      "00:00:02.389 --> 00:00:02.399 align:start position:0%\ngood evening everyone\n \n\n"
      "00:00:02.399 --> 00:00:04.150 align:start position:0%\ngood evening everyone\nthe<00:00:02.560><c> "
      "council</c>\n\n"
      "00:00:04.150 --> 00:00:04.160 align:start position:0%\nthe council\n \n\n"
      "00:00:04.160 --> 00:00:06.000 align:start position:0%\nthe council\napproves the budget\n");
  REQUIRE(t.turns.size() == 3);
  CHECK(t.turns[0].text == "good evening everyone");
  CHECK(t.turns[1].text == "the council");
  CHECK(t.turns[1].start == milliseconds(2399));
  CHECK(t.turns[2].text == "approves the budget");
  const auto said_twice =
      read("WEBVTT\n\n00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n\n00:03.000 --> 00:04.000\nNo.\n");
  CHECK(said_twice.turns.size() == 3);
}

TEST_CASE("labels that stand in captions only where another begins go on") {
  const auto srt = [](std::initializer_list<std::string_view> cues) {
    std::string text;
    int number = 0;
    for (const auto cue : cues) {
      ++number;
      text += std::format("{0}\n00:00:{0:02},000 --> 00:00:{1:02},000\n{2}\n\n", number, number + 1, cue);
    }
    return read(text).turns;
  };
  const auto turns = srt({"Maya Okafor: Good morning.", "The first point is the price.", "We decided that it is 89.",
                          "Jonas Weber: I object.", "It is far too low.", "Maya Okafor: Noted."});
  REQUIRE(turns.size() == 6);
  CHECK(turns[2].speaker == "Maya Okafor");
  CHECK(turns[4].speaker == "Jonas Weber");
  CHECK(turns[5].speaker == "Maya Okafor");
  const auto silence = read(
      "1\n00:00:01,000 --> 00:00:02,000\nMaya Okafor: Good morning.\n\n2\n00:00:02,000 --> 00:00:03,000\nWe begin.\n\n"
      "3\n00:00:03,000 --> 00:00:04,000\nJonas Weber: I object.\n\n4\n00:00:15,000 --> 00:00:16,000\nIs that so?\n\n"
      "5\n00:00:16,000 --> 00:00:17,000\nMaya Okafor: Noted.\n\n6\n00:00:17,000 --> 00:00:18,000\nWe go on.\n");
  REQUIRE(silence.turns.size() == 6);
  CHECK(silence.turns[1].speaker == "Maya Okafor");
  CHECK(silence.turns[3].speaker == std::nullopt);
  const auto behind_empty = srt({"Maya Okafor: Good morning.", "<i></i>", "We begin.", "We decided that it is 89.",
                                 "Jonas Weber: I object.", "It is far too low.", "Maya Okafor: Noted."});
  REQUIRE(behind_empty.size() == 6);
  CHECK(behind_empty[1].speaker == "Maya Okafor");
  // Here a label comes twice in a row, so what has none is somebody else's.
  const auto each = srt({"Maya Okafor: Good morning.", "Maya Okafor: The first point is the price.", "We object.",
                         "Jonas Weber: Who is that?", "Maya Okafor: Noted."});
  CHECK(each[2].speaker == std::nullopt);
}

TEST_CASE("SubRip has commas") {
  const auto t = read("1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello</i>\r\n");
  CHECK(t.format == "srt");
  REQUIRE(t.turns.size() == 1);
  CHECK(t.turns[0].text == "Hello");
  CHECK_FALSE(t.turns[0].speaker);
}

TEST_CASE("Otter's text has the name and the time above what was said") {
  const auto t = read("Maya Okafor  0:21\nSo this one's about price.\n\nElena Rossi  1:00:38\nThank you.\n");
  CHECK(t.format == "otter_txt");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[1].speaker == "Elena Rossi");
  CHECK(t.turns[1].start == milliseconds(3638000));
}

TEST_CASE("Speaker lines and prose") {
  CHECK(read("Maya: Hello.\nJonas: Hi.\nMaya: Bye.\n").turns.size() == 3);
  const auto prose = read("We met.\nNote: nothing.\n\nThen http://x.y: was opened.\n");
  CHECK(prose.format == "prose");
  CHECK(prose.turns.size() == 2);
  CHECK_FALSE(prose.turns[0].speaker);
}

TEST_CASE("JSON turns") {
  const auto t = read(R"([{"speaker":"A","text":"Hello","start_ms":10,"end_ms":20},{"text":"Hi"}])");
  CHECK(t.format == "json_turns");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].end == milliseconds(20));
  CHECK_FALSE(t.turns[1].speaker);
  const auto bad = read_transcript("{\"turns\": [\n{\"text\": }]}");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().message.contains("line 2, column 10"));
}

std::vector<std::string> texts_of(const Transcript& transcript) {
  std::vector<std::string> texts;
  for (const Turn& turn : transcript.turns) texts.push_back(turn.text);
  return texts;
}

using Lines = std::vector<std::string>;

TEST_CASE("participants in the lists that people write") {
  const auto people = [](const std::string& list) {
    return read("Attendees: " + list + "\n\nMaya: Hi.\nJonas: Hi.\nMaya: Bye.\n").participants;
  };
  CHECK(people("Okafor, Maya; Weber, Jonas") == Lines{"Maya Okafor", "Jonas Weber"});
  CHECK(people("Okafor, Maya (PM, Acme); van der Berg, Anna") == Lines{"Maya Okafor (PM, Acme)", "Anna van der Berg"});
  CHECK(people("Maya Okafor (PM, Acme), Jonas Weber and Elena Rossi") ==
        Lines{"Maya Okafor (PM, Acme)", "Jonas Weber", "Elena Rossi"});
  CHECK(people("Maya & Jonas, and others") == Lines{"Maya", "Jonas"});
  CHECK(people("Maya Okafor, Jonas Weber; Elena Rossi, Ben Adler") ==
        Lines{"Maya Okafor", "Jonas Weber", "Elena Rossi", "Ben Adler"});
  CHECK(people("Anna, Chair; Ravi, Treasurer") == Lines{"Anna", "Chair", "Ravi", "Treasurer"});
  CHECK(people("Maya Okafor (PM, Jonas Weber, Elena Rossi") == Lines{"Maya Okafor (PM", "Jonas Weber", "Elena Rossi"});
}

TEST_CASE("front matter is read whatever else it holds") {
  const auto t =
      read("---\ntags: [a]\ndate: 2026-03-05\nattendees:\n  - Maya Okafor\n---\n\n# Board\n\n- one\n- two\n");
  CHECK(rfc3339(*t.started_at) == "2026-03-05T00:00:00Z");
  CHECK(t.participants == Lines{"Maya Okafor"});
  CHECK(texts_of(t) == Lines{"one", "two"});
}

TEST_CASE("speech between rules is no front matter") {
  const auto t = read("---\n**Maya:** We ship Friday.\n**Jonas:** I write it.\n---\n**Maya:** Good.\n");
  CHECK(texts_of(t) == Lines{"We ship Friday.", "I write it.", "Good."});
  CHECK(t.turns[0].speaker == "Maya");
}

TEST_CASE("a wrapped item ends no section") {
  CHECK(texts_of(read("# A\n\n**Next steps**\n- Ben sends\nthe draft\n- Anna books\n\nThat was all.\n\n- one\n")) ==
        Lines{"Next steps: Ben sends the draft", "Next steps: Anna books", "That was all.", "one"});
}

TEST_CASE("marks of Markdown are pairs at the edges of words") {
  CHECK(texts_of(read("# A\n\n- 2**8 units of pump__v2, **now**\n- [the list](https://a.example) is **Ben's**\n")) ==
        Lines{"2**8 units of pump__v2, now", "the list is Ben's"});
}

TEST_CASE("a checked box is done whatever the mark of its list") {
  CHECK(texts_of(read("## Next steps\n\n* [x] Ben calls\n+ [X] Anna writes\n1. [x] Ravi books\n2. [ ] Ann waits\n")) ==
        Lines{"Next steps, done: Ben calls", "Next steps, done: Anna writes", "Next steps, done: Ravi books",
              "Next steps: Ann waits"});
}

TEST_CASE("a box is one whether drawn or written") {
  CHECK(texts_of(read("## Next steps\n\n- ☒ Ben calls\n- ☑ Anna writes\n1. ☑\uFE0F Ravi books\n- ☐ Ann waits\n")) ==
        Lines{"Next steps, done: Ben calls", "Next steps, done: Anna writes", "Next steps, done: Ravi books",
              "Next steps: Ann waits"});
  CHECK(texts_of(read("# A\n\nNext steps:\n\n☒\u00A0Ben calls\n☐\tAnn waits\n\nThat was all.\n\n- ☐\n- ☒ or ☐?\n")) ==
        Lines{"Next steps, done: Ben calls", "Next steps: Ann waits", "That was all.", "☐", "or ☐?"});
  CHECK(texts_of(read("| Action | Owner | Done |\n|---|---|---|\n| call | Ben | ☒ |\n| write | Anna | ☑\uFE0F |\n"
                      "| wait | Ann | ☐ |\n")) ==
        Lines{"Action items, done: Ben: call", "Action items, done: Anna: write", "Action items: Ann: wait"});
}

TEST_CASE("an item or a row says in other words that it is done or dropped") {
  CHECK(
      texts_of(read("## Action items\n\n- ✅ Jo: call\n- ✔\uFE0F Ben: write\n- DONE: Jo to book\n- Done with it\n")) ==
      Lines{"Action items, done: Jo: call", "Action items, done: Ben: write", "Action items, done: Jo to book",
            "Action items: Done with it"});
  CHECK(
      texts_of(read("| Action | Owner | Status |\n|---|---|---|\n| call | Ben | cancelled |\n| write | Jo | Dropped |\n"
                    "| book | Jo | Done on 4 March |\n| wait | Jo | done by Friday |\n")) ==
      Lines{"Action items, dropped: Ben: call", "Action items, dropped: Jo: write",
            "Action items, done: Jo: book; Status: Done on 4 March", "Action items: Jo: wait; Status: done by Friday"});
}

TEST_CASE("a heading that is a time gives it to the first turn below") {
  const auto t = read("# Call\n\n### 00:05:00\n\n**Maya:** Hi.\n\n**Jonas:** Hi.\n");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[0].start == milliseconds(300000));
  CHECK_FALSE(t.turns[1].start);
}

TEST_CASE("rows of tables are items, and tasks where their columns say so") {
  CHECK(texts_of(
            read("# A\n\n| Action | Owner | Due | Status |\n|---|:-:|---|---|\n| send the draft. | Ben | Friday | |\n"
                 "| book the room | | by 5 May | done |\n| | Anna | | |\n")) ==
        Lines{"Action items: Ben: send the draft by Friday", "Action items, done: book the room by 5 May",
              "Owner: Anna"});
  CHECK(texts_of(read("## Action items\n\n| What | Who |\n|---|---|\n| send the draft | Ben |\n")) ==
        Lines{"Action items: Ben: send the draft"});
  CHECK(
      texts_of(read("## Decisions\n\n| Decision | Reason |\n|---|---|\n| Go | a \\| b |\n\nTopic | Result\n--- | ---\n"
                    "Price | 89\n")) == Lines{"Decisions: Go; Reason: a | b", "Decisions: Price; Result: 89"});
  CHECK(texts_of(read("| Topic | Result |\n|---|---|\n| Price | 89 |\n| Case | red |\n")) ==
        Lines{"Topic: Price; Result: 89", "Topic: Case; Result: red"});
}

TEST_CASE("a table keeps what only looks like a number or an open cell") {
  CHECK(texts_of(read("| ID | Action | Owner | Risks |\n|---|---|---|---|\n| OPS-12 | send it | TBD | none |\n"
                      "| 2 | book it | Ben | |\n")) ==
        Lines{"Action items: send it; ID: OPS-12; Risks: none", "Action items: Ben: book it"});
}

TEST_CASE("a cue without a blank line behind its text keeps it") {
  const auto t = read("WEBVTT\n\n00:01.000 --> 00:02.000\n\nHello.\n00:03.000 --> 00:04.000\n\nBye.\n");
  CHECK(texts_of(t) == Lines{"Hello.", "Bye."});
}

TEST_CASE("a vertical tab parts words") {
  CHECK(texts_of(read("Maya: one\vtwo\nJonas: Hi.\nMaya: Bye.\n"))[0] == "one two");
}

TEST_CASE("the list that holds the turns is found among others") {
  CHECK(texts_of(read(R"({"transcript":[],"segments":[{"text":"Hi."}]})")) == Lines{"Hi."});
  CHECK(texts_of(read(R"({"transcript":"Hi. Bye.","segments":[{"text":"Hi."},{"text":"Bye."}]})")) ==
        Lines{"Hi.", "Bye."});
  CHECK(read(R"({"transcript":"Maya: Hi.\nJonas: Hi.\nMaya: Bye.","messages":[{"text":"link?"}]})").turns.size() == 3);
  CHECK(texts_of(read(R"({"transcript":" ","messages":[{"text":"Hi."}]})")) == Lines{"Hi."});
  const auto stamped = read(R"([{"text":"Hi.","start_timestamp":"00:01","end_timestamp":"00:02"}])");
  CHECK(stamped.turns[0].start == milliseconds(1000));
}

TEST_CASE("speakers by number, and words one by one") {
  const auto named = read(R"({"speakers":[{"id":0,"name":"Maya"}],"turns":[{"speaker":0,"text":"Hi."}]})");
  CHECK(named.turns[0].speaker == "Maya");
  const auto revai =
      read(R"({"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hi","ts":0.5,"end_ts":0.75},)"
           R"({"type":"punct","value":" "},{"type":"text","value":"all","ts":0.8,"end_ts":1.5},)"
           R"({"type":"punct","value":"."}]}]})");
  REQUIRE(revai.turns.size() == 1);
  CHECK(revai.turns[0].speaker == "Speaker 0");
  CHECK(revai.turns[0].text == "Hi all.");
  CHECK(revai.turns[0].start == milliseconds(500));
  CHECK(revai.turns[0].end == milliseconds(1500));
}

}  // namespace
}  // namespace hebb
