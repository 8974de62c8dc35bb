// Which types of memory a question asks for, and whether as a list. Private to recall/.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "recall/question.h"
#include "recall/question_focus.h"
#include "text/placed_words.h"

namespace hebb {

struct AskedTypes {
  std::vector<NamedType> types;
  std::vector<MemoryType> open;  // those that are asked for as "open", "outstanding", "unresolved", "not done yet"
  std::vector<std::pair<std::size_t, std::size_t>> nouns;  // the words that say so, [first, last)
};
// `uses`: of the words, where speakers have been read.
AskedTypes asked_types(std::span<const PlacedWord> words, std::span<const WordUse> uses);

// Of those that ask for memories and tell nothing of their matter: "list", "all", "decided", "actions", "due".
bool only_asks_for_memories(std::string_view word);

// Whether the word at `i` begins what is spoken of: "about the deadline", "on Ben's due dates".
bool is_matter(std::span<const PlacedWord> words, std::size_t i);

// Whether what is listed is listed of some matter: "decisions about the launch", not "all decisions that we made".
bool has_topic(std::span<const PlacedWord> words, std::span<const WordUse> uses, const AskedTypes& asked);

}  // namespace hebb
