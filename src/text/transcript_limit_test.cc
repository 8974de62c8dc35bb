// Time and memory stay linear in the input, whatever it holds. No clock is read: a quadratic reader would not end.
#include <catch2/catch_test_macros.hpp>

#include "text/transcript_fixture.h"

namespace hebb {
namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

void check_any(std::string_view bytes) {
  const auto transcript = read_transcript(bytes);
  if (transcript) {
    CHECK(broken_property(bytes, *transcript) == "");
  } else {
    CHECK(transcript.error().code == ErrorCode::invalid_argument);
  }
}

// Pieces chosen to be scanned again and again by a careless reader.
constexpr std::string_view kPieces[] = {
    "a",     " ",      "a ",        ":",        "a: ",      "A: ",   "[",        "(",       "<",      "<v ",
    "<v a>", "&",      "&#",        "{\\",      "-->",      "\n",    "a\n",      "A\n",     "A:\n",   "1\n",
    "\n\n",  "0:01\n", "A  0:01\n", "- ",       "#",        "# a\n", "**",       "**A:** ", "00:01 ", "[00:01] ",
    "\"",    "\\",     "1 minute ", "\xE2\x80", "\xC3\xA9", "\t",    "WEBVTT\n", "NOTE\n",  "> ",     "---\n"};

TEST_CASE("a single line of megabytes is read") {
  const auto t = read_transcript(repeated("We talked about the budget. ", 4 << 20));
  REQUIRE(t.has_value());
  CHECK(t->turns.size() == 1);
  for (const auto piece : kPieces) {
    INFO(piece);
    check_any(repeated(piece, 1 << 18));
  }
}

TEST_CASE("a cue, a speech and a JSON text of megabytes are read") {
  for (const auto piece : kPieces) {
    INFO(piece);
    const std::string body = repeated(piece, 1 << 16);
    check_any("WEBVTT\n\n00:01.000 --> 00:02.000\n" + body);
    check_any("Maya Okafor: Hello.\nJonas Weber: " + body + "\nMaya Okafor: Bye.\nJonas Weber: Bye.\n");
    check_any("# Title\n\n**Maya:** " + body + "\n\n**Jonas:** x\n");
  }
  check_any("[{\"text\": \"" + repeated("word ", 4 << 20) + "\"}]");
  check_any("# Title\n\n" + repeated("[](", 4 << 20) + "\n");
}

TEST_CASE("chats of megabytes are read") {
  for (const std::string_view piece : {"~ ", "⭐", ">> ", ">> A: ", " to ", "1/2/26, 1:01 - A: ", "[2026-03-05 14:05] ",
                                       "0:01:02\tFrom ", "A 0:01: "}) {
    INFO(piece);
    const std::string body = repeated(piece, 1 << 16);
    check_any(body);
    check_any("12/03/2026, 14:05 - Maya: " + body + "\n12/03/2026, 14:06 - Jonas: Hi.\n");
    check_any("14:00:21\t From Maya to Everyone:\n\t" + body + "\n");
    check_any("Maya: Hello.\nJonas: Hi.\n" + body + "\nMaya: Bye.\nJonas: Bye.\n");
  }
}

TEST_CASE("JSON of any depth and any number of values is read or refused") {
  check_any(repeated("[", 1 << 18));
  check_any(repeated("[", 1 << 18) + repeated("]", 1 << 18));
  check_any(repeated("{\"a\":", 1 << 18));
  check_any(repeated("{\"data\":", 1 << 17) + "[]" + repeated("}", (1 << 17) / 8));
  check_any("[" + repeated("{},", 1 << 18) + "{}]");
  check_any("[" + repeated("{\"text\":\"\"},", 1 << 18) + "{\"text\":\"x\"}]");
  check_any("{" + repeated("\"text\":1,", 1 << 18) + "\"turns\":[{\"text\":\"a\"}]}");
}

TEST_CASE("more than a million turns are refused", "[.deep]") {
  const auto transcript = read_transcript(repeated("a.\n\n", 5 << 20));
  REQUIRE_FALSE(transcript.has_value());
  CHECK(transcript.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("a single line of a hundred megabytes is read", "[.deep]") {
  for (const std::string_view piece : {"We talked about it. ", "a", "<v a>"}) {
    INFO(piece);
    check_any(repeated(piece, 100 << 20));
    check_any("WEBVTT\n\n00:01.000 --> 00:02.000\n" + repeated(piece, 100 << 20));
  }
  check_any(repeated("[", 100 << 20));
  check_any("[" + repeated("0,", 100 << 20) + "0]");
}

}  // namespace
}  // namespace hebb
