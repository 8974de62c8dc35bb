// Inputs that are no transcripts, limits, and what is warned of.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

Error error_of(std::string_view bytes, TranscriptHints hints = {}) {
  const auto transcript = read_transcript(bytes, hints);
  REQUIRE_FALSE(transcript.has_value());
  return transcript.error();
}

Transcript read(std::string_view bytes, TranscriptHints hints = {}) {
  auto transcript = read_transcript(bytes, hints);
  INFO((transcript ? "" : transcript.error().message));
  REQUIRE(transcript.has_value());
  CHECK(broken_property(bytes, *transcript) == "");
  return std::move(*transcript);
}

TEST_CASE("an empty transcript is refused") {
  for (const std::string_view bytes : {"", " ", "\n\r\n\t", "\xEF\xBB\xBF", "\xFF\xFE", "\xFF\xFE\n"}) {
    const auto error = error_of(bytes);
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(error.message.contains("empty"));
  }
}

TEST_CASE("what is not text is refused, by name where it is known") {
  CHECK(error_of("%PDF-1.7\n1 0 obj").message.contains("a PDF"));
  CHECK(error_of("{\\rtf1\\ansi Hello}").message.contains("RTF"));
  CHECK(error_of(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 17)).message.contains("an image"));
  CHECK(error_of(std::string("\0\0\0\x20"
                             "ftypM4A \0\0\0\0",
                             16))
            .message.contains("sound"));
  std::string noise;
  for (int i = 0; i < 4000; ++i) noise += static_cast<char>(i * 7919 >> 3);
  const auto error = error_of(noise);
  CHECK(error.code == ErrorCode::invalid_argument);
  CHECK(error.message.contains("binary"));
  CHECK(read("RIFFs were played, and then we talked about the budget.").format == "prose");
}

TEST_CASE("a web page is refused, with what to do instead") {
  for (const std::string_view page :
       {"<!DOCTYPE html>\n<html><body><div>Maya Okafor</div><div>Can we move it?</div></body></html>",
        "\xEF\xBB\xBF\n<HTML lang=\"en\"><body>Maya: Hi.</body></HTML>"}) {
    const auto error = error_of(page);
    CHECK(error.code == ErrorCode::invalid_argument);
    CHECK(error.message.contains("HTML"));
    CHECK(error.message.contains("TXT"));
  }
  CHECK(read("<html> is the first tag of a page, said Maya.", {.format = "prose"}).turns.size() == 1);
}

TEST_CASE("malformed JSON is refused with its place") {
  CHECK(error_of("{\"turns\": [\n  {\"text\": }\n]}").message.starts_with("malformed JSON on line 2, column 12: "));
  CHECK(error_of("[{\"text\": \"a\"}").message.contains("line 1, column 15"));
  CHECK(error_of("{\"text\": \"é\" x}").message.contains("column 14"));
  CHECK(error_of("[{\"text\": \"\\ud800\"}]").message.contains("malformed JSON"));
  CHECK(error_of("Maya: Hello", {.format = "json_turns"}).message.contains("line 1, column 1"));
}

TEST_CASE("JSON of the wrong shape is refused") {
  CHECK(error_of("{}").message.contains("no list of turns"));
  CHECK(error_of("{\"turns\": 3}").message.contains("no list of turns"));
  CHECK(error_of("{\"title\": \"x\", \"text\": \"all in one\"}").message.contains("no list of turns"));
  CHECK(error_of("[]").message.contains("no turn"));
  CHECK(error_of("[{}, {\"text\": 3}, 7, null, \"x\"]").message.contains("no turn"));
  CHECK(error_of("[{\"text\": \"\"}]").message.contains("no turn"));
  CHECK(error_of("{\"transcript\": \"\"}").message.contains("no turn"));
}

TEST_CASE("a transcript without turns is refused and names what could not be read") {
  CHECK(error_of("WEBVTT\n").message.contains("no turn"));
  CHECK(error_of("WEBVTT\n\nNOTE nothing\n").message.contains("no turn"));
  CHECK(error_of("WEBVTT\n\n1\n00:01.000 --> 00:02.000\n\n").message.contains("line 4"));
  CHECK(error_of("WEBVTT\n\nwords without a time\n").message.contains("line 3"));
  CHECK(error_of("Title: Kick-off\nDate: 5 March 2026\n").message.contains("no turn"));
}

