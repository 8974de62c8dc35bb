#include "text/placed_words.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace hebb {
namespace {

// Each word with its marks: ^ capital, * all capitals, ' possessive, - hyphened, / parted, ! opens.
std::string shown(std::string_view text) {
  std::string out;
  for (const auto& word : placed_words(text)) {
    if (!out.empty()) out += ' ';
    if (word.opens) out += '!';
    if (word.parted) out += '/';
    if (word.hyphened) out += '-';
    if (word.capital) out += '^';
    if (word.all_capital) out += '*';
    out += word.word;
    if (word.possessive) out += '\'';
  }
  return out;
}

struct Case {
  std::string_view text;
  std::string_view words;
};

TEST_CASE("words are found with what their writing tells") {
  const auto [text, words] = GENERATE(values<Case>({
      {"What did Anna say?", "!^what did ^anna say"},
      {"Anna's and Williams' view", "!^anna' and ^williams' view"},
      {"Huw David' s opinion", "!^huw ^david' opinion"},
      {"What\xE2\x80\x99s don\xE2\x80\x99t", "!^what' don't"},
      {"Finch-Saunders, the LCD", "!^finch -^saunders /the ^*lcd"},
      {"Dr. Blaney and A. Meyer. Then so", "!^dr ^blaney and ^a ^meyer !/^then so"},
      {"O'Regan d'Entremont", "!^o'regan ^d'entremont"},
      {"\xC3\x89lodie M\xC3\xBCller STRASSE stra\xC3\x9F\x65", "!^elodie ^muller ^*strasse strasse"},
      {"a\xFF\x62", "!a b"},
      {"SPEAKER_00", "!^*speaker /00"},
      {"", ""},
      {"?!", ""},
  }));
  INFO(text);
  CHECK(shown(text) == words);
}

TEST_CASE("a word's place holds its possessive ending") {
  const std::string_view text = "So Anna's and the Williams' plan";
  const auto words = placed_words(text);
  CHECK(text.substr(words[1].begin, words[1].end - words[1].begin) == "Anna's");
  CHECK(text.substr(words[4].begin, words[4].end - words[4].begin) == "Williams'");
}

}  // namespace
}  // namespace hebb
