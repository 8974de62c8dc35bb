#include "cli/terminal.h"

#include <catch2/catch_test_macros.hpp>

namespace hebb::cli {

TEST_CASE("text from a transcript cannot steer a terminal", "[cli]") {
  CHECK(harmless("plain, Zürich, 会議") == "plain, Zürich, 会議");
  CHECK(harmless("\x1b[2J\x1b]0;title\x07") == "␛[2J␛]0;title␇");
  CHECK(harmless("a\tb\r\nc") == "a b  c");
  CHECK(harmless("del\x7f") == "del␡");
  CHECK(harmless("\xc2\x9b"
                 "31m") == "\uFFFD31m");  // C1 CSI, one character
  CHECK(harmless("\xe2\x80\xae"
                 "evil") == "\uFFFDevil");  // right-to-left override
  CHECK(harmless("\xe2\x81\xa6"
                 "x\xe2\x81\xa9") == "\uFFFDx\uFFFD");  // isolates
  CHECK(harmless("latin \xe9 and cut \xe4\xbc") == "latin \uFFFD and cut \uFFFD\uFFFD");
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  for (const char c : harmless(every)) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
}

TEST_CASE("columns count what a terminal shows", "[cli]") {
  CHECK(columns_of("abc") == 3);
  CHECK(columns_of("会議") == 4);
  CHECK(columns_of("e\xcc\x81") == 1);  // a letter and its combining accent
}

TEST_CASE("wrapping breaks at spaces and never drops a word", "[cli]") {
  CHECK(wrapped("", 10) == std::vector<std::string>{""});
  CHECK(wrapped("one two  three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("a verylongwordindeed b", 6) == std::vector<std::string>{"a", "verylongwordindeed", "b"});
  CHECK(wrapped("会議 会議", 5) == std::vector<std::string>{"会議", "会議"});
  for (const auto& line : wrapped("the quick brown fox jumps over the lazy dog", 12)) CHECK(columns_of(line) <= 12);
}

TEST_CASE("clipping keeps within its width and says that it cut", "[cli]") {
  CHECK(clipped("short", 8) == "short");
  CHECK(clipped("short", 8, true) == "short   ");
  CHECK(clipped("exactly8", 8) == "exactly8");
  CHECK(clipped("longer than that", 8) == "longer …");
  CHECK(columns_of(clipped("会議会議会議", 6, true)) == 6);
}

TEST_CASE("a palette without colour gives the text alone", "[cli]") {
  CHECK(Palette(false)(Style::bad, "x") == "x");
  CHECK(Palette(true)(Style::bad, "x") == "\x1b[31mx\x1b[0m");
  CHECK(Palette(true)(Style::plain, "x") == "x");
  CHECK(Palette(true)(Style::bold, "").empty());
}

}  // namespace hebb::cli
