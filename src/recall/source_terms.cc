#include "recall/source_terms.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <unordered_map>
#include <utility>

#include "text/normalise.h"

namespace hebb {
namespace {

// What a term is counted by, and the word that stands for it.
struct Stem {
  double frequency = 0;
  int most = 0;  // how often its most frequent word is written
  std::string_view surface;
};

}  // namespace

std::vector<SourceTerm> source_terms(const LexicalView& lexical, std::string_view project,
                                     const std::vector<std::string>& texts, std::size_t most) {
  std::unordered_map<std::string, int> words;  // results repeat theirs, so each is stemmed once
  for (const std::string& text : texts) {
    for (std::string& word : words_of(text)) {
      if (word.contains('-') || !is_stop_word(word)) ++words[std::move(word)];
    }
  }
  std::map<std::string, Stem, std::less<>> stems;
  for (const auto& [word, count] : words) {
    auto terms = index_terms(word);
    const bool alone = terms.size() == 1;
    for (std::string& term : terms) {
      Stem& stem = stems[std::move(term)];
      stem.frequency += count;
      if (!alone || count < stem.most || (count == stem.most && word >= stem.surface)) continue;
      stem.most = count;
      stem.surface = word;
    }
  }
  const auto count = static_cast<double>(lexical.documents(project, Level::episode));
  constexpr std::size_t kShortest = 3;  // letters and clitics that transcription left tell nothing
  std::vector<std::pair<double, std::string_view>> by_frequency;
  for (const auto& [term, stem] : stems) {
    if (term.size() >= kShortest) by_frequency.emplace_back(stem.frequency, term);
  }
  const auto heavier = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::ranges::sort(by_frequency, heavier);
  // Of most, said once, it is clear without a look into the index that even as the rarest of all they are too light.
  const double rarest = std::log(1 + (count + 0.5) / 0.5);
  std::vector<std::pair<double, std::string_view>> order;  // a heap with the lightest in front once there are `most`
  for (const auto& [frequency, term] : by_frequency) {
    if (order.size() == most && (order.empty() || frequency * rarest < order.front().first)) break;
    const auto df = static_cast<double>(lexical.document_frequency(project, Level::episode, term));
    order.emplace_back(frequency * std::log(1 + (count - df + 0.5) / (df + 0.5)), term);
    std::ranges::push_heap(order, heavier);
    if (order.size() <= most) continue;
    std::ranges::pop_heap(order, heavier);
    order.pop_back();
  }
  std::ranges::sort_heap(order, heavier);
  std::vector<SourceTerm> terms;
  terms.reserve(order.size());
  for (const auto& [weight, term] : order) {
    const Stem& stem = stems.find(term)->second;
    terms.push_back({.term = std::string(term),
                     .surface = std::string(stem.surface.empty() ? term : stem.surface),
                     .weight = static_cast<float>(weight / order.front().first)});
  }
  return terms;
}

}  // namespace hebb
