// What the utterance classifier hears in a sentence besides its vector. Private to extract/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/reading.h"

namespace hebb {

// The final full stop is never heard: whether a transcript has one tells of its writer, not of what was said.
struct Signals {
  std::vector<float> dense;           // as many as there are names of them, each in [-1,2]
  std::vector<std::uint16_t> ngrams;  // buckets of the word n-grams, ascending, each once
};

inline constexpr std::size_t kNgramBuckets = 16384;

// What the numbers of `dense` stand for, in their order. A model is bound to these names, which do not tell of every
// change: after one to what is heard (a pattern, a cue) it is learnt anew by tool/classifier/train.
const std::vector<std::string_view>& signal_names();

// What stands beside a sentence; null at a meeting's ends.
struct Neighbour {
  const Sentence* sentence = nullptr;
  bool same_speaker = false;
};
struct Surroundings {
  Neighbour before;
  Neighbour after;
  bool punctuated = false;  // whether the transcript has marks, so that a question would have its '?'
};

// Linear in the words of the three sentences.
Signals signals_of(const Sentence& sentence, const Surroundings& surroundings);

}  // namespace hebb
