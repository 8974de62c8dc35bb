#include "extract/phrases.h"

#include <algorithm>

#include "base/error.h"

namespace hebb {
namespace {

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(separator, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::uint64_t edge(std::uint32_t state, std::uint32_t word) {
  return std::uint64_t{state} << 32 | word;
}

using Phrase = std::vector<std::string_view>;

std::vector<Phrase> expanded(std::string_view pattern) {
  std::vector<Phrase> phrases{{}};
  for (auto slot : parts_of(pattern, ' ')) {
    const bool optional = slot.ends_with('?');
    if (optional) slot.remove_suffix(1);
    std::vector<Phrase> longer;
    if (optional) longer = phrases;
    for (const auto alternative : parts_of(slot, '|')) {
      for (const auto& phrase : phrases) {
        longer.push_back(phrase);
        for (const auto word : parts_of(alternative, '_')) longer.back().push_back(word);
      }
    }
    phrases = std::move(longer);
  }
  return phrases;
}

}  // namespace

PhraseAutomaton::PhraseAutomaton(std::span<const PhrasePattern> patterns) : states_(1) {
  for (const auto& pattern : patterns) {
    for (const auto& phrase : expanded(pattern.pattern)) add(pattern.label, phrase);
  }
  link();
}

std::uint32_t PhraseAutomaton::word_id(std::string_view word) {
  return words_.try_emplace(std::string(word), static_cast<std::uint32_t>(words_.size())).first->second;
}

void PhraseAutomaton::add(std::uint16_t label, const std::vector<std::string_view>& words) {
  HEBB_CHECK(!words.empty());
  std::uint32_t state = 0;
  for (const auto word : words) {
    const auto [place, created] =
        edges_.try_emplace(edge(state, word_id(word)), static_cast<std::uint32_t>(states_.size()));
    if (created) states_.push_back({.length = states_[state].length + 1});
    state = place->second;
  }
  auto& labels = states_[state].labels;
  if (std::ranges::contains(labels, label)) return;
  labels.push_back(label);
  ++phrases_;
}

void PhraseAutomaton::link() {
  // Children have greater numbers than their parents but not by depth, so edges are taken in order of the child's
  // length.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_depth(edges_.begin(), edges_.end());
  std::ranges::sort(by_depth, {}, [&](const auto& e) { return std::pair(states_[e.second].length, e.second); });
  for (const auto& [key, child] : by_depth) {
    const auto parent = static_cast<std::uint32_t>(key >> 32);
    const auto word = static_cast<std::uint32_t>(key);
    auto& state = states_[child];
    if (parent != 0) state.fail = next(states_[parent].fail, word);
    state.output = state.labels.empty() ? states_[state.fail].output : child;
  }
}

std::uint32_t PhraseAutomaton::next(std::uint32_t state, std::uint32_t word) const {
  while (true) {
    if (const auto found = edges_.find(edge(state, word)); found != edges_.end()) return found->second;
    if (state == 0) return 0;
    state = states_[state].fail;
  }
}

std::vector<PhraseHit> PhraseAutomaton::find(std::span<const std::string> words) const {
  std::vector<PhraseHit> hits;
  std::uint32_t state = 0;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const auto word = words_.find(std::string_view(words[i]));
    state = word == words_.end() ? 0 : next(state, word->second);
    for (auto at = states_[state].output; at != 0; at = states_[states_[at].fail].output) {
      for (const auto label : states_[at].labels) hits.push_back({label, i + 1 - states_[at].length, i + 1});
    }
  }
  return hits;
}

}  // namespace hebb
