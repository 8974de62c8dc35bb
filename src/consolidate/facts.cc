#include "consolidate/facts.h"

#include <algorithm>
#include <iterator>

#include "consolidate/stated.h"
#include "text/normalise.h"
#include "text/placed_words.h"
#include "text/talk_words.h"

namespace hebb {
namespace {

bool is_name(const PlacedWord& word) {
  const bool me = word.word == "i" || word.word.starts_with("i'");
  return word.capital && !word.opens && !me;
}

void sort_distinct(std::vector<std::string>& words) {
  std::ranges::sort(words);
  const auto repeats = std::ranges::unique(words);
  words.erase(repeats.begin(), repeats.end());
}

}  // namespace

FactsRead read_facts(std::string_view text) {
  const StatedFacts stated = stated_in(text);
  FactsRead read;
  Facts& facts = read.facts;
  facts.denied = !stated.negation.empty();
  std::vector<std::string> words_of_facts;
  for (const auto* list : {&stated.numbers, &stated.days}) {
    for (const Stated& one : *list) {
      facts.stated.push_back(one.value);
      std::ranges::move(words_of(one.shown), std::back_inserter(words_of_facts));
    }
  }
  bool compared = false;  // what comes next is what something is compared with
  for (const PlacedWord& word : placed_words(text)) {
    if (compared && !is_stop_word(word.word)) {
      facts.stated.push_back("than " + word.word);
      compared = false;
    }
    compared = compared || word.word == "than";
    if (!is_name(word)) continue;
    facts.stated.push_back(word.word);
    words_of_facts.push_back(word.word);
  }
  sort_distinct(facts.stated);
  auto words = words_of(text);
  std::erase_if(words, [&](const std::string& word) {
    return is_stop_word(word) || is_talk_word(word) || std::ranges::contains(words_of_facts, word);
  });
  sort_distinct(words);
  read.telling_words = words.size();
  return read;
}

}  // namespace hebb
