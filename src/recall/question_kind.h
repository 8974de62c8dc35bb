// Whether a question is about a discussion or one fact. Private to recall/.
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

// Whether it asks what was said or settled, so that a time in it is the meeting's: "what did we decide last week".
bool asks_of_meetings(std::span<const PlacedWord> words);

}  // namespace hebb
