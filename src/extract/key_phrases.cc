#include "extract/key_phrases.h"

#include <algorithm>
#include <cmath>

#include "extract/extract.h"
#include "text/normalise.h"
#include "text/talk_words.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestRun = 3;
constexpr std::size_t kShortestWord = 3;  // bytes
constexpr std::size_t kLongestWord = 40;

bool ends_clause(char c) {
  return c == ',' || c == ';' || c == ':' || c == '.' || c == '?' || c == '!' || c == '(' || c == ')';
}

// Runs of content words, ended by other words and by clause marks.
template <class Use>
void for_each_run(std::string_view text, Use&& use) {
  std::vector<std::string> run;
  const auto close = [&] {
    if (!run.empty()) use(run);
    run.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto token = text.substr(at, end - at);
    for (auto& word : words_of(token)) {
      if (tells_topic(word))
        run.push_back(std::move(word));
      else
        close();
    }
    if (!token.empty() && ends_clause(token.back())) close();
    at = end + 1;
  }
  close();
}

bool is_within(const std::vector<std::uint32_t>& words, const std::vector<std::uint32_t>& other) {
  return !std::ranges::search(other, words).empty();
}

}  // namespace

bool tells_topic(std::string_view word) {
  if (word.size() < kShortestWord || word.size() > kLongestWord || is_stop_word(word)) return false;
  if (std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const auto apostrophe = word.find('\'');  // "let's", "board's"
  return !is_talk_word(word) && !is_talk_word(word.substr(0, apostrophe));
}

KeyPhrases::KeyPhrases(const std::vector<std::string_view>& statements) : said_(statements.size()) {
  for (std::uint32_t i = 0; i < statements.size(); ++i)
    for_each_run(statements[i], [&](const auto& run) { add_run(run, i); });
}

std::uint32_t KeyPhrases::number_of(const std::string& text) {
  const auto [place, created] = numbers_.try_emplace(text, static_cast<std::uint32_t>(phrases_.size()));
  if (created) phrases_.push_back({.text = text});
  return place->second;
}

void KeyPhrases::count(std::uint32_t number, std::uint32_t statement) {
  auto& phrase = phrases_[number];
  if (phrase.statements > 0 && phrase.last == statement) return;
  ++phrase.statements;
  phrase.last = statement;
  said_[statement].push_back(number);
}

void KeyPhrases::add_run(const std::vector<std::string>& run, std::uint32_t statement) {
  std::vector<std::uint32_t> words;
  for (const auto& word : run) {
    const auto number = number_of(word);
    if (phrases_[number].words.empty()) phrases_[number].words = {number};
    count(number, statement);
    words.push_back(number);
  }
  for (std::size_t length = 2; length <= kLongestRun; ++length) {
    for (std::size_t begin = 0; begin + length <= run.size(); ++begin) {
      std::string text = run[begin];
      for (auto i = begin + 1; i < begin + length; ++i) text += ' ' + run[i];
      const auto number = number_of(text);
      auto& phrase = phrases_[number];
      if (phrase.words.empty()) phrase.words.assign(words.begin() + begin, words.begin() + begin + length);
      count(number, statement);
    }
  }
}

float KeyPhrases::weight(const Phrase& phrase) const {
  if (phrase.words.size() > 1 && phrase.statements < 2) return 0;
  float idf = 0;
  for (const auto word : phrase.words)
    idf += std::log1p(static_cast<float>(said_.size()) / static_cast<float>(phrases_[word].statements));
  const auto length = static_cast<float>(phrase.words.size());
  const float repeated = phrase.statements > 1 ? 1.0F : 0.5F;  // a word said once in a meeting is rarely its matter
  return idf / length * (1 + 0.5F * (length - 1)) * repeated;
}

std::vector<std::string> KeyPhrases::of(std::size_t begin, std::size_t end, std::size_t most) const {
  struct Candidate {
    std::uint32_t phrase = 0;
    std::uint32_t first = 0;  // order of first appearance in the stretch
    float weight = 0;
  };
  std::vector<Candidate> candidates;
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (auto i = begin; i < end; ++i) {
    for (const auto number : said_[i]) {
      const auto [place, created] = places.try_emplace(number, candidates.size());
      if (created) candidates.push_back({number, static_cast<std::uint32_t>(candidates.size()), 0});
      candidates[place->second].weight += weight(phrases_[number]);
    }
  }
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.first < b.first;
  });
  std::vector<const Phrase*> chosen;
  for (const auto& candidate : candidates) {
    if (chosen.size() == most || candidate.weight <= 0) break;
    const auto& phrase = phrases_[candidate.phrase];
    const bool told = std::ranges::any_of(chosen, [&](const Phrase* other) {
      return is_within(phrase.words, other->words) || is_within(other->words, phrase.words);
    });
    if (!told) chosen.push_back(&phrase);
  }
  std::vector<std::string> texts;
  texts.reserve(chosen.size());
  for (const auto* phrase : chosen) texts.push_back(phrase->text);
  return texts;
}

}  // namespace hebb
