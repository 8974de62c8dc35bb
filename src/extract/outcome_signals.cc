#include "extract/outcome_signals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "extract/ngrams.h"
#include "model/domain.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kOwnWords = 80;  // of a statement, of which n-grams are taken
constexpr std::size_t kNextWords = 6;  // of the next statement, where whoever answers takes a stance
constexpr std::size_t kThenWords = 4;  // of the one after that
constexpr std::size_t kLastWords = 6;  // of the statement before

constexpr std::array kOutcomeMeasures = std::to_array<std::string_view>(
    {"length", "fewer than four words", "more than 25 words", "sentences", "asks", "cut off", "another speaker next",
     "next is short", "replies", "place in the meeting", "agreed", "promised", "accepted", "nodded"});
constexpr std::size_t kAllCues = static_cast<std::size_t>(Cue::count_);

// At most `most` words from its first (or last) on.
std::vector<std::string> words_from(const Reading& reading, std::size_t most, bool from_end) {
  std::vector<std::string> words;
  for (const auto& sentence : reading.sentences)
    words.insert(words.end(), sentence.words.begin(), sentence.words.end());
  if (words.size() <= most) return words;
  if (from_end) return {words.end() - static_cast<std::ptrdiff_t>(most), words.end()};
  words.resize(most);
  return words;
}

float flag(bool holds) {
  return holds ? 1.0F : 0.0F;
}

}  // namespace

const std::vector<std::string_view>& outcome_signal_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all(kOutcomeMeasures.begin(), kOutcomeMeasures.end());
    all.insert(all.end(), kUtteranceClasses, "utterance class");
    all.insert(all.end(), kAllCues, "cue");
    return all;
  }();
  return names;
}

Signals outcome_signals_of(std::span<const Statement> statements, const HeardMeeting& heard, std::size_t i) {
  const auto& readings = heard.readings;
  const Reading& reading = readings[i];
  const Uptake& uptake = heard.uptakes[i];
  const bool has_next = i + 1 < statements.size();
  const auto any = [&](auto holds) { return flag(std::ranges::any_of(reading.sentences, holds)); };
  const auto n = reading.words;
  const std::array<float, kOutcomeMeasures.size()> measures{
      std::min(std::log1p(static_cast<float>(n)) / 3, 2.0F),
      flag(n < 4),
      flag(n > 25),
      std::min(static_cast<float>(reading.sentences.size()) / 4, 2.0F),
      any([](const Sentence& sentence) { return sentence.asks; }),
      any([](const Sentence& sentence) { return sentence.cut_off; }),
      flag(has_next && statements[i + 1].speaker != statements[i].speaker),
      flag(has_next && readings[i + 1].words < 6),
      std::min(static_cast<float>(statements[i].replies.size()) / 2, 2.0F),
      static_cast<float>(i) / static_cast<float>(statements.size()),
      flag(uptake.agreed),
      flag(uptake.promised),
      flag(uptake.promised || uptake.accepted_by),
      flag(uptake.promised || uptake.nodded_by),
  };
  Signals signals{.dense = std::vector<float>(outcome_signal_names().size()), .ngrams = {}};
  std::ranges::copy(measures, signals.dense.begin());
  const auto classes = std::span(signals.dense).subspan(kOutcomeMeasures.size(), kUtteranceClasses);
  for (const auto& scores : heard.learnt[i]) {
    for (std::size_t k = 0; k < kUtteranceClasses; ++k) classes[k] = std::max(classes[k], scores.of[k]);
  }
  const auto cues = std::span(signals.dense).last(kAllCues);
  for (const auto& sentence : reading.sentences) {
    for (const auto& hit : sentence.cues) {
      if (hit.label < kAllCues) cues[hit.label] = 1;
    }
  }

  NgramBuckets ngrams(kOutcomeBuckets);
  ngrams.add(words_from(reading, kOwnWords, false), {.longest = 3});
  for (const auto& reply : statements[i].replies) {
    auto said = words_of(reply.text);
    said.resize(std::min(said.size(), kNextWords));
    ngrams.add(said, {.prefix = "r", .longest = 2});
  }
  if (has_next) ngrams.add(words_from(readings[i + 1], kNextWords, false), {.prefix = "n", .longest = 2});
  if (i + 2 < statements.size())
    ngrams.add(words_from(readings[i + 2], kThenWords, false), {.prefix = "m", .longest = 2});
  if (i > 0) ngrams.add(words_from(readings[i - 1], kLastWords, true), {.prefix = "p", .longest = 2});
  signals.ngrams = std::move(ngrams).taken();
  return signals;
}

OutcomeVectors outcome_vectors_of(std::span<const float> rows, std::size_t i) {
  const auto row = [&](std::size_t k) { return rows.subspan(k * kSemanticDimension, kSemanticDimension); };
  OutcomeVectors vectors{row(i)};
  if (i > 0) vectors[1] = row(i - 1);
  if ((i + 1) * kSemanticDimension < rows.size()) vectors[2] = row(i + 1);
  return vectors;
}

}  // namespace hebb
