#include "extract/phrases.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "text/normalise.h"

namespace hebb {
namespace {

std::vector<PhraseHit> find(const PhraseAutomaton& automaton, std::string_view text) {
  return automaton.find(words_of(text));
}

TEST_CASE("a pattern is all its alternatives") {
  constexpr std::array kPatterns{PhrasePattern{1, "we|we_have just? decided"}};
  const PhraseAutomaton automaton(kPatterns);
  CHECK(automaton.phrases() == 4);
  CHECK(find(automaton, "So we decided on it") == std::vector{PhraseHit{1, 1, 3}});
  CHECK(find(automaton, "we have just decided") == std::vector{PhraseHit{1, 0, 4}});
  CHECK(find(automaton, "we just have decided").empty());
  CHECK(find(automaton, "").empty());
}

TEST_CASE("overlapping and nested phrases are all found") {
  constexpr std::array kPatterns{PhrasePattern{1, "a b c"}, PhrasePattern{2, "b c"}, PhrasePattern{3, "c"},
                                 PhrasePattern{4, "b d"}, PhrasePattern{5, "c"}};
  const PhraseAutomaton automaton(kPatterns);
  CHECK(find(automaton, "a b c") ==
        std::vector{PhraseHit{1, 0, 3}, PhraseHit{2, 1, 3}, PhraseHit{3, 2, 3}, PhraseHit{5, 2, 3}});
  CHECK(find(automaton, "a b d") == std::vector{PhraseHit{4, 1, 3}});
  CHECK(find(automaton, "a b x c") == std::vector{PhraseHit{3, 3, 4}, PhraseHit{5, 3, 4}});
}

// The oracle: every phrase at every place.
TEST_CASE("the automaton finds what a naive search finds") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> phrases;
    for (int i = 0; i < 12; ++i) {
      std::string phrase;
      const auto length = 1 + random() % 4;
      for (std::uint32_t k = 0; k < length; ++k)
        phrase += std::string(k == 0 ? "" : " ") + static_cast<char>('a' + random() % 3);
      if (!std::ranges::contains(phrases, phrase)) phrases.push_back(phrase);
    }
    std::vector<PhrasePattern> patterns;
    for (std::uint16_t i = 0; i < phrases.size(); ++i) patterns.push_back({i, phrases[i]});
    std::vector<std::string> text;
    for (int i = 0; i < 40; ++i) text.emplace_back(1, static_cast<char>('a' + random() % 4));

    std::vector<PhraseHit> expected;
    for (std::uint32_t end = 1; end <= text.size(); ++end) {
      for (std::uint32_t begin = 0; begin < end; ++begin) {
        std::string run;
        for (auto i = begin; i < end; ++i) run += (i == begin ? "" : " ") + text[i];
        for (std::uint16_t i = 0; i < phrases.size(); ++i) {
          if (phrases[i] == run) expected.push_back({i, begin, end});
        }
      }
    }
    REQUIRE(PhraseAutomaton(patterns).find(text) == expected);
  }
}

}  // namespace
}  // namespace hebb
