// Whether a question is about a discussion or one fact, and which types of memory it asks for. Private to recall/.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "recall/question.h"
#include "text/placed_words.h"

namespace hebb {

double own_weight_of(std::span<const PlacedWord> words);

// Which kinds of fact would answer: "when", "how many".
FactKinds asked_facts(std::span<const PlacedWord> words);

struct AskedTypes {
  std::vector<NamedType> types;
  std::vector<MemoryType> open;  // those that are asked for as "open", "outstanding", "unresolved"
};
AskedTypes asked_types(std::span<const PlacedWord> words);

// Whether a list of actions may be named by a phrase that begins or ends with the word: "open tasks", "action items".
bool is_of_actions(std::string_view word);

// Whether it asks what was said or settled, so that a time in it is the meeting's: "what did we decide last week".
bool asks_of_meetings(std::span<const PlacedWord> words);

}  // namespace hebb