TEST_CASE("a hint that names no format is refused; one that does overrules") {
  const auto error = error_of("Maya: Hello.", {.format = "vtx"});
  CHECK(error.code == ErrorCode::unsupported);
  CHECK(error.message.contains("speaker_lines"));
  CHECK(read("Maya: Hello.\nJonas: Hi.\n", {.format = "prose"}).turns.size() == 2);
  CHECK_FALSE(read("Maya: Hello.\nJonas: Hi.\n", {.format = "prose"}).turns[0].speaker);
  // Someone who knows says so: small letters and a single word are names then.
  const auto lines = read("so we talked for long about this and\nberlin: yes.\n", {.format = "speaker_lines"});
  REQUIRE(lines.turns.size() == 2);
  CHECK_FALSE(lines.turns[0].speaker);
  CHECK(lines.turns[1].speaker == "berlin");
  CHECK(error_of("Maya: Hello.", {.format = "docx"}).message.contains("no Word document"));
}

TEST_CASE("twenty warnings are kept and all are counted") {
  std::string text = "WEBVTT\n\n";
  for (int i = 0; i < 50; ++i) text += "00:01.000 --> 00:02.000\n\n";
  text += "00:01.000 --> 00:02.000\nWords.\n";
  const auto t = read(text);
  CHECK(t.warnings.size() == 20);
  CHECK(t.warning_count == 50);
  CHECK(t.skipped_entries == 50);
  CHECK(t.warnings.front().line == 3);
  CHECK(t.warnings.front().code == "empty_cue");
}

TEST_CASE("messages hold no words of the transcript") {
  const std::string secret = "xylophone";
  for (const std::string& bytes : {"{\"" + secret + "\": ", "WEBVTT\n\n" + secret + "\n",
                                   "[{\"speaker\": \"" + secret + "\"}]", "{\"a\": \"" + secret + "\"}"}) {
    CHECK_FALSE(error_of(bytes).message.contains(secret));
  }
  const auto t = read("WEBVTT\n\n" + secret + "\n\n" + "00:xx --> 00:02\n" + secret + "\n");
  CHECK(t.warning_count == 2);
  for (const auto& warning : t.warnings) CHECK_FALSE(warning.message.contains(secret));
}

TEST_CASE("the line of what could not be read is that of the input") {
  const auto t = read("WEBVTT\r\n\r\nstray\r\n\r\n00:01.000 --> 00:02.000\r\nHi.\r\n\r\n00:0x --> 00:09\r\nKept.\r\n");
  REQUIRE(t.warnings.size() == 2);
  CHECK(t.warnings[0].code == "unreadable_line");
  CHECK(t.warnings[0].line == 3);
  CHECK(t.warnings[1].code == "bad_cue");
  CHECK(t.warnings[1].line == 8);
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[1].text == "Kept.");
  CHECK_FALSE(t.turns[1].start);
  const auto json =
      read("[\n {\"text\": \"a\"},\n\n {\"speaker\": \"Maya\"},\n {\"text\": \"b\", \"start_ms\": \"x\"}\n]");
  REQUIRE(json.warnings.size() == 2);
  CHECK(json.warnings[0].line == 4);
  CHECK(json.warnings[1].line == 5);
}

TEST_CASE("bytes that are no UTF-8 are read as Windows-1252 and warned of") {
  const auto t = read("One.\n\nCaf\xE9 \x80 5 \x96 na\xEFve \x81.\n");
  REQUIRE(t.turns.size() == 2);
  CHECK(t.turns[1].text == "Café € 5 – naïve \xEF\xBF\xBD.");
  REQUIRE(t.warnings.size() == 1);
  CHECK(t.warnings[0].code == "bad_encoding");
  CHECK(t.warnings[0].line == 3);
  CHECK(read("Caf\xC3\xA9 and Caf\xE9.").turns[0].text == "Café and Café.");  // both in one file
}

TEST_CASE("damaged UTF-16 is read and warned of") {
  const auto t = read(std::string_view("\xFF\xFEH\0i\0\0\xD8.\0\n\0", 12));
  CHECK(t.turns[0].text == "Hi\xEF\xBF\xBD.");
  REQUIRE(t.warning_count == 1);
  CHECK(t.warnings[0].code == "bad_encoding");
}

TEST_CASE("control characters are left out") {
  const std::string rest = "you and all the others who are in the lab and at home.";
  const std::string controls("Hello\0 \x1B[1mthere, \xC2\x85", 20);
  CHECK(read(controls + rest).turns[0].text == "Hello [1mthere, " + rest);
  CHECK(read(R"([{"text": "a\u0000b\u0007c\r\nd\te"}])").turns[0].text == "abc\nd\te");
}

}  // namespace
}  // namespace hebb
