#include "extract/mentions.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "base/error.h"
#include "extract/phrases.h"
#include "text/declared_names.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// Speech recognition writes it with a capital where it writes no other.
bool is_pronoun(const PlacedWord& word) {
  return word.word == "i" || word.word.starts_with("i'");
}

bool has_capital(std::string_view text) {
  const auto words = placed_words(text);
  return std::ranges::any_of(words, [](const PlacedWord& word) { return word.capital && !is_pronoun(word); });
}

// "Dr. Blaney", "A. Meyer"
bool is_abbreviation(std::string_view word) {
  constexpr auto kTitles = std::to_array<std::string_view>({"dr", "hon", "mr", "mrs", "ms", "prof", "rev", "st"});
  return word.size() == 1 || std::ranges::contains(kTitles, word);
}

// Also after a full stop that placed_words() takes for that of an abbreviation.
bool opens_sentence(std::string_view text, std::span<const PlacedWord> words, std::size_t at) {
  if (at == 0 || words[at].opens) return true;
  const PlacedWord& before = words[at - 1];
  return text.substr(before.end, words[at].begin - before.end).starts_with('.') && !is_abbreviation(before.word);
}

// Whether a mark stands before a word that is not the first.
bool is_parted(std::string_view text, std::span<const PlacedWord> words, std::size_t at) {
  return words[at].parted || opens_sentence(text, words, at);
}

// The first words of those names that have several.
std::set<std::string> beginnings_of(std::span<const std::string> names) {
  std::set<std::string> beginnings;
  for (const std::string& name : names) {
    auto words = name_words(name);
    if (words.size() > 1) beginnings.insert(std::move(words.front().word));
  }
  return beginnings;
}

std::string phrase_of(std::span<const PlacedWord> words) {
  std::string phrase;
  for (const PlacedWord& word : words) phrase += (phrase.empty() ? "" : " ") + word.word;
  return phrase;
}

}  // namespace

bool writes_capitals(std::span<const std::string_view> texts) {
  constexpr std::size_t kShare = 10;
  std::size_t written = 0;
  for (const std::string_view text : texts) {
    if (has_capital(text) && ++written * kShare >= texts.size()) return true;
  }
  return false;
}

MentionFinder::MentionFinder(std::span<const std::vector<std::string>> things) {
  std::vector<std::string> phrases;
  for (std::size_t thing = 0; thing < things.size(); ++thing) {
    const auto beginnings = beginnings_of(things[thing]);
    for (const std::string& text : things[thing]) {
      const auto words = name_words(text);
      if (words.empty()) continue;
      Name name{.thing = thing, .parted = {false}};
      for (std::size_t i = 1; i < words.size(); ++i) name.parted.push_back(is_parted(text, words, i));
      name.capital = words.size() == 1 && words.front().capital;
      name.stop_word = name.capital && is_stop_word(words.front().word);
      name.begins_longer = name.capital && beginnings.contains(words.front().word);
      names_.push_back(std::move(name));
      phrases.push_back(phrase_of(words));
    }
  }
  HEBB_CHECK(names_.size() <= std::numeric_limits<std::uint16_t>::max());
  std::vector<PhrasePattern> patterns;
  patterns.reserve(phrases.size());
  for (const std::string& phrase : phrases)
    patterns.push_back({.label = static_cast<std::uint16_t>(patterns.size()), .pattern = phrase});
  phrases_ = std::make_unique<const PhraseAutomaton>(patterns);
}

MentionFinder::~MentionFinder() = default;

bool MentionFinder::is_mentioned(const Name& name, std::string_view text, std::span<const PlacedWord> words,
                                 std::size_t begin, bool capitals) {
  const std::size_t end = begin + name.parted.size();
  // Words that hyphens join are one: "Anna-Lena" is not Anna.
  if (words[begin].hyphened || (end < words.size() && words[end].hyphened)) return false;
  for (std::size_t i = begin + 1; i < end; ++i) {
    if (is_parted(text, words, i) && !name.parted[i - begin]) return false;  // "Ask Anna. Berg agreed."
  }
  const PlacedWord& first = words[begin];
  const auto is_anothers = [&] {
    return words[end].capital && !words[end].all_capital && !first.possessive && !is_parted(text, words, end);
  };
  if (name.begins_longer && end < words.size() && is_anothers()) return false;
  if (name.stop_word) return first.capital && (first.possessive || !opens_sentence(text, words, begin));
  return !name.capital || first.capital || !capitals;
}

std::vector<std::size_t> MentionFinder::find(std::string_view text, bool capitals) const {
  const auto words = placed_words(text);
  std::vector<std::string> folded;
  folded.reserve(words.size());
  for (const PlacedWord& word : words) folded.push_back(word.word);
  const auto hits = phrases_->find(folded);
  std::vector<std::size_t> things;
  if (hits.empty()) return things;
  for (const PhraseHit& hit : hits) {
    const Name& name = names_[hit.label];
    HEBB_CHECK(hit.end - hit.begin == name.parted.size());
    if (is_mentioned(name, text, words, hit.begin, capitals)) things.push_back(name.thing);
  }
  std::ranges::sort(things);
  things.erase(std::ranges::unique(things).begin(), things.end());
  return things;
}

}  // namespace hebb
