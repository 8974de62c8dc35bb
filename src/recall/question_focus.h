// The topic of a question: its words without those that only ask. Private to recall/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/placed_words.h"

namespace hebb {

// What a word of the question already stands for. One that only asks ("quotes", "happened") stays in the focus of a
// topic, and is none alone; of hints alone ("which issue", "in March") a focus may be, though not a topic.
enum class WordUse : std::uint8_t { topic, asking, hint, speaker, taken };

struct FocusReading {
  std::string text;  // empty when no word of weight is left
  bool topic = false;
};

// `text` is valid UTF-8, `words` are its words and `uses` theirs.
FocusReading focus_of(std::string_view text, std::span<const PlacedWord> words, std::span<const WordUse> uses);

}  // namespace hebb
